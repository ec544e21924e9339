import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchFunctionCode } from '../../../../local/watch/function-code.ts';
import type { WatchEntry } from '../../../../local/watch/types.ts';

let root: string;
let reloaded: { name: string; folder: string }[];
let entries: WatchEntry[];
let code: Awaited<ReturnType<typeof watchFunctionCode>>;

function write(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'code-'));
  write('node_modules/greet/package.json', '{"type":"module","main":"index.js"}');
  write(
    'node_modules/greet/index.js',
    `globalThis.loads = (globalThis.loads ?? 0) + 1;
     export const hello = () => 'hello'; export const bye = () => 'bye'; export default 'greet';`,
  );
  write('src/shared.ts', `export const shared: string = 'shared';`);
  write('src/one.ts', `import { hello } from 'greet';\nexport const handler = () => hello();`);
  write(
    'src/two.ts',
    `import { shared } from './shared.ts';\nexport const handler = () => shared;`,
  );
  write('src/extra.ts', `export const extra = 1;`);
  write('deployed/data.bin', 'data');
  write('deployed/index.mjs', 'deployed');
  reloaded = [];
  entries = [];
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  } as const;
  const outDir = join(root, 'out');
  code = await watchFunctionCode({
    functions: ['one', 'two'].map((name) => ({
      name,
      dataFolder: join(root, 'deployed'),
      builds: [
        { ...common, entryPoints: [`src/${name}.ts`], outfile: join(outDir, name, 'index.mjs') },
        ...(name === 'two'
          ? [{ ...common, entryPoints: ['src/extra.ts'], outfile: join(outDir, 'two/extra.mjs') }]
          : []),
      ],
    })),
    outDir,
    sources: [join(root, 'src/')],
    root,
    cloud: { reload: (name, folder) => reloaded.push({ name, folder }) },
    log: (entry) => entries.push(entry),
  });
  await code.prepare(() => false);
});

afterEach(async () => {
  await code.close();
  rmSync(root, { recursive: true });
});

const save = (path: string, text: string) => code.update(new Set([write(path, text)]));
const names = () => reloaded.map(({ name }) => name);

/** What the reloaded code answers in an environment of its own. */
async function answerOf(name: string): Promise<unknown> {
  const workerData = pathToFileURL(join(root, 'out', name, 'index.mjs')).href;
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData).then(({ handler }) => parentPort.postMessage(handler()));
  `;
  const [answer] = await once(new Worker(source, { eval: true, workerData }), 'message');
  return answer;
}

describe('saved code of functions', () => {
  it('reloads the function it belongs to, beside its data', async () => {
    await save('src/two.ts', `export const handler = () => 'changed';`);
    expect(reloaded).toEqual([{ name: 'two', folder: join(root, 'out', 'two') }]);
    expect(await answerOf('two')).toBe('changed');
    expect(readFileSync(join(root, 'out/two/data.bin'), 'utf8')).toBe('data');
    expect(entries).toEqual([
      { kind: 'watch', ok: true, text: expect.stringMatching(/^two rebuilt in \d+ ms$/) },
    ]);
  });

  it('reloads every function that imports it', async () => {
    await save(
      'src/one.ts',
      `import { shared } from './shared.ts';\nexport const handler = () => shared;`,
    );
    reloaded = [];
    await save('src/shared.ts', `export const shared = 'new';`);
    expect(names().sort()).toEqual(['one', 'two']);
    expect([await answerOf('one'), await answerOf('two')]).toEqual(['new', 'new']);
  });

  it('finds packages, and names of theirs that were not imported before', async () => {
    const source = (imports: string, answer: string) =>
      `import ${imports} from 'greet';\nexport const handler = () => ${answer};`;
    await save('src/one.ts', source('{ hello }', `hello() + '!'`));
    expect(await answerOf('one')).toBe('hello!');
    await save('src/one.ts', source('greet, { bye as farewell }', 'greet + farewell()'));
    expect(await answerOf('one')).toBe('greetbye');
    await save('src/two.ts', source('* as all', 'all.hello() + all.bye()'));
    expect(await answerOf('two')).toBe('hellobye');
  });

  it('tells where a package is imported that is not installed', async () => {
    await save('src/one.ts', `export const a = 1;\nimport none from 'none';\nexport default none;`);
    expect(entries).toEqual([
      { kind: 'watch', ok: false, text: 'src/one.ts:2:18: Could not resolve "none"' },
    ]);
  });

  it('does nothing for a save that changes no code, and none for other files', async () => {
    await save(
      'src/two.ts',
      `import { shared } from './shared.ts';\n// why\nexport const handler = () => shared;`,
    );
    await save('elsewhere.ts', 'export {}');
    expect(reloaded).toEqual([]);
    expect(entries).toEqual([]);
  });

  it('tells a mistake with file and line, keeps the old code, and takes up the correction', async () => {
    await save('src/shared.ts', `export const shared = 'ok';\nconst broken = ;`);
    expect(reloaded).toEqual([]);
    expect(entries).toEqual([
      { kind: 'watch', ok: false, text: 'src/shared.ts:2:16: Unexpected ";"' },
    ]);
    await save('src/two.ts', `import { none } from './missing.ts';\nexport const handler = none;`);
    expect(entries.at(-1)).toMatchObject({ ok: false });
    await save('src/shared.ts', `export const shared = 'ok';`);
    expect(entries.at(-1)?.text).toContain('src/two.ts:1:22: Could not resolve "./missing.ts"');
    expect(existsSync(join(root, 'out/two'))).toBe(false);

    await save(
      'src/two.ts',
      `import { shared } from './shared.ts';\nexport const handler = () => shared;`,
    );

    expect(names()).toEqual(['two']);
    expect(await answerOf('two')).toBe('ok');
  });

  it('rebuilds what a function loads on demand', async () => {
    await save('src/extra.ts', `export const extra = 2;`);
    expect(names()).toEqual(['two']);
    expect(readFileSync(join(root, 'out/two/extra.mjs'), 'utf8')).toContain('extra = 2');
  });

  it('rebuilds what is loaded on demand although another mistake came first', async () => {
    await save('src/two.ts', 'const broken = ;');
    await save('src/extra.ts', `export const extra = 2;`);
    expect(reloaded).toEqual([]);
    await save('src/two.ts', `export const handler = () => 'mended';`);
    expect(names()).toEqual(['two']);
    expect(readFileSync(join(root, 'out/two/extra.mjs'), 'utf8')).toContain('extra = 2');
  });

  it('reloads all after a save that came before it was prepared', async () => {
    await code.prepare(() => true);
    await save('src/extra.ts', `export const extra = 3;`);
    expect(names().sort()).toEqual(['one', 'two']);
  });
});
