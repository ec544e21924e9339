import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { adoptPolicy } from '../../../lambdas/runtime/adopt-policy.ts';
import { DEFAULT_POLICY } from '../../../protocol/default-policy.ts';
import { writePolicySetting } from '../../../protocol/policy-setting.ts';

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

it('goes field by field at every level, and never touches the defaults themselves', () => {
  vi.stubEnv(
    'HANDOFF_POLICY',
    '{"headStartMs":{"urgent":1},"analysis":{"reasons":{"topic.legal":{"queue":"billing"}}}}',
  );

  adoptPolicy();

  const { headStartMs, analysis } = before;
  expect(POLICY.headStartMs).toEqual({ ...headStartMs, urgent: 1 });
  expect(POLICY.analysis).toEqual({
    ...analysis,
    reasons: {
      ...analysis.reasons,
      'topic.legal': { ...analysis.reasons['topic.legal'], queue: 'billing' },
    },
  });
  expect(DEFAULT_POLICY).toEqual(before);
});

it('reads a policy that was too long to be left readable', () => {
  const texts = Object.fromEntries(
    Object.entries(DEFAULT_POLICY.texts).filter(([, text]) => typeof text === 'string'),
  );
  const setting = writePolicySetting({ texts: { ...texts, cancelled: 'Bye, Zoë. 👋' } });
  vi.stubEnv('HANDOFF_POLICY', setting);

  adoptPolicy();

  expect(setting).toMatch(/^brotli:/);
  expect(POLICY.texts).toEqual({ ...DEFAULT_POLICY.texts, cancelled: 'Bye, Zoë. 👋' });
});

it('fails the cold start for a setting that is no JSON, rather than running by other rules', () => {
  vi.stubEnv('HANDOFF_POLICY', 'manual');

  expect(() => adoptPolicy()).toThrow(SyntaxError);
});
