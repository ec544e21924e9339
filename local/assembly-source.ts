import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES } from '../lib/functions.ts';
import type { PolicyOverrides } from '../protocol/parse-policy.ts';
import { isStale } from './staleness.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...paths: string[]): string[] => paths.map((path) => join(root, path));

/** What has to be built before a synthesis, from what, and into what. */
const builds = [
  {
    label: 'functions',
    sources: inRoot('lambdas', 'protocol', 'lib/functions.ts', 'scripts', 'package-lock.json'),
    outputs: inRoot(...FUNCTION_NAMES.map((name) => `dist/lambdas/${name}/index.mjs`)),
    run: async () => {
      const { buildLambdas } = await import('../scripts/build-lambdas.ts');
      await buildLambdas();
    },
  },
  {
    label: 'sites',
    sources: inRoot('web', 'protocol', 'scripts', 'package-lock.json'),
    outputs: inRoot('dist/web/widget/index.html', 'dist/web/dashboard/index.html'),
    run: async () => {
      const { buildWeb } = await import('../scripts/build-web.ts');
      await buildWeb();
    },
  },
];

/** Each policy has a folder of its own, so that clouds with different ones start side by side. */
function folderOf(policy: PolicyOverrides): string {
  const entries = Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!entries.length) return join(root, 'dist', 'cdk.out');
  const hash = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 12);
  return join(root, 'dist', 'cdk.out-policy', hash);
}

/**
 * Resolves to the folder of a cloud assembly that is as new as the sources and has the context
 * `policy`: builds and synthesises in this process what is older, which without changes is
 * nothing. `onBuild` is told what is built. Rejects with `ConfigError` for a wrong policy.
 */
export async function prepareAssembly(
  onBuild: (label: string) => void,
  policy: PolicyOverrides = {},
): Promise<string> {
  const assemblyDir = folderOf(policy);
  const stale = builds.filter(({ sources, outputs }) => isStale(sources, outputs));
  const built = inRoot('lib', 'protocol', 'dist/lambdas', 'dist/web', 'package-lock.json');
  const manifest = join(assemblyDir, 'manifest.json');
  if (!stale.length && !isStale(built, [manifest])) return assemblyDir;

  const [{ buildApp }] = await Promise.all([
    import('../lib/app.ts'),
    ...stale.map(({ label, run }) => {
      onBuild(label);
      return run();
    }),
  ]);
  // Validation and rule packs are for `cdk synth` and the tests: they cost seconds here.
  buildApp({ context: { policy }, outdir: assemblyDir, builtinValidation: false }).synth();
  return assemblyDir;
}
