import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnerOf, ownersByFile } from '../../../bench/laptop/owners.ts';

let directory: string;
let bundle: string;
let ownerOf: OwnerOf;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'owners-'));
  const outfile = join(directory, 'index.mjs');
  const { outputFiles } = await build({
    stdin: {
      contents: "import { sign } from 'sdk'; export function handler() { return sign('event'); }",
      resolveDir: directory,
      sourcefile: 'handler.js',
    },
    plugins: [
      {
        name: 'package',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^sdk$/ }, () => ({ path: join(directory, 'node_modules/sdk.js') }));
          onLoad({ filter: /sdk\.js$/ }, () => ({
            contents: 'export function sign(text) { console.log(text); return text + text; }',
          }));
        },
      },
    ],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    sourcemap: 'external',
    write: false,
  });
  const [map, code] = [outputFiles.find(({ path }) => path.endsWith('.map')), outputFiles.at(-1)];
  bundle = code?.text ?? '';
  const file = join(directory, 'handler.mjs.map');
  await writeFile(file, map?.text ?? '');
  ownerOf = await ownersByFile(file);
});

afterAll(() => rm(directory, { recursive: true }));

const frame = (url: string, columnNumber = 0) => ({
  functionName: 'any',
  scriptId: '1',
  url,
  lineNumber: 0,
  columnNumber,
});

describe('owner of a function', () => {
  it('is the SDK or the handler within the bundle, by the source map', () => {
    const url = 'file:///any/asset.123/index.mjs';
    // A frame's place is that of the function's parameters.
    const [sign, handler] = [...bundle.matchAll(/function \w+/g)].map(
      ({ 0: text, index }) => index + text.length,
    );

    expect(ownerOf(frame(url, sign))).toBe('AWS SDK');
    expect(ownerOf(frame(url, handler))).toBe('handler');
  });

  it.each([
    ['file:///home/me/switchboard/local/front-door/server.ts', 'laptop cloud'],
    ['file:///home/me/switchboard/local/lambda/boot.mjs', 'laptop cloud'],
    ['file:///home/me/switchboard/node_modules/ws/lib/sender.js', 'other libraries'],
    ['file:///home/me/switchboard/node_modules/some/index.mjs', 'other libraries'],
    ['node:internal/url', 'Node.js and V8'],
    ['', 'Node.js and V8'],
  ])('of %s is %s', (url, owner) => {
    expect(ownerOf(frame(url))).toBe(owner);
  });
});
