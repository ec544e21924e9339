import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A line of the process table. */
interface ProcessLine {
  pid: number;
  parent: number;
  rssKb: number;
}

/** Often enough for a load of some seconds; each look costs a few milliseconds. */
const INTERVAL_MS = 500;
/** Linux tells CPU time to programs in hundredths of a second, whatever it counts in itself. */
const TICK_MS = 10;

const run = promisify(execFile);

/** Reads what `ps -A -o pid=,ppid=,rss=` prints. */
export function parseProcesses(text: string): ProcessLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, rssKb = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, rssKb };
    });
}

/** A process and all its descendants; nothing for one that is gone. */
export function treeOf(lines: readonly ProcessLine[], root: number): ProcessLine[] {
  const own = lines.filter(({ pid }) => pid === root);
  const children = lines.filter(({ parent }) => parent === root);
  return [...own, ...children.flatMap(({ pid }) => treeOf(lines, pid))];
}

/** User and system time in `/proc/<pid>/stat`, in milliseconds, threads that have ended included. */
export function parseCpuMs(stat: string): number {
  // The second field is the program's name, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/**
 * CPU time that the processes of some trees have had so far, in milliseconds; undefined where there
 * is no `/proc`.
 */
export async function cpuMs(roots: readonly number[]): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const lines = await processTable();
  const pids = roots.flatMap((root) => treeOf(lines, root)).map(({ pid }) => pid);
  const times = await Promise.all(pids.map(processCpuMs));
  return times.reduce((sum, ms) => sum + ms, 0);
}

/**
 * Looks at process trees until it is stopped, and then tells the most resident memory that each
 * had, in MB of 1024 KB. Pages that processes share count for each of them.
 */
export function watchMemory(roots: readonly number[]): () => Promise<number[]> {
  const most = roots.map(() => 0);
  const look = async () => {
    const lines = await processTable();
    roots.forEach((root, i) => {
      const kb = treeOf(lines, root).reduce((sum, { rssKb }) => sum + rssKb, 0);
      most[i] = Math.max(most[i] ?? 0, kb / 1024);
    });
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
    // Told to whoever stops.
    looking.catch(() => {});
  }, INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await looking;
    await look();
    return most;
  };
}

async function processCpuMs(pid: number): Promise<number> {
  try {
    return parseCpuMs(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // It has ended since the look at the table, as `ps` itself has.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0;
    throw error;
  }
}

async function processTable(): Promise<ProcessLine[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss=']);
  return parseProcesses(stdout);
}
