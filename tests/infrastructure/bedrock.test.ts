import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/config.ts';
import { ConfigError } from '../../lib/config-error.ts';
import { FUNCTION_NAMES, type FunctionName, functionConstructId } from '../../lib/functions.ts';
import { type Assembly, ensureAssets, list, resource, synthesize, text } from './assembly.ts';

const read = (bedrock: unknown) => readConfig(new App({ context: { bedrock } }).node).bedrock;

const MODEL = 'vendor.model-2-v1:0';
const others = FUNCTION_NAMES.filter((name) => name !== 'message');

describe('the context bedrock', () => {
  it.each([undefined, ''])('%j means no model', (bedrock) => {
    expect(read(bedrock)).toBeUndefined();
  });

  it('needs the model’s id alone, as an object or as the text of the command line', () => {
    const expected = { modelId: MODEL, timeoutMs: 2500, maxTokens: 300 };

    expect(read({ modelId: MODEL })).toEqual(expected);
    expect(read(JSON.stringify({ modelId: MODEL }))).toEqual(expected);
  });

  it('takes a Region, a time-out and a length', () => {
    const bedrock = { modelId: MODEL, region: 'eu-central-1', timeoutMs: 1500, maxTokens: 120 };

    expect(read(bedrock)).toEqual(bedrock);
  });

  it.each([
    'anthropic.claude-3-haiku-20240307-v1:0',
    'amazon.nova-lite-v1:0',
    'ai21.jamba-1-5-mini-v1:0',
    'eu.amazon.nova-lite-v1:0',
    'us-gov.anthropic.claude-3-haiku-20240307-v1:0',
    'global.anthropic.claude-sonnet-4-20250514-v1:0',
    'zai.glm-4.6',
  ])('knows %s', (modelId) => {
    expect(read({ modelId })?.modelId).toBe(modelId);
  });

  it.each([
    [{}, /^bedrock\.modelId: /],
    [{ modelId: '' }, /^bedrock\.modelId: expected the id/],
    [{ modelId: 'nova' }, /^bedrock\.modelId: expected the id/],
    [{ modelId: '*' }, /^bedrock\.modelId: expected the id/],
    [{ modelId: 'vendor.*' }, /^bedrock\.modelId: expected the id/],
    [
      { modelId: 'arn:aws:bedrock:eu-west-1::foundation-model/vendor.model' },
      /^bedrock\.modelId: .*not its ARN/,
    ],
    [{ modelId: MODEL, region: 'Ireland' }, /^bedrock\.region: expected a Region/],
    [{ modelId: MODEL, timeoutMs: 60_000 }, /^bedrock\.timeoutMs: Too big/],
    [{ modelId: MODEL, timeoutMs: '2s' }, /^bedrock\.timeoutMs: .*expected (int|number)/],
    [{ modelId: MODEL, maxTokens: 1 }, /^bedrock\.maxTokens: Too small/],
    [{ modelId: MODEL, temperature: 1 }, /^bedrock: .*"temperature"/],
    [[], /^bedrock: .*expected object/],
    ['vendor.model', /^bedrock must be JSON: /],
  ])('refuses %j by name', (bedrock, message) => {
    expect(() => read(bedrock)).toThrow(ConfigError);
    expect(() => read(bedrock)).toThrow(message);
  });
});

/** Everything about Bedrock in a function's permissions. */
function grants(assembly: Assembly, name: FunctionName): unknown[] {
  const id = `${functionConstructId(name)}RoleDefaultPolicy`;
  const { Properties } = resource(assembly.backend, 'AWS::IAM::Policy', id);
  const { Statement } = Properties.PolicyDocument as {
    Statement: { Action: unknown; Resource: unknown; Condition?: Record<string, object> }[];
  };
  return Statement.filter(({ Action }) =>
    list(Action).some((action) => String(action).startsWith('bedrock:')),
  ).map(({ Action, Resource, Condition }) => ({
    actions: list(Action),
    resources: list(Resource).map(text),
    ...(Condition && {
      conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, value]) => `${operator} ${key} ${text(value)}`),
      ),
    }),
  }));
}

function told(assembly: Assembly, name: FunctionName): unknown {
  const { Properties } = resource(
    assembly.backend,
    'AWS::Lambda::Function',
    functionConstructId(name),
  );
  return (Properties.Environment as { Variables: Record<string, unknown> }).Variables.BEDROCK;
}

const ARN = 'arn:<AWS::Partition>:bedrock';

describe.each([
  ['no model', undefined, []],
  [
    'a model of its own Region',
    { modelId: MODEL },
    [
      {
        actions: ['bedrock:InvokeModel'],
        resources: [`${ARN}:<AWS::Region>::foundation-model/${MODEL}`],
      },
    ],
  ],
  [
    'a model of another Region',
    { modelId: MODEL, region: 'us-east-1' },
    [
      {
        actions: ['bedrock:InvokeModel'],
        resources: [`${ARN}:us-east-1::foundation-model/${MODEL}`],
      },
    ],
  ],
  [
    'an inference profile',
    { modelId: `eu.${MODEL}` },
    [
      {
        actions: ['bedrock:InvokeModel'],
        resources: [`${ARN}:<AWS::Region>:<AWS::AccountId>:inference-profile/eu.${MODEL}`],
      },
      {
        actions: ['bedrock:InvokeModel'],
        resources: [`${ARN}:*::foundation-model/${MODEL}`],
        conditions: [
          `StringEquals bedrock:InferenceProfileArn ${ARN}:<AWS::Region>:<AWS::AccountId>:inference-profile/eu.${MODEL}`,
        ],
      },
    ],
  ],
])('a deployment with %s', (_, bedrock, expected) => {
  let assembly: Assembly;
  beforeAll(async () => {
    assembly = await synthesize(bedrock ? { bedrock } : {});
  });
  afterAll(() => assembly.remove());

  it('lets message call exactly that', () => {
    expect(grants(assembly, 'message')).toEqual(expected);
  });

  it('tells message which it is', () => {
    const value = told(assembly, 'message');

    expect(value && JSON.parse(String(value))).toEqual(
      bedrock && { timeoutMs: 2500, maxTokens: 300, ...bedrock },
    );
  });

  it.each(others)('neither lets nor tells %s', (name) => {
    expect(grants(assembly, name)).toEqual([]);
    expect(told(assembly, name)).toBeUndefined();
  });
});

describe('the client of Bedrock', () => {
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  beforeAll(ensureAssets, 60_000);

  it('is in no bundle: only message names the file that holds it', async () => {
    for (const name of FUNCTION_NAMES) {
      const meta = await readFile(`${dist}maps/${name}.meta.json`, 'utf8');
      const code = await readFile(`${dist}lambdas/${name}/index.mjs`, 'utf8');

      expect(meta, name).not.toContain('client-bedrock-runtime');
      expect(code.includes('import("./bedrock.mjs")'), name).toBe(name === 'message');
    }
  });

  it('lies beside message and loads by itself', async () => {
    const module = await import(/* @vite-ignore */ `${dist}lambdas/message/bedrock.mjs`);

    expect(Object.keys(module).sort()).toEqual(['bedrockAnswerer', 'bedrockClient']);
    expect(module.bedrockClient({ region: 'eu-west-1' }).config).toBeDefined();
  });
});
