import { execFileSync } from 'node:child_process';

/** Tells whether the npm is gone that started this process. */
export type StarterIsGone = () => boolean;

const SHELL = /(^|\/)(ba|da|z|k)?sh$/;

/**
 * Watches for the end of the npm that runs this process as its script, however that comes: a shell
 * that npm put between ends at a signal without passing it on, and outlives an npm that is killed.
 * Without `ps`, only the process right above is watched.
 */
export function watchStarter(self: Pick<NodeJS.Process, 'ppid' | 'kill' | 'env'>): StarterIsGone {
  if (self.env.npm_lifecycle_event === undefined) return () => false;
  const parent = self.ppid;
  const npm = npmAbove(parent);
  const isGone = (pid: number): boolean => {
    try {
      self.kill(pid, 0);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
  };
  return () => self.ppid !== parent || (npm !== undefined && isGone(npm));
}

/** The parent of the shell that runs the script; undefined where no shell is between. */
function npmAbove(parent: number): number | undefined {
  const line = described(parent);
  const [, above, command] = /^(\d+) (.+)$/.exec(line) ?? [];
  return command && SHELL.test(command) ? Number(above) : undefined;
}

function described(pid: number): string {
  try {
    return String(
      execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { stdio: ['ignore', 'pipe'] }),
    ).trim();
  } catch {
    // No `ps` on this machine.
    return '';
  }
}
