import { mergePolicy } from '../../protocol/merge-policy.ts';
import { readPolicySetting } from '../../protocol/policy-setting.ts';
import { POLICY } from '../domain/policy.ts';
import { settingOr } from './env.ts';

/**
 * Puts the deployment's deviations into the policy in force; once, before anything reads it.
 * They were validated when the stack was synthesised, so they are taken as they are.
 */
export function adoptPolicy(): void {
  Object.assign(POLICY, mergePolicy(readPolicySetting(settingOr('HANDOFF_POLICY', '{}'))));
}
