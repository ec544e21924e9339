import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { absent, barrel, type SlimRule, slimSdk, usedShapes } from '../../scripts/slim-sdk.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'switchboard-rules-'));
  await file('main.js', "import { used } from 'lib'; console.log(used);");
  await file('node_modules/lib/package.json', '{ "main": "index.js" }');
  await file('node_modules/lib/index.js', "export { used } from './used.js';");
  await file('node_modules/lib/used.js', 'export const used = () => 1;');
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('a rule that finds its module takes effect', async () => {
  expect(await bundled([absent('lib/used.js', ['used'])])).toContain('used is not in this bundle');
});

it('a module that moved fails the build', async () => {
  await expect(bundled([absent('lib/moved.js', ['used'])])).rejects.toThrow(
    'lib/moved.js was replaced 0 times instead of once',
  );
});

it('a module of which there are two copies fails the build', async () => {
  await file('main.js', "import { used } from 'lib'; import 'other'; console.log(used);");
  await file('node_modules/other/package.json', '{ "main": "index.js" }');
  await file('node_modules/other/index.js', "import { used } from 'lib'; console.log(used);");
  await file('node_modules/other/node_modules/lib/package.json', '{ "main": "used.js" }');
  await file('node_modules/other/node_modules/lib/used.js', 'export const used = () => 2;');

  await expect(bundled([absent('lib/used.js', ['used'])])).rejects.toThrow(
    'lib/used.js was replaced 2 times instead of once',
  );
});

it('a function that came with a new version fails the build', async () => {
  await file('node_modules/lib/used.js', 'export const used = () => 1;\nexport class New {}');

  await expect(bundled([absent('lib/used.js', ['used'])])).rejects.toThrow(
    'lib/used.js exports used,New; its rule expects used',
  );
});

it('a line that is no longer there fails the build', async () => {
  const rule = barrel('lib/index.js', ["export * from './used.js'"], ['export const used = 1;']);

  await expect(bundled([rule])).rejects.toThrow('lib/index.js does not say');
});

it('a command that is not listed fails the build', async () => {
  const command = 'node_modules/@aws-sdk/client-x/dist-es/commands/ScanCommand.js';
  await file(command, 'export const used = () => 1;');
  await file('main.js', `import { used } from './${command}'; console.log(used);`);

  await expect(bundled([])).rejects.toThrow('Scan of client-x is bundled but not listed as used');
});

it('an error that is documented but not registered fails the build', async () => {
  const client = 'node_modules/@aws-sdk/client-x';
  const docs = '@throws {@link XServiceException} @throws {@link GoneException}';
  await file(`${client}/dist-types/commands/GetCommand.d.ts`, docs);
  await file(`${client}/dist-es/schemas/schemas_0.js`, 'export const used = () => 1;');
  await file('main.js', `import './${client}/dist-es/schemas/schemas_0.js';`);

  await expect(bundled([usedShapes('client-x', ['Get'])])).rejects.toThrow(
    'does not register XServiceException,GoneException',
  );
});

it('a package that is no longer imported where one of ours stands in for it fails the build', async () => {
  await file('node_modules/@smithy/core/index.js', 'export const used = () => 1;');
  await file('main.js', "import { used } from './node_modules/@smithy/core/index.js'; used();");

  await expect(bundled([], [join(root, 'shim.ts')])).rejects.toThrow('stands in for');
});

async function file(name: string, content: string): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function bundled(rules: readonly SlimRule[], aliases: string[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'main.js')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    logLevel: 'silent',
    plugins: [slimSdk({ rules, commands: {}, aliases })],
  });
  return outputFiles[0]?.text ?? '';
}
