import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { adoptPolicy } from '../../../lambdas/runtime/adopt-policy.ts';
import { DEFAULT_POLICY } from '../../../protocol/default-policy.ts';

const before = structuredClone(POLICY);
beforeEach(() => {
  vi.stubEnv('HANDOFF_POLICY', undefined);
});
afterEach(() => {
  Object.assign(POLICY, before);
  vi.unstubAllEnvs();
});

it('without a setting leaves the defaults in force', () => {
  adoptPolicy();

  expect(POLICY).toEqual(DEFAULT_POLICY);
});

it('puts what deviates into force, and nothing else', () => {
  vi.stubEnv('HANDOFF_POLICY', '{"routing":"manual","offerMs":45000,"businessHours":null}');

  adoptPolicy();

  expect(POLICY).toEqual({ ...DEFAULT_POLICY, routing: 'manual', offerMs: 45_000 });
});

it('never touches the defaults themselves', () => {
  vi.stubEnv('HANDOFF_POLICY', '{"headStartMs":{"urgent":1,"high":1,"medium":1,"low":1}}');

  adoptPolicy();

  expect(POLICY.headStartMs.urgent).toBe(1);
  expect(DEFAULT_POLICY.headStartMs).toEqual(before.headStartMs);
});

it('fails the cold start for a setting that is no JSON, rather than running by other rules', () => {
  vi.stubEnv('HANDOFF_POLICY', 'manual');

  expect(() => adoptPolicy()).toThrow(SyntaxError);
});
