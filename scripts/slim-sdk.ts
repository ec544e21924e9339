import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Loader, Plugin, PluginBuild } from 'esbuild';

/** How one module of a dependency is changed on its way into a bundle. */
export interface SlimRule {
  /** Path below `node_modules`, with forward slashes. */
  readonly module: string;
  /** The new source, made from the original. Throws if the original is not what it was. */
  readonly replace: (source: string, path: string) => string | Promise<string>;
}

/** A command of a client whose errors and schemas a bundle keeps. */
export type UsedCommands = Readonly<Record<string, readonly string[]>>;

/** What is replaced, and what a build is checked for. */
export interface SlimOptions {
  readonly rules: readonly SlimRule[];
  readonly commands: UsedCommands;
  /** Absolute paths of modules that stand in for whole packages and must be imported. */
  readonly aliases?: readonly string[];
  /** Is told of each rule that took effect. */
  readonly onReplaced?: (rule: SlimRule) => void;
}

interface Loaded {
  /** Packages of which at least one module was read. */
  readonly packages: ReadonlySet<string>;
  /** Files that were replaced, by rule. */
  readonly replaced: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Replaces modules of dependencies by what Switchboard needs of them. A build fails when a rule no
 * longer finds its module in a package, finds it twice or does not understand it, when a bundle
 * holds a command that the rules were not written for, and when nothing imports an alias.
 */
export function slimSdk({ rules, commands, aliases = [], onReplaced }: SlimOptions): Plugin {
  const ruleOf = new Map(rules.map((rule) => [rule.module, rule]));
  if (ruleOf.size < rules.length) throw new Error('Two rules replace the same module.');
  return {
    name: 'slim-sdk',
    setup(build) {
      const replaced = new Map<string, Set<string>>();
      onModules(build, [...ruleOf.keys()], async (path, module) => {
        const rule = ruleOf.get(module);
        if (!rule) return undefined;
        const files = replaced.get(module) ?? new Set();
        replaced.set(module, files.add(path));
        const contents = await rule.replace(await readFile(path, 'utf8'), path);
        onReplaced?.(rule);
        return { contents, loader: 'js' };
      });
      build.onEnd(({ metafile, errors }) => {
        if (errors.length > 0) return;
        const inputs = Object.keys(metafile?.inputs ?? {}).map((path) =>
          resolve(build.initialOptions.absWorkingDir ?? '.', path),
        );
        const dependencies = inputs.filter((path) => /[/\\]node_modules[/\\]/.test(path));
        const packages = new Set(dependencies.map((path) => packageOf(moduleOf(path))));
        const loaded: Loaded = { packages, replaced };
        const found = [
          ...unapplied(rules, loaded),
          ...aliases
            .filter((path) => loaded.packages.has('@smithy/core') && !inputs.includes(path))
            .map((path) => `slim-sdk: nothing imports what ${path} stands in for`),
          ...unforeseenCommands(
            commands,
            includedIn(metafile?.outputs ?? {}).filter((path) => !ruleOf.has(moduleOf(path))),
          ),
        ];
        return { errors: found.map((text) => ({ text })) };
      });
    },
  };
}

/** Asks about these modules only: a question per file of the SDK would take most of a rebuild. */
function onModules(
  build: PluginBuild,
  modules: readonly string[],
  load: (path: string, module: string) => Promise<{ contents: string; loader: Loader } | undefined>,
): void {
  if (modules.length === 0) return;
  const paths = modules.map((module) =>
    module.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '[/\\\\]'),
  );
  const filter = new RegExp(`[/\\\\]node_modules[/\\\\](?:${paths.join('|')})$`);
  build.onLoad({ filter }, ({ path }) => load(path, moduleOf(path)));
}

/** One sentence for each rule that did not replace exactly one module of a package in use. */
function unapplied(rules: readonly SlimRule[], { packages, replaced }: Loaded): string[] {
  return rules.flatMap(({ module }) => {
    const times = replaced.get(module)?.size ?? 0;
    if (times === 1 || !packages.has(packageOf(module))) return [];
    return [`slim-sdk: ${module} was replaced ${times} times instead of once`];
  });
}

/** One sentence for each command in a bundle whose errors may have been left out. */
function unforeseenCommands(commands: UsedCommands, included: readonly string[]): string[] {
  return included.flatMap((path) => {
    const [, client = '', command = ''] =
      /@aws-sdk\/(client-[^/]+)\/dist-es\/commands\/(\w+)Command\.js$/.exec(path) ?? [];
    if (!command || commands[client]?.includes(command)) return [];
    return [`slim-sdk: ${command} of ${client} is bundled but not listed as used`];
  });
}

