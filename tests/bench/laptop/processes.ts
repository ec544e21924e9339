import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { FromServer, ToServer } from './answer-parent.ts';

/** A started process with everything that it starts in its turn. */
export interface Started {
  pid: number;
  /** The next message of this kind. Rejects when the process ends or fails instead. */
  told<K extends FromServer['kind']>(kind: K): Promise<Extract<FromServer, { kind: K }>>;
  ask(message: ToServer): void;
  /** Rejects when the process ends, with the last of what it wrote; never resolves. */
  failure: Promise<never>;
  /** Ends the process group and resolves when the process is gone. */
  stop(): Promise<void>;
}

/** Time a process has to end by itself. */
const GRACE_MS = 5_000;
/** What is kept of a process's output, for the case that it fails. */
const OUTPUT_CHARACTERS = 2_000;

const groups = new Set<number>();

/** Starts Node in a process group of its own, which also ends when this process does. */
export function startNode(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Started {
  endWithThisProcess();
  const child = spawn(process.execPath, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(' ')} could not be started`);
  groups.add(pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_CHARACTERS);
    });
  }
  let stopping = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      // Whoever it has started must not outlive it either.
      signal(pid, 'SIGKILL');
      groups.delete(pid);
      resolve();
    });
  });
  const failure = exited.then((): Promise<never> => {
    if (stopping) return new Promise(() => {});
    throw new Error(`${args.join(' ')} has ended by itself:\n${output}`);
  });
  failure.catch(() => {});

  return {
    pid,
    told: (kind) => Promise.race([messageOf(child, kind), failure]),
    ask: (message) => void child.send(message),
    failure,
    async stop() {
      stopping = true;
      signal(pid, 'SIGTERM');
      const late = setTimeout(() => signal(pid, 'SIGKILL'), GRACE_MS);
      await exited;
      clearTimeout(late);
    },
  };
}

function messageOf<K extends FromServer['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<FromServer, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromServer) => {
      if (message.kind !== kind && message.kind !== 'failed') return;
      child.off('message', listen);
      if (message.kind === 'failed') reject(new Error(message.problem));
      else resolve(message as Extract<FromServer, { kind: K }>);
    };
    child.on('message', listen);
  });
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch (error) {
    // Nobody is left in it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

let watching = false;

/** A group of its own hears nothing of Ctrl+C; and a failing benchmark must take it along, too. */
function endWithThisProcess(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const group of groups) signal(group, 'SIGKILL');
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => process.exit(128 + constants.signals[name]));
  }
}
