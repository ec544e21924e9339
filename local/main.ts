import { rmSync } from 'node:fs';
import { prepareAssembly } from './assembly-source.ts';
import { TemplateError } from './cfn/errors.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { createConsoleLog } from './console-log.ts';
import type { Closable } from './contracts.ts';
import { DataInUseError } from './dynamodb/data-in-use.ts';
import { closeOnSignals } from './end.ts';
import { parseStartOptions, type StartOptions, UsageError, usage } from './options.ts';
import { writeOutputs } from './outputs-file.ts';
import { readPolicyFile } from './policy-file.ts';
import { choosePorts, PortTakenError } from './ports.ts';

async function run(options: StartOptions, keep: (part: Closable) => void): Promise<void> {
  const policy = options.policy ? await readPolicyFile(options.policy) : {};
  // Before the build, so that nobody waits for it in vain; the cloud chooses again.
  await choosePorts(options.port);
  // A file from an earlier start must not pass for this one's.
  if (options.outputs) rmSync(options.outputs, { force: true });
  const assemblyDir = await prepareAssembly(
    (label) => console.log(`Building the ${label} ...`),
    policy,
  );
  const log = createConsoleLog({
    quiet: options.quiet,
    verbose: options.verbose,
    colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
    write: (line) => console.log(line),
  });
  const cloud = await startCloud({
    assemblyDir,
    basePort: options.port,
    console: true,
    liveReload: options.watch,
    ...(options.data && { dataDir: options.data }),
    onLog: log,
  });
  keep(cloud);
  if (options.outputs) await writeOutputs(options.outputs, cloud.outputs);
  console.log(summary(cloud, options));
  // Nobody waits for these; they only make the first chat and the first save as quick as later ones.
  await cloud.warm();
  if (options.watch) {
    const { watchSources } = await import('./watch/watch.ts');
    keep(await watchSources(cloud, log));
  }
}

function summary(cloud: Cloud, options: StartOptions): string {
  const seconds = process.uptime().toFixed(1);
  const policy = options.policy ? `\n  Handoff policy from ${options.policy}.` : '';
  const kept = options.data
    ? `Conversations, queues and timers are kept in ${options.data}.`
    : 'Conversations end with this process; --data DIR keeps them.';
  const watch = options.watch
    ? '\n  Saved sources of functions and pages are taken up at once.'
    : '';
  return `
Switchboard is ready after ${seconds} s.

  Demo page   ${cloud.urls.widget}   chat as a customer
  Dashboard   ${cloud.urls.dashboard}   sign in as one of the people on the list
  Console     ${cloud.consoleUrl}   see inside: invocations, queues, items, connections, faults

  ${kept}${policy}${watch}
  Not run here: ${cloud.notEmulated.join(', ') || 'nothing'}.
  Ctrl+C stops everything.
`;
}

/** Mistakes and circumstances a person can do something about: the message alone is enough. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof PortTakenError ||
    error instanceof TemplateError ||
    error instanceof DataInUseError
  );
}

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) console.log(usage);
  else await run(options, closeOnSignals(process));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
  console.error(isExpected(error) ? error.message : error);
  process.exit(1);
}
