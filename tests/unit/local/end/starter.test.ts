import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { type StarterIsGone, watchStarter } from '../../../../local/starter.ts';

/** Stands in for npm: a process with a shell below it, which tells its id and waits. */
async function startShellBelow(): Promise<{ npm: ChildProcess; shell: number }> {
  const npm = spawn(process.execPath, [
    '-e',
    `const { spawn } = require('node:child_process');
     spawn('sh', ['-c', 'echo $$; read line; true'], { stdio: ['pipe', 'inherit', 'inherit'] });`,
  ]);
  const [line] = await once(npm.stdout as NodeJS.ReadableStream, 'data');
  return { npm, shell: Number(String(line)) };
}

let started: ChildProcess | undefined;
afterEach(() => void started?.kill('SIGKILL'));

const watchBelow = (ppid: number, env: NodeJS.ProcessEnv): StarterIsGone =>
  watchStarter({ ppid, kill: process.kill.bind(process), env });

it('sees that the npm above the shell was killed, though the shell is the same', async () => {
  const { npm, shell } = await startShellBelow();
  started = npm;
  const isGone = watchBelow(shell, { npm_lifecycle_event: 'start' });
  expect(isGone()).toBe(false);
  npm.kill('SIGKILL');

  await expect.poll(isGone, { timeout: 5000 }).toBe(true);
});

it('minds nobody above when npm did not start it', () => {
  expect(watchBelow(2 ** 22, {})()).toBe(false);
});
