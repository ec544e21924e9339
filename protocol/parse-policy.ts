import * as z from 'zod/mini';
import { DEFAULT_POLICY } from './default-policy.ts';
import { HandoffPolicy } from './policy.ts';

const Overrides = z.partial(HandoffPolicy);

/** A deployment's deviations from {@link DEFAULT_POLICY}. */
export type PolicyOverrides = z.infer<typeof Overrides>;

/**
 * Checks a deployment's deviations.
 *
 * @throws Error naming the first field that is wrong and why.
 */
export function parsePolicy(overrides: unknown): PolicyOverrides {
  const parsed = Overrides.safeParse(overrides);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = [
      ...(issue?.path ?? []),
      ...(issue?.code === 'unrecognized_keys' ? issue.keys : []),
    ];
    throw new Error(`policy.${field.join('.')}: ${issue?.message ?? 'is wrong'}`);
  }
  const policy: HandoffPolicy = { ...DEFAULT_POLICY, ...parsed.data };
  const ascending: (keyof HandoffPolicy)[][] = [
    ['idleWarningMs', 'idleEndMs'],
    ['wrapUpCapacityMs', 'wrapUpMs'],
  ];
  for (const [less, more] of ascending as [keyof HandoffPolicy, keyof HandoffPolicy][]) {
    if (Number(policy[less]) >= Number(policy[more])) {
      throw new Error(`policy.${less} must be less than policy.${more}.`);
    }
  }
  return parsed.data;
}
