import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../lib/app.ts';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { buildLambdas } from '../../scripts/build-lambdas.ts';
import { buildWeb } from '../../scripts/build-web.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const LOCK = `${DIST}.infrastructure-tests-lock`;
const LOCK_DEADLINE_MS = 50_000;

/** Any JSON object of a template. */
export type Json = Record<string, unknown>;

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Json;
  readonly DeletionPolicy?: string;
}

/** Both stacks as CloudFormation would get them. */
export interface Assembly {
  readonly web: Template;
  readonly backend: Template;
  /** The folder of the cloud assembly; removed by `remove`. */
  readonly dir: string;
  remove(): Promise<void>;
}

/** Synthesises with `context`, without rule packs and template validation, which have own tests. */
export async function synthesize(context: Record<string, unknown> = {}): Promise<Assembly> {
  await ensureAssets();
  const dir = await mkdtemp(join(tmpdir(), 'switchboard-assembly-'));
  const app = buildApp({ context, outdir: dir, builtinValidation: false });
  const assembly = app.synth();
  const template = (id: string) => Template.fromJSON(assembly.getStackArtifact(id).template);
  return {
    web: template('SwitchboardWeb'),
    backend: template('SwitchboardBackend'),
    dir,
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Builds bundles and sites when a clean clone has none; test files wait for each other. */
export async function ensureAssets(): Promise<void> {
  if (assetsExist()) return;
  await mkdir(DIST, { recursive: true });
  const deadline = Date.now() + LOCK_DEADLINE_MS;
  while (!(await takeLock())) {
    if (Date.now() > deadline) throw new Error(`Another build holds ${LOCK}; remove it if stale`);
    await setTimeout(200);
  }
  try {
    if (!assetsExist()) await Promise.all([buildLambdas(), buildWeb()]);
  } finally {
    await rm(LOCK, { recursive: true });
  }
}

function assetsExist(): boolean {
  const bundles = FUNCTION_NAMES.map((name) => `lambdas/${name}/index.mjs`);
  const pages = ['web/widget/index.html', 'web/dashboard/index.html'];
  return [...bundles, ...pages].every((file) => existsSync(DIST + file));
}

async function takeLock(): Promise<boolean> {
  try {
    await mkdir(LOCK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** All resources of a type, by readable id (logical id without its hash). */
export function resources(template: Template, type: string): Map<string, Resource> {
  const found = template.findResources(type) as Record<string, Resource>;
  return new Map(Object.entries(found).map(([id, resource]) => [readable(id), resource]));
}

/** The resource with this readable id; throws with the known ids when there is none. */
export function resource(template: Template, type: string, id: string): Resource {
  const all = resources(template, type);
  const found = all.get(id);
  if (!found) throw new Error(`No ${type} "${id}" among ${[...all.keys()].join(', ')}`);
  return found;
}

/** A template value as text: references become `<Id>` or `<Id.Attribute>`. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[kind, argument] = ['', undefined]] = Object.entries(value as Json);
  if (kind === 'Ref') return `<${readable(argument as string)}>`;
  if (kind === 'Fn::GetAtt') {
    const [id, attribute] = argument as [string, string];
    return `<${readable(id)}.${attribute}>`;
  }
  if (kind === 'Fn::Sub') return (argument as string).replace(/\$\{(.+?)\}/g, '<$1>');
  if (kind === 'Fn::ImportValue') {
    return `<import ${(argument as string).replace(/^.*?ExportsOutput/, '')}>`;
  }
  if (kind === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(text).join(separator);
  }
  throw new Error(`Not a text: ${JSON.stringify(value)}`);
}

/** A value that CloudFormation lets be one or a list, as a list. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function readable(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
