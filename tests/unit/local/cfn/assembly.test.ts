import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_lambda as lambda, Stack, Stage } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadAssembly } from '../../../../local/cfn/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true }));

function newApp(): App {
  return new App({
    outdir: mkdtempSync(join(folder, 'out-')),
    builtinCloudFormationValidation: false,
    analyticsReporting: false,
  });
}

describe('loadAssembly', () => {
  it('puts a stack after those it depends on, and knows where each would go', () => {
    const app = newApp();
    const late = new Stack(app, 'Late', { env: { account: '123456789012', region: 'eu-west-1' } });
    late.addStackDependency(new Stack(app, 'Early'));
    app.synth();

    const stacks = loadAssembly(app.outdir);

    expect(stacks.map(({ name, account, region }) => [name, account, region])).toEqual([
      ['Early', '000000000000', 'us-east-1'],
      ['Late', '123456789012', 'eu-west-1'],
    ]);
  });

  it('finds the source of an asset by the key that the template uses', () => {
    const built = join(folder, 'built');
    mkdirSync(built);
    writeFileSync(join(built, 'index.mjs'), 'export const handler = async () => 1;');
    const app = newApp();
    new lambda.Function(new Stack(app, 'Shop'), 'Fn', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(built),
    });
    app.synth();

    const [stack] = loadAssembly(app.outdir);

    const fn = Object.values(stack?.template.Resources ?? {}).find(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );
    const code = fn?.Properties?.Code as { S3Key: string } | undefined;
    const source = stack?.assets.get(code?.S3Key ?? '') ?? '';
    expect(existsSync(join(source, 'index.mjs'))).toBe(true);
  });

  it('stops at a stage inside the app', () => {
    const app = newApp();
    new Stack(new Stage(app, 'Beta'), 'Shop');
    app.synth();
    expect(() => loadAssembly(app.outdir)).toThrow('nested assemblies (CDK stages)');
  });
});