function includedIn(
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>,
): string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path.replaceAll('\\', '/')),
  );
}

function moduleOf(path: string): string {
  return path.replaceAll('\\', '/').split('node_modules/').at(-1) ?? path;
}

function packageOf(module: string): string {
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/');
}

/**
 * A rule for a module that is never reached: each of its functions and classes throws when it is
 * called, naming itself, so that a wrong guess is found in its first log line.
 */
export function absent(module: string, names: readonly string[]): SlimRule {
  return { module, replace: (source) => rewritten(module, source, names, stubs(names)) };
}

/**
 * A rule that puts exports of a module of ours, `file`, in the place of a dependency's; those of
 * `others` are {@link absent}.
 */
export function shimmed(
  module: string,
  file: string,
  names: readonly string[],
  others: readonly string[] = [],
): SlimRule {
  const shim = `export { ${names.join()} } from ${JSON.stringify(file)};\n${stubs(others)}`;
  return { module, replace: (source) => rewritten(module, source, [...names, ...others], shim) };
}

/**
 * A rule for a module that only passes on what others export: of these lines, which the original
 * must hold, it becomes `replacement`.
 */
export function barrel(
  module: string,
  lines: readonly string[],
  replacement: readonly string[],
): SlimRule {
  const replace = (source: string) => {
    const missing = lines.filter((line) => !source.includes(line));
    if (missing.length > 0) throw new Error(`${module} does not say ${missing.join()}`);
    return replacement.join('\n');
  };
  return { module, replace };
}

/** Functions that throw when they are called. */
export function stubs(names: readonly string[]): string {
  return names
    .map((name) => `export function ${name}() { throw Error("${name} is not in this bundle"); }`)
    .join('\n');
}

/**
 * The replacement with what the original passes on from other modules. A function that came or
 * went with a new version of the SDK is an error: somebody has to look.
 */
function rewritten(
  module: string,
  source: string,
  expected: readonly string[],
  replacement: string,
): string {
  const passedOn = [
    ...source.matchAll(
      /^export (?:\{[^}]*\}|\*) from .*$|^export const \w+ = (?:\/.*\/|"[^"]*"|\d+);$/gm,
    ),
  ];
  const own = source.matchAll(/^export (?:(?:async )?function\*?|class|const|let|var) (\w+)/gm);
  const literals = new Set(passedOn.map(([line]) => /^export const (\w+)/.exec(line)?.[1]));
  const names = [...own].map(([, name = '']) => name).filter((name) => !literals.has(name));
  if ([...names].sort().join() !== [...expected].sort().join()) {
    throw new Error(`${module} exports ${names.join()}; its rule expects ${expected.join()}`);
  }
  return [...passedOn.map(([line]) => line), replacement].join('\n');
}

/**
 * A rule that keeps, of all the shapes a client knows, those which the commands in use are
 * documented to throw or refer to. An error that is left out still has its own
 * name and its fault, not its own class.
 */
export function usedShapes(client: string, commands: readonly string[]): SlimRule {
  const module = `@aws-sdk/${client}/dist-es/schemas/schemas_0.js`;
  const replace = async (source: string, path: string) => {
    const used = new Set<string>();
    for (const command of commands) {
      for (const error of await documentedErrors(path, command)) used.add(error);
    }
    const registration = /^(?:_s|n0)_registry\.registerError\((\w+)\$, \1\);$/gm;
    const registered = [...source.matchAll(registration)].map(([, name = '']) => name);
    const unknown = [...used].filter((name) => !registered.includes(name));
    if (unknown.length > 0) throw new Error(`${module} does not register ${unknown.join()}`);
    return literalKeys(source).replace(registration, (line, name) => (used.has(name) ? line : ''));
  };
  return { module, replace };
}

/**
 * Schemas name their traits by constants (`{ [_e]: … }`), which esbuild takes for calls of
 * `toString` that must stay; written out, a schema that nobody uses is left out.
 */
function literalKeys(source: string): string {
  const values = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/([{,] )\[(\w+)\]: /g, (whole, before, name) =>
    values.has(name) ? `${before}${values.get(name)}: ` : whole,
  );
}

/** What the declaration of a command says that it throws, its client's base error included. */
async function documentedErrors(schemas: string, command: string): Promise<string[]> {
  const file = join(schemas, '../../../dist-types/commands', `${command}Command.d.ts`);
  const errors = [...(await readFile(file, 'utf8')).matchAll(/@throws \{@link (\w+)\}/g)];
  if (errors.length < 2) throw new Error(`${file} does not document its errors`);
  return errors.map(([, name = '']) => name);
}
