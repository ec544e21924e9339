import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TemplateError } from './errors.ts';
import type { StackArtifact, Template } from './template.ts';

interface Artifact {
  type: string;
  environment?: string;
  dependencies?: string[];
  properties?: { templateFile?: string; file?: string; stackName?: string };
}

interface AssetManifest {
  files?: Record<
    string,
    { source: { path?: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

/** What an environment-agnostic stack is given, as no account is asked. */
const defaultEnvironment = { account: '000000000000', region: 'us-east-1' };

/**
 * Reads a synthesised cloud assembly: its stacks with dependencies first. Throws `TemplateError`
 * for nested assemblies (stages), which a laptop start has no use for, and Node's own error when a
 * file is missing.
 */
export function loadAssembly(directory: string): StackArtifact[] {
  const readJson = <T>(file: string): T =>
    JSON.parse(readFileSync(resolve(directory, file), 'utf8')) as T;
  const manifest = readJson<{ artifacts?: Record<string, Artifact> }>('manifest.json');
  const artifacts = manifest.artifacts ?? {};

  const readAssets = (ids: string[]): Map<string, string> => {
    const assets = new Map<string, string>();
    for (const id of ids) {
      const artifact = artifacts[id];
      if (artifact?.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue;
      const { files = {} } = readJson<AssetManifest>(artifact.properties.file);
      for (const { source, destinations } of Object.values(files)) {
        if (source.path === undefined) continue;
        for (const { objectKey } of Object.values(destinations)) {
          assets.set(objectKey, resolve(directory, source.path));
        }
      }
    }
    return assets;
  };

  const stacks = new Map<string, StackArtifact>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact?.type === 'cdk:cloud-assembly') {
      throw new TemplateError({ stack: id }, 'nested assemblies (CDK stages) cannot run locally');
    }
    if (artifact?.type !== 'aws:cloudformation:stack' || stacks.has(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const [account = '', region = ''] = (artifact.environment ?? '')
      .replace('aws://', '')
      .split('/');
    stacks.set(id, {
      name: artifact.properties?.stackName ?? id,
      region: region.startsWith('unknown') || !region ? defaultEnvironment.region : region,
      account: account.startsWith('unknown') || !account ? defaultEnvironment.account : account,
      template: readJson<Template>(artifact.properties?.templateFile ?? `${id}.template.json`),
      assets: readAssets(artifact.dependencies ?? []),
    });
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...stacks.values()];
}
