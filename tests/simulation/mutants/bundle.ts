import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Mutant } from './list.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * Bundles the simulation with one line changed, or as it is.
 *
 * @throws Error if the text to replace is not in its file exactly once.
 */
export async function bundle(outfile: string, mutant?: Mutant): Promise<void> {
  await build({
    entryPoints: [resolve(ROOT, 'tests/simulation/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      // CommonJS packages inside an ESM bundle ask for Node's own modules in their way.
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    plugins: [stayingInPlace, ...(mutant ? [mutation(mutant)] : [])],
  });
}

/** Scripts find their data beside themselves, wherever the bundle stands; and are not its program. */
const stayingInPlace: Plugin = {
  name: 'staying-in-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!path.startsWith(resolve(ROOT, 'scripts'))) return undefined;
      const source = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

function mutation({ name, file, find, replace }: Mutant): Plugin {
  const target = resolve(ROOT, file);
  return {
    name: 'mutation',
    setup({ onLoad, onEnd }) {
      let applied = false;
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path !== target) return undefined;
        const source = await readFile(path, 'utf8');
        const parts = source.split(find);
        if (parts.length !== 2) {
          throw new Error(`“${name}”: its text is in ${file} ${parts.length - 1} times`);
        }
        applied = true;
        return { contents: parts.join(replace), loader: 'ts' };
      });
      onEnd(() => {
        if (!applied) throw new Error(`“${name}”: ${file} is not part of the simulation`);
      });
    },
  };
}
