import { copyFileSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName } from '../lib/functions.ts';
import { buildIntents, buildKnowledge, NETWORK } from './build-knowledge.ts';
import { type SlimRule, slimSdk } from './slim-sdk.ts';
import { SLIM_RULES, USED_COMMANDS } from './slim-sdk-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HANDLERS = join(ROOT, 'lambdas/handlers');
const ENV_CREDENTIALS = fileURLToPath(new URL('./shims/env-credentials.ts', import.meta.url));

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** The SDK's clients import their whole package.json to tell their version; 2 KB each. */
const versionOnly: Plugin = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[/\\]client-[^/\\]+[/\\]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * Adapters that a function loads only where the deployment asks for them: files of their own, so
 * that nobody else pays for their clients.
 */
const OPTIONAL: Partial<Record<FunctionName, readonly string[]>> = { message: ['bedrock'] };

/** Bundles only name these files: what asks for them is in the wiring, which all have in common. */
const loadedOnDemand: Plugin = {
  name: 'loaded-on-demand',
  setup({ onResolve }) {
    const names = Object.values(OPTIONAL).flat();
    onResolve({ filter: /\/adapters\/[^/]+\.ts$/ }, ({ path, kind }) => {
      const name = names.find((name) => path.endsWith(`/${name}.ts`));
      if (!name || kind !== 'dynamic-import') return undefined;
      return { path: `./${name}.mjs`, external: true };
    });
  },
};

const copyNetwork = (folder: string) => copyFileSync(NETWORK, join(folder, 'network.bin'));

/** Data files that a function reads at run time, put beside its bundle. */
const ASSETS: Partial<Record<FunctionName, ((folder: string) => void)[]>> = {
  message: [buildKnowledge, copyNetwork],
  analyze: [buildIntents, copyNetwork],
};

/** Where to read handlers and write bundles; the repository's own folders by default. */
export interface BuildLambdasOptions {
  readonly handlersDir?: string;
  /** Gets `lambdas/<name>/index.mjs` to deploy, `maps/<name>.*` to keep. */
  readonly outDir?: string;
  readonly names?: readonly FunctionName[];
}

/** Size of one deployable bundle without its data files. */
export interface BundleSize {
  readonly name: FunctionName;
  readonly bytes: number;
}

/**
 * Bundles every handler into one minified ES module that runs on Node 20 and newer. Source maps
 * and metafiles stay outside of what is deployed. Rejects when a handler does not compile, and
 * when the SDK is no longer what it was slimmed for.
 */
export async function buildLambdas(options: BuildLambdasOptions = {}): Promise<BundleSize[]> {
  const handlersDir = options.handlersDir ?? HANDLERS;
  const outDir = options.outDir ?? join(ROOT, 'dist');
  await mkdir(join(outDir, 'maps'), { recursive: true });
  const names = options.names ?? FUNCTION_NAMES;
  const idle = new Set(SLIM_RULES);
  const onReplaced = (rule: SlimRule) => idle.delete(rule);
  const sizes = await Promise.all(
    names.map((name) => buildLambda(name, handlersDir, outDir, onReplaced)),
  );
  // One function alone need not use every client; all of them together do.
  if (!options.names && idle.size > 0) {
    throw new Error(`No bundle holds ${[...idle].map(({ module }) => module).join()} any more.`);
  }
  return sizes;
}

/** What all bundles have in common. */
const bundling = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  // Without it every typographic quote and accent becomes six bytes.
  charset: 'utf8',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE_BANNER },
  alias: { '@aws-sdk/credential-provider-node': ENV_CREDENTIALS },
  legalComments: 'none',
  // What is wrong is in the rejection; warnings are reported below.
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Builds of one function: its bundle, then the adapters it loads on demand. */
export function lambdaBuilds(
  name: FunctionName,
  folder: string,
  options: { handlersDir?: string; onReplaced?: (rule: SlimRule) => void } = {},
): BuildOptions[] {
  const { handlersDir = HANDLERS, onReplaced } = options;
  const bundle: BuildOptions = {
    ...bundling,
    entryPoints: [join(handlersDir, `${name}.ts`)],
    outfile: join(folder, 'index.mjs'),
    plugins: [
      loadedOnDemand,
      versionOnly,
      slimSdk({
        rules: SLIM_RULES,
        commands: USED_COMMANDS,
        aliases: [ENV_CREDENTIALS],
        ...(onReplaced && { onReplaced }),
      }),
    ],
    metafile: true,
  };
  const adapters = (OPTIONAL[name] ?? []).map((adapter) => ({
    ...bundling,
    entryPoints: [join(ROOT, `lambdas/adapters/${adapter}.ts`)],
    outfile: join(folder, `${adapter}.mjs`),
    plugins: [versionOnly],
    metafile: true,
  }));
  return [bundle, ...adapters];
}

async function buildLambda(
  name: FunctionName,
  handlersDir: string,
  outDir: string,
  onReplaced: (rule: SlimRule) => void,
): Promise<BundleSize> {
  const folder = join(outDir, 'lambdas', name);
  const maps = join(outDir, 'maps');
  const bundle = join(folder, 'index.mjs');
  const [main = {}, ...adapters] = lambdaBuilds(name, folder, { handlersDir, onReplaced });
  // "external": a map is written, but the bundle does not point to it.
  const result = await build({ ...main, sourcemap: 'external' });
  for (const { text, location } of result.warnings) console.warn(`${location?.file}: ${text}`);
  await rename(`${bundle}.map`, join(maps, `${name}.mjs.map`));
  await writeFile(join(maps, `${name}.meta.json`), JSON.stringify(result.metafile));
  for (const adapter of adapters) await build(adapter);
  for (const put of ASSETS[name] ?? []) put(folder);
  return { name, bytes: (await stat(bundle)).size };
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  for (const { name, bytes } of await buildLambdas()) {
    console.log(`${name.padEnd(12)}${(bytes / 1024).toFixed(0).padStart(6)} KB`);
  }
}
