import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { Closable } from '../../local/contracts.ts';
import { watchFolders } from '../../local/watch/folders.ts';
import { watchFunctionCode } from '../../local/watch/function-code.ts';
import type { WatchEntry } from '../../local/watch/types.ts';
import { lambdaBuilds } from '../../scripts/build-lambdas.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reload-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true });
});

/** A process of its own, as a person starts it. */
function npmStart(...args: string[]) {
  const options = { cwd: root, env: { ...process.env, NO_COLOR: '1' } };
  const main = ['--import', 'tsx', 'local/main.ts', '--no-watch', ...args];
  const child = spawn(process.execPath, main, options);
  children.push(child);
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const exited = once(child, 'close').then(() => ({ code: child.exitCode, output }));
  return {
    child,
    exited,
    says: (text: string) =>
      new Promise<string>((resolve, reject) => {
        const check = () => output.includes(text) && resolve(output);
        listeners.add(check);
        check();
        void exited.then(() => reject(new Error(`It ended without "${text}": ${output}`)));
      }),
  };
}

const ready = 'Ctrl+C stops everything.';
const portsIn = (output: string) =>
  [...output.matchAll(/http:\/\/localhost:(\d+)/g)].map(([, port]) => Number(port));

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const taken = once(server, 'error').then(() => false);
  server.listen(port, '127.0.0.1');
  const free = await Promise.race([once(server, 'listening').then(() => true), taken]);
  server.close();
  return free;
}

describe('npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s and leaves no port behind',
    async (signal) => {
      const { child, exited, says } = npmStart('--port', '0');
      const ports = portsIn(await says(ready));
      child.kill(signal);
      expect((await exited).code).toBe(0);
      expect(ports).toHaveLength(3);
      for (const port of ports) expect(await isFree(port)).toBe(true);
    },
  );

  it('names its pages and what is not run here', async () => {
    const { child, exited, says } = npmStart('--port', '0', '--verbose');
    const banner = await says(ready);
    child.kill('SIGTERM');
    await exited;
    expect(banner).toMatch(/ready after \d+\.\d s/);
    for (const page of ['Demo page', 'Dashboard', 'Console']) expect(banner).toContain(page);
    expect(banner).toContain('Not run here: ');
  });

  it('says so when another process has the data', async () => {
    const data = join(folder, 'data');
    const first = npmStart('--port', '0', '--data', data);
    await first.says(ready);
    const second = await npmStart('--port', '0', '--data', data).exited;
    expect(second.code).toBe(1);
    expect(second.output).toBe(
      `${data} is in use by another process. Stop the Switchboard that was started with it, or choose another directory with --data.\n`,
    );
  });
});

describe('a save while the cloud runs', () => {
  let cloud: Cloud;
  let parts: Closable[];

  beforeEach(async () => {
    const assemblyDir = await prepareAssembly(() => {});
    cloud = await startCloud({ assemblyDir, basePort: 0, liveReload: true });
    parts = [cloud];
  });

  afterEach(async () => {
    for (const part of parts.reverse()) await part.close();
  });

  const ask = async () => {
    const origin = new URL(cloud.urls.widget).origin;
    const headers = { origin, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: '{}' };
    return (await fetch(`${cloud.urls.httpApi}/tickets`, init)).status;
  };

  it('gives a function its new code; a mistake is told and changes nothing', async () => {
    const sources = join(folder, 'src/');
    mkdirSync(sources);
    const handler = join(sources, 'api.ts');
    const real = JSON.stringify(join(root, 'lambdas/handlers/api.ts'));
    const deployed = `export { handler } from ${real};\n`;
    writeFileSync(handler, deployed);
    const outDir = join(folder, 'out');
    const entries: WatchEntry[] = [];
    let told = () => {};
    const code = await watchFunctionCode({
      functions: [
        {
          name: 'api',
          builds: lambdaBuilds('api', join(outDir, 'api'), { handlersDir: sources }),
          dataFolder: join(root, 'dist/lambdas/api'),
        },
      ],
      outDir,
      sources: [sources],
      root,
      cloud,
      log: (entry) => {
        entries.push(entry);
        told();
      },
    });
    parts.push(code);
    await code.prepare(() => false);
    parts.push(watchFolders([sources], (paths) => void code.update(paths), expect.unreachable));
    const save = async (text: string) => {
      const heard = new Promise<void>((resolve) => {
        told = resolve;
      });
      writeFileSync(handler, text);
      await heard;
    };
    expect(await ask()).toBe(201);

    await save('export const handler = async () => ({ statusCode: 418 });');
    expect(entries).toMatchObject([{ ok: true }]);
    expect(await ask()).toBe(418);

    await save('export const handler = async () => ({ statusCode: );');
    expect(entries.at(-1)).toMatchObject({ ok: false, text: expect.stringContaining('api.ts:1:') });
    expect(await ask()).toBe(418);

    await save(deployed);
    expect(await ask()).toBe(201);
  });

  it('gives a site its new pages, which the open ones are told of', async () => {
    const { widget } = cloud.urls;
    const policy = (await fetch(widget)).headers.get('content-security-policy');
    const events = await fetch(`${widget}/__live/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    writeFileSync(join(folder, 'index.html'), '<title>new</title>');

    cloud.publish('widget', folder);

    expect((await reader?.read())?.value).toContain('data: ');
    const page = await fetch(widget);
    expect(await page.text()).toContain('<title>new</title>');
    expect(page.headers.get('content-security-policy')).toBe(policy);
    expect((await fetch(`${widget}/config.json`)).status).toBe(200);
    await reader?.cancel();
  });
});
