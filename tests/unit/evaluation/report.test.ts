import { expect, test } from 'vitest';
import type { SetResult } from '../../evaluation/evaluate-set.ts';
import { setLines } from '../../evaluation/report/print-set.ts';
import { writtenFigures } from '../../evaluation/report/written-figures.ts';
import { missedTargets, targetsOf } from '../../evaluation/targets.ts';

const result: SetResult = {
  set: { name: 'nlu', parts: [{ kind: 'requests', rows: [{ text: 'a', request: true }] }] },
  subject: {
    figures: { requestF1: 0.87654, requestPrecision: 0.95, p99Ms: 3 },
    intervals: { requestF1: [0.8, 0.9] },
    misses: [],
  },
  baselines: { keywords: { figures: { requestF1: 0.5 }, intervals: {}, misses: [] } },
};

test('the file holds a group for the set and one for each baseline, intervals beside figures', () => {
  expect(writtenFigures([result])).toEqual({
    nlu: {
      requestF1: 0.8765,
      requestF1Low: 0.8,
      requestF1High: 0.9,
      requestPrecision: 0.95,
      p99Ms: 3,
    },
    'nlu/baseline:keywords': { requestF1: 0.5 },
  });
});

test('the table sets ours beside its interval, the baseline and the target', () => {
  const lines = setLines(result);

  expect(lines).toContain('nlu (1 messages)');
  const line = lines.find((text) => text.startsWith('asks for a person: F1'));
  expect(line?.split(/\s{2,}/)).toEqual([
    'asks for a person: F1',
    '0.877',
    '0.800–0.900',
    '0.500',
    '≥ 0.880',
    'missed',
  ]);
});

test('a target is missed on its wrong side only, and never by a figure that is not there', () => {
  const missed = missedTargets(targetsOf(result.set), result.subject.figures);

  expect(missed.map(({ figure, isTime }) => [figure, isTime ?? false])).toEqual([
    ['requestF1', false],
    ['p99Ms', true],
  ]);
});
