import { rmSync } from 'node:fs';
import { prepareAssembly } from './assembly-source.ts';
import { TemplateError } from './cfn/errors.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { consoleLine } from './console-log.ts';
import { parseStartOptions, type StartOptions, UsageError, usage } from './options.ts';
import { writeOutputs } from './outputs-file.ts';
import { readPolicyFile } from './policy-file.ts';
import { choosePorts, PortTakenError } from './ports.ts';

async function run(options: StartOptions): Promise<Cloud> {
  const policy = options.policy ? await readPolicyFile(options.policy) : {};
  // Before the build, so that nobody waits for it in vain; the cloud chooses again.
  await choosePorts(options.port);
  // A file from an earlier start must not pass for this one's.
  if (options.outputs) rmSync(options.outputs, { force: true });
  const assemblyDir = await prepareAssembly(
    (label) => console.log(`Building the ${label} ...`),
    policy,
  );
  const cloud = await startCloud({
    assemblyDir,
    basePort: options.port,
    ...(options.data && { dataDir: options.data }),
    onLog: (entry) => {
      const line = consoleLine(entry, options.quiet);
      if (line !== undefined) console.log(line);
    },
  });
  if (options.outputs) await writeOutputs(options.outputs, cloud.outputs);
  console.log(summary(cloud, options));
  // Nobody waits for this; it only makes the first chat as quick as the second.
  void cloud.warm();
  return cloud;
}

function summary(cloud: Cloud, options: StartOptions): string {
  const seconds = process.uptime().toFixed(1);
  const policy = options.policy ? `\n  Handoff policy from ${options.policy}.` : '';
  const kept = options.data ? `are kept in ${options.data}` : 'end with this process';
  return `
Switchboard is ready after ${seconds} s.

  Demo page   ${cloud.urls.widget}   chat as a customer
  Dashboard   ${cloud.urls.dashboard}   sign in as one of the people on the list

  Conversations ${kept}.${policy}
  Not run here: ${cloud.notEmulated.join(', ') || 'nothing'}.
  Ctrl+C stops everything.
`;
}

function closeOnSignal(cloud: Cloud): void {
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    await cloud.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void close());
  process.on('SIGTERM', () => void close());
  // npm passes a signal to its shell, which ends without passing it on: no parent, no cloud.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === 'start') {
    setInterval(() => process.ppid !== parent && void close(), 500).unref();
  }
}

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) console.log(usage);
  else closeOnSignal(await run(options));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
  const expected = error instanceof PortTakenError || error instanceof TemplateError;
  console.error(expected ? error.message : error);
  process.exit(1);
}
