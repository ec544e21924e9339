import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../../lib/app.ts';
import { prepareAssembly } from '../../../local/assembly-source.ts';
import { loadAssembly } from '../../../local/cfn/assembly.ts';
import { type Deployment, deploy } from '../../../local/cfn/deployment.ts';

const BACKEND = 'SwitchboardBackend.template.json';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** The stacks with every option that adds grants: a model through a profile, and tracing. */
export function fullestDeployment(): Deployment {
  const outdir = mkdtempSync(join(tmpdir(), 'grants-'));
  const bedrock = { modelId: 'eu.vendor.model-2-v1:0' };
  buildApp({ context: { tracing: true, bedrock }, outdir, builtinValidation: false }).synth();
  const deployment = deploy(loadAssembly(outdir));
  rmSync(outdir, { recursive: true });
  return deployment;
}

/** The resources of the back end's template, by logical id. */
export type Resources = Record<string, Resource>;

/** A copy of the assembly with another back-end template, in a folder that the caller removes. */
export async function assemblyWith(change: (resources: Resources) => void): Promise<string> {
  const original = await prepareAssembly(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'grants-'));
  for (const name of readdirSync(original)) {
    if (name !== BACKEND) symlinkSync(join(original, name), join(folder, name));
  }
  const template = JSON.parse(readFileSync(join(original, BACKEND), 'utf8')) as {
    Resources: Resources;
  };
  change(template.Resources);
  writeFileSync(join(folder, BACKEND), JSON.stringify(template));
  return folder;
}

interface PolicyDocument {
  Statement: { Action: string | string[] }[];
}

/** Takes an action from the role of a function, as a change of the stack would. */
export function withoutAction(functionId: string, action: string) {
  return (resources: Resources): void => {
    const id = Object.keys(resources).find((one) =>
      one.startsWith(`${functionId}FunctionRoleDefaultPolicy`),
    );
    const document = resources[id ?? '']?.Properties.PolicyDocument as PolicyDocument | undefined;
    if (!document) throw new Error(`${functionId} has no policy`);
    if (!JSON.stringify(document).includes(`"${action}"`)) {
      throw new Error(`${functionId} has no grant of ${action}`);
    }
    document.Statement = document.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((one) => one !== action),
    })).filter(({ Action }) => Action.length > 0);
  };
}

/** Takes away the permissions to invoke whose logical id begins so. */
export function withoutPermissions(...beginnings: string[]) {
  return (resources: Resources): void => {
    for (const beginning of beginnings) {
      const ids = Object.keys(resources).filter(
        (id) => id.startsWith(beginning) && resources[id]?.Type === 'AWS::Lambda::Permission',
      );
      if (ids.length === 0) throw new Error(`There is no permission ${beginning}`);
      for (const id of ids) delete resources[id];
    }
  };
}
