import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Closable } from '../../../local/contracts.ts';

/** Package that carries the jar of the official DynamoDB Local. */
const PACKAGE = 'amplify-dynamodb-simulator';
const START_WITHIN_MS = 60_000;

/** What keeps the official engine from being started, in words for the person at the terminal. */
export class OfficialEngineMissing extends Error {
  override readonly name = 'OfficialEngineMissing';
}

/** The official DynamoDB Local in a process of its own. */
export interface OfficialEngine extends Closable {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  /** As the jar states it when it starts, e.g. `1.25.1`. */
  version: string;
}

/** Whether a Java runtime answers on this machine. */
export function javaIsInstalled(): boolean {
  return spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Starts the jar in memory on a free port, without its telemetry. Throws `OfficialEngineMissing`
 * without Java or without the package, an Error if it does not answer within a minute.
 */
export async function startOfficialEngine(): Promise<OfficialEngine> {
  const directory = emulatorDirectory();
  if (!javaIsInstalled()) {
    throw new OfficialEngineMissing(
      'No Java runtime was found. Install one (Debian: apt-get install default-jre-headless) and try again.',
    );
  }
  const port = await freePort();
  const child = spawn(
    'java',
    [
      '-Xmx512m',
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  const url = `http://127.0.0.1:${port}`;
  try {
    const version = await started(child, url);
    return {
      url,
      version,
      async close() {
        process.off('exit', stop);
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((resolve) => child.once('exit', resolve));
        stop();
        await gone;
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function emulatorDirectory(): string {
  const manifest = resolvePackage();
  const directory = manifest && join(dirname(manifest), 'emulator');
  if (directory && existsSync(join(directory, 'DynamoDBLocal.jar'))) return directory;
  throw new OfficialEngineMissing(
    `The jar of DynamoDB Local was not found: the package ${PACKAGE} is not installed (npm ci installs it).`,
  );
}

function resolvePackage(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** The jar prints its version before it listens, so its port is asked until it answers. */
async function started(child: ChildProcess, url: string): Promise<string> {
  let version = 'unknown';
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      version = /^Version:\s*(\S+)/.exec(line)?.[1] ?? version;
    });
  }
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (failure) throw failure;
    if (child.exitCode !== null) {
      throw new Error(`DynamoDB Local ended before it answered: ${said.join('\n')}`);
    }
    if (await answers(url)) return version;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`DynamoDB Local did not answer within ${START_WITHIN_MS / 1000} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'GET' });
    return true;
  } catch {
    return false;
  }
}
