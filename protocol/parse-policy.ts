import { mergePolicy } from './merge-policy.ts';
import { HandoffPolicy } from './policy.ts';

/**
 * A deployment's deviations from the default policy: at every level only what differs. Lists are
 * given whole.
 */
export type PolicyOverrides = Overrides<HandoffPolicy>;

type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Field in keyof T]?: Overrides<T[Field]> }
    : T;

/**
 * Checks that the default policy with a deployment's deviations in it is a policy.
 *
 * @throws Error naming the first field that is wrong and why.
 */
export function parsePolicy(overrides: unknown): PolicyOverrides {
  const parsed = HandoffPolicy.safeParse(mergePolicy(overrides));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = [
      ...(issue?.path ?? []),
      ...(issue?.code === 'unrecognized_keys' ? issue.keys : []),
    ];
    throw new Error(`policy.${field.join('.')}: ${issue?.message ?? 'is wrong'}`);
  }
  const policy = parsed.data;
  const ascending = [
    ['idleWarningMs', 'idleEndMs'],
    ['wrapUpCapacityMs', 'wrapUpMs'],
  ] as const;
  for (const [less, more] of ascending) {
    if (policy[less] >= policy[more]) {
      throw new Error(`policy.${less} must be less than policy.${more}.`);
    }
  }
  return overrides as PolicyOverrides;
}
