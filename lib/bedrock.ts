import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as z from 'zod/mini';
import { ConfigError } from './config-error.ts';
import { parseJson } from './parse-json.ts';

// Without a language the library says "Invalid input" and nothing else.
z.config(z.locales.en());

/** A customer who waits longer thinks that nobody is there; the function itself ends at 10 s. */
const MAX_TIMEOUT_MS = 5000;

const BedrockConfig = z.strictObject({
  /**
   * A foundation model (`provider.model`), or an inference profile: the same after a geography,
   * such as `eu.provider.model`.
   */
  modelId: z
    .string()
    .check(
      z.regex(
        /^(?:[a-z]{2}\.|us-gov\.|apac\.|global\.)?[a-z][a-z0-9-]{2,}\.[A-Za-z0-9][A-Za-z0-9.:_-]*$/,
        'expected the id of a foundation model or an inference profile, not its ARN',
      ),
    ),
  region: z.optional(
    z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'expected a Region such as eu-west-1')),
  ),
  timeoutMs: z._default(z.int().check(z.gte(200), z.lte(MAX_TIMEOUT_MS)), 2500),
  maxTokens: z._default(z.int().check(z.gte(50), z.lte(1000)), 300),
});

/** The model that puts the bot's answers into other words; durations in ms. */
export type BedrockConfig = z.infer<typeof BedrockConfig>;

/**
 * The context `bedrock`: an object or the same as JSON text; `undefined`, where there is none,
 * leaves the bot to speak for itself. Throws {@link ConfigError} naming the first wrong field.
 */
export function readBedrock(value: unknown): BedrockConfig | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const read = z.safeParse(
    BedrockConfig,
    typeof value === 'string' ? parseJson('bedrock', value) : value,
  );
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ConfigError(`${['bedrock', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`);
}

/** The model behind an inference profile's id; `undefined` for the id of a model. */
export function modelOfProfile(modelId: string): string | undefined {
  return /^(?:[a-z]{2}|us-gov|apac|global)\.(.+)$/.exec(modelId)?.[1];
}

/**
 * What calling exactly this model takes. An inference profile hands the call on to its model in
 * any Region of its geography, which needs a grant too: through that profile alone.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
export function modelStatements({ modelId, region }: BedrockConfig): PolicyStatement[] {
  const arn = (place: string, rest: string) => `arn:${Aws.PARTITION}:bedrock:${place}:${rest}`;
  const here = region ?? Aws.REGION;
  const model = modelOfProfile(modelId);
  const invoke = (resource: string, conditions?: Record<string, unknown>) =>
    new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [resource], conditions });
  if (!model) return [invoke(arn(here, `:foundation-model/${modelId}`))];
  const profile = arn(here, `${Aws.ACCOUNT_ID}:inference-profile/${modelId}`);
  return [
    invoke(profile),
    invoke(arn('*', `:foundation-model/${model}`), {
      StringEquals: { 'bedrock:InferenceProfileArn': profile },
    }),
  ];
}
