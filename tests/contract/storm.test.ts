import { beforeAll, describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../local/faults/kinds.ts';
import { type StormReport, storm } from './storm/storm.ts';

const SEED = 1;
const CONVERSATIONS = 50;

describe(`a storm of every fault over ${CONVERSATIONS} conversations side by side`, () => {
  let report: StormReport;
  beforeAll(async () => {
    report = await storm({ seed: SEED, conversations: CONVERSATIONS });
  }, 240_000);

  it('strikes with every kind', () => {
    const struck = Object.entries(report.faults).filter(([, times]) => times > 0);

    expect(struck.map(([kind]) => kind).sort()).toEqual(Object.keys(FAULT_KINDS).sort());
  });

  it('is felt: calls are refused, and clients have to send again', () => {
    expect(report.calls.refused).toBeGreaterThan(100);
    expect(report.counts.messagesResent).toBeGreaterThan(0);
    expect(report.counts.cuts).toBeGreaterThan(CONVERSATIONS);
  });

  it('loses and doubles nothing, and every conversation comes to its end', () => {
    expect(report.violations).toEqual([]);
    expect(report.messages.acknowledged).toBeGreaterThan(5 * CONVERSATIONS);
  });
});
