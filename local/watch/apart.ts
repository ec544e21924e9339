import { isBuiltin } from 'node:module';
import type { BuildOptions, Plugin } from 'esbuild';

/** Names that the functions import from each package, `*` for all of them. */
export type ImportedNames = Map<string, Set<string>>;

const NAMESPACE = 'imported-names';

/**
 * Leaves packages out of a bundle: they are imported from a folder beside it, so that a save does
 * not bundle a thousand files of the SDK again. A package that is not there is an error where it is
 * imported; those of `known` are there.
 */
export function packagesApart(folder: string, known: Pick<ImportedNames, 'has'>): Plugin {
  const looking = Symbol('looking');
  return {
    name: 'packages-apart',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== 'import-statement' || isBuiltin(path) || pluginData === looking) {
          return undefined;
        }
        if (!known.has(path)) {
          const found = await resolve(path, { kind, importer, resolveDir, pluginData: looking });
          if (found.errors.length > 0) return { errors: found.errors };
        }
        return { path: `../${folder}/${fileOf(path)}`, external: true };
      });
    },
  };
}

/** Reads from a bundle that was made so what it imports; every name counts once it was seen. */
export function noteImports(names: ImportedNames, code: string, folder: string): void {
  const statements = code.matchAll(/^import ([^;"]*?) from "\.\.\/([^/"]+)\/([^"]+)\.mjs";$/gm);
  for (const [, clause = '', from, file = ''] of statements) {
    if (from !== folder) continue;
    const specifier = decodeURIComponent(file.replaceAll('+', '%'));
    const known = names.get(specifier) ?? new Set();
    for (const name of namesIn(clause)) known.add(name);
    names.set(specifier, known);
  }
}

/** The build of those packages with no more than the names, which makes one file for each. */
export function packagesBuild(
  common: BuildOptions,
  names: ImportedNames,
  outdir: string,
  root: string,
): BuildOptions {
  const entries: Plugin = {
    name: NAMESPACE,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^imported:/ }, ({ path }) => ({
        path: path.slice('imported:'.length),
        namespace: NAMESPACE,
      }));
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: exportsOf(path, names.get(path) ?? new Set()),
        resolveDir: root,
      }));
    },
  };
  return {
    ...common,
    plugins: [entries, ...(common.plugins ?? [])],
    entryPoints: Object.fromEntries(
      [...names.keys()].map((name) => [fileOf(name).replace(/\.mjs$/, ''), `imported:${name}`]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    // Packages share what they share in a single bundle, too.
    splitting: true,
  };
}

/** A file name for `@scope/package/path`, from which it can be read back. */
function fileOf(specifier: string): string {
  return `${encodeURIComponent(specifier).replaceAll('%', '+')}.mjs`;
}

/** `A, { b as c, d }` and `* as all` in the way esbuild writes them, one per statement. */
function namesIn(clause: string): string[] {
  const [, braced] = /\{([^}]*)\}/.exec(clause) ?? [];
  const named = (braced ?? '').split(',').flatMap((part) => part.trim().split(/\s+as\s+/)[0] || []);
  const before = clause
    .replace(/\{[^}]*\}/, '')
    .replaceAll(',', ' ')
    .trim();
  if (before.startsWith('*')) return [...named, '*'];
  return before ? [...named, 'default'] : named;
}

function exportsOf(specifier: string, names: ReadonlySet<string>): string {
  const from = JSON.stringify(specifier);
  const listed = [...names].filter((name) => name !== '*').sort();
  return [
    ...(listed.length > 0 ? [`export { ${listed.join(', ')} } from ${from};`] : []),
    ...(names.has('*') ? [`export * from ${from};`] : []),
  ].join('\n');
}
