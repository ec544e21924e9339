import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type BundleSize, buildLambdas } from '../../scripts/build-lambdas.ts';

let outDir: string;
let sizes: BundleSize[];
beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'switchboard-bundle-'));
  const handlersDir = fileURLToPath(new URL('./fixtures', import.meta.url));
  sizes = await buildLambdas({ handlersDir, outDir, names: ['message'] });
});
afterAll(() => rm(outDir, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const bundle = () => join(outDir, 'lambdas/message/index.mjs');

it('puts nothing into the deployed folder but the bundle and its data', async () => {
  expect((await readdir(join(outDir, 'lambdas/message'))).sort()).toEqual([
    'bedrock.mjs',
    'index.mjs',
    'intents.bin',
    'knowledge.json',
    'network.bin',
  ]);
});

it('reports the size that is deployed', async () => {
  const content = await readFile(bundle());

  expect(sizes).toEqual([{ name: 'message', bytes: content.byteLength }]);
});

it('keeps the source map and the metafile aside, with no pointer to them', async () => {
  const maps = (await readdir(join(outDir, 'maps'))).sort();

  expect(maps).toEqual(['message.meta.json', 'message.mjs.map']);
  expect(await readFile(bundle(), 'utf8')).not.toContain('sourceMappingURL');
});

it('leaves the credential chain out', async () => {
  const meta = JSON.parse(await readFile(join(outDir, 'maps/message.meta.json'), 'utf8')) as {
    inputs: Record<string, unknown>;
  };
  const inputs = Object.keys(meta.inputs);

  expect(inputs.some((file) => file.includes('client-dynamodb'))).toBe(true);
  expect(inputs.filter((file) => /credential-provider-(node|sso|ini|web)/.test(file))).toEqual([]);
});

it("signs with the credentials of the function's environment", async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');

  const { handler } = await load('with');

  expect(await handler()).toEqual({ accessKeyId: 'AKIAEXAMPLE', sessionToken: 'session' });
});

it('says what is missing when the environment holds no credentials', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);

  const { handler } = await load('without');

  await expect(handler()).rejects.toThrow(/AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
});

it('fails when a handler does not exist', async () => {
  await expect(buildLambdas({ handlersDir: outDir, outDir, names: ['api'] })).rejects.toThrow();
});

/** A fresh copy per `variant`: the SDK client remembers the credentials it found. */
async function load(variant: string): Promise<{ handler: () => Promise<unknown> }> {
  return import(/* @vite-ignore */ `${pathToFileURL(bundle()).href}?${variant}`);
}
