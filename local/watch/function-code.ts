import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, context, type OutputFile } from 'esbuild';
import { type ImportedNames, noteImports, packagesApart, packagesBuild } from './apart.ts';
import type { Reloadable, WatchEntry, Watched } from './types.ts';

/** The functions to rebuild and where. */
export interface FunctionCodeOptions {
  /** One function's builds: its bundle, which is alike for all, and files loaded on demand. */
  functions: { name: string; builds: BuildOptions[]; dataFolder: string }[];
  /** Gets a folder per function; removed by whoever made it. */
  outDir: string;
  /** Only changes below these concern the functions. */
  sources: readonly string[];
  /** Paths in messages are relative to it, and packages are found from there. */
  root: string;
  cloud: Pick<Reloadable, 'reload'>;
  log: (entry: WatchEntry) => void;
}

/** A file that is loaded on demand. */
interface Extra {
  owner: string;
  options: BuildOptions;
  /** Files it was made from. */
  inputs: Set<string>;
}

const PACKAGES = 'packages';

/**
 * Rebuilds the functions' code after a save, all in one go because most files belong to most
 * functions, and reloads those whose code is another now. What does not compile is told with file
 * and line, and the old code stays.
 */
export async function watchFunctionCode(options: FunctionCodeOptions): Promise<
  Watched & {
    /**
     * Builds once ahead of the first save, which is then a quick one. `saved` answers whether a
     * save came first: it may be in these files already, but not in what runs.
     */
    prepare(saved: () => boolean): Promise<void>;
  }
> {
  const { functions, outDir, root, cloud, log } = options;
  const common = commonOptions(functions);
  const names: ImportedNames = new Map();
  const own = await context({
    ...common,
    plugins: [packagesApart(PACKAGES, names), ...(common.plugins ?? [])],
    entryPoints: Object.fromEntries(
      functions.map(({ name, builds }) => [`${name}/index`, entryOf(builds[0])]),
    ),
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    // Stacks of code that is being worked on should be readable.
    minify: false,
    // What it lists is checked where packages are bundled.
    metafile: false,
    write: false,
  });
  const extras: Extra[] = functions.flatMap(({ name, builds }) =>
    builds.slice(1).map((one) => ({
      owner: name,
      options: { ...one, write: false, metafile: true },
      inputs: new Set([resolve(root, entryOf(one))]),
    })),
  );
  /** Those whose files were saved since they were built: a mistake elsewhere may have come between. */
  const unbuilt = new Set(extras);
  const digests = new Map<string, string>();
  let packagesBuilt = '';

  /** Packages are bundled again only when a name is imported that was not before. */
  async function buildPackages(files: readonly OutputFile[]): Promise<void> {
    for (const file of files) noteImports(names, file.text, PACKAGES);
    const wanted = JSON.stringify([...names].map(([name, all]) => [name, [...all]]));
    if (wanted === packagesBuilt) return;
    const made = packagesBuild(common, names, join(outDir, PACKAGES), root);
    const { outputFiles = [] } = await build({ ...made, write: false });
    await Promise.all(outputFiles.map(replaceFile));
    packagesBuilt = wanted;
  }

  async function buildExtra(extra: Extra): Promise<OutputFile[]> {
    const { outputFiles = [], metafile } = await build(extra.options);
    for (const path of Object.keys(metafile?.inputs ?? {})) extra.inputs.add(resolve(root, path));
    return outputFiles;
  }

  /** Builds what may have changed and answers the files that are not as they were. */
  async function rebuild(): Promise<OutputFile[]> {
    const { outputFiles = [] } = await own.rebuild();
    await buildPackages(outputFiles);
    const files = [...outputFiles];
    for (const extra of unbuilt) files.push(...(await buildExtra(extra)));
    unbuilt.clear();
    return files.filter(({ path, contents }) => {
      const digest = createHash('sha256').update(contents).digest('hex');
      const isNew = digests.get(path) !== digest;
      digests.set(path, digest);
      return isNew;
    });
  }

  /** Nothing that was built counts; the next save puts all of it in place. */
  function startOver(): void {
    digests.clear();
    for (const extra of extras) unbuilt.add(extra);
  }

  async function put(name: string, files: readonly OutputFile[]): Promise<void> {
    const folder = join(outDir, name);
    if (!existsSync(folder)) {
      const { dataFolder = '' } = functions.find((one) => one.name === name) ?? {};
      await cp(dataFolder, folder, { recursive: true });
    }
    await Promise.all(files.map(replaceFile));
    cloud.reload(name, folder);
  }

  return {
    async prepare(saved) {
      try {
        await rebuild();
        if (saved()) startOver();
      } catch {
        // The sources are broken now; the next save tells whether they still are.
        startOver();
      }
    },

    async update(paths) {
      const isSource = (path: string) => options.sources.some((source) => path.startsWith(source));
      if (![...paths].some(isSource)) return;
      const startedAt = performance.now();
      try {
        for (const extra of extras) {
          if ([...paths].some((path) => extra.inputs.has(path))) unbuilt.add(extra);
        }
        const files = await rebuild();
        const changed = byFunction(files, outDir);
        if (changed.size === 0) return;
        await Promise.all([...changed].map(([name, some]) => put(name, some))).catch((error) => {
          startOver();
          throw error;
        });
        const ms = (performance.now() - startedAt).toFixed(0);
        const text = `${[...changed.keys()].join(', ')} rebuilt in ${ms} ms`;
        log({ kind: 'watch', ok: true, text });
      } catch (error) {
        for (const text of problemsOf(error, root)) log({ kind: 'watch', ok: false, text });
      }
    },

    close: () => own.dispose(),
  };
}

/** What the bundles of all functions have in common. */
function commonOptions(functions: FunctionCodeOptions['functions']): BuildOptions {
  const { outfile: _, entryPoints: __, ...common } = functions[0]?.builds[0] ?? {};
  return common;
}

function entryOf(options: BuildOptions | undefined): string {
  return ((options?.entryPoints ?? []) as string[])[0] ?? '';
}

/** Each function's files are in a folder of its name. */
function byFunction(files: readonly OutputFile[], outDir: string): Map<string, OutputFile[]> {
  const groups = new Map<string, OutputFile[]>();
  for (const file of files) {
    const name = relative(outDir, dirname(file.path));
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return groups;
}

/** An environment that starts at this moment must not read half a file. */
async function replaceFile({ path, contents }: OutputFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, contents);
  await rename(`${path}.new`, path);
}

/** `file:line:column: what is wrong`, one line per error; anything else is a defect. */
function problemsOf(error: unknown, root: string): string[] {
  const { errors } = error as Partial<BuildFailure>;
  if (!errors?.length) return [String(error)];
  return errors.map(({ text, location }) => {
    if (!location) return text;
    const file = location.file.startsWith('/') ? relative(root, location.file) : location.file;
    return `${file}:${location.line}:${location.column + 1}: ${text}`;
  });
}
