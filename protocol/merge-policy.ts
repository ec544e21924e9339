import { DEFAULT_POLICY } from './default-policy.ts';
import type { HandoffPolicy } from './policy.ts';

/**
 * The default policy with a deployment's deviations in it: objects field by field at every level,
 * all else, lists included, as a whole. The result is a policy only if `parsePolicy` takes
 * the deviations; neither they nor the defaults are changed.
 */
export function mergePolicy(overrides: unknown): HandoffPolicy {
  return merge(DEFAULT_POLICY, overrides) as HandoffPolicy;
}

function merge(base: unknown, overrides: unknown): unknown {
  if (!isFields(base) || !isFields(overrides)) return overrides;
  const changed = Object.entries(overrides).filter(([, value]) => value !== undefined);
  // From entries, so that a field named __proto__ is a wrong field like any other.
  return Object.fromEntries([
    ...Object.entries(base),
    ...changed.map(([field, value]) => [
      field,
      merge(Object.hasOwn(base, field) ? base[field] : undefined, value),
    ]),
  ]);
}

/** Whether a value of JSON is an object with fields, the only kind that is merged. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
