import { expect, test } from 'vitest';
import { calibrate, holdOutEach, sentenceWeights } from '../../../lambdas/bot/calibrate.ts';
import { compileKnowledge } from '../../../lambdas/bot/compile.ts';
import { ANSWER_THRESHOLD, FITTED, logistic } from '../../../lambdas/bot/confidence.ts';
import { readKnowledgeFiles } from '../../../scripts/build-knowledge.ts';

const rows = holdOutEach(compileKnowledge(readKnowledgeFiles()));
const isRight = (row: (typeof rows)[number]) => row.expected !== null && row.expected === row.found;
const confidence = (row: (typeof rows)[number]) => logistic(FITTED, row.evidence);

test('a phrasing that is held out finds its article in eight of ten cases', () => {
  const inside = rows.filter(({ expected }) => expected !== null);

  expect(inside.filter(isRight).length / inside.length).toBeGreaterThanOrEqual(0.8);
});

test('an out-of-scope sentence that is held out stays unanswered in 85 of 100 cases', () => {
  const outside = rows.filter(({ expected }) => expected === null);
  const silent = outside.filter((row) => confidence(row) < ANSWER_THRESHOLD);

  expect(outside.length).toBeGreaterThanOrEqual(200);
  expect(silent.length / outside.length).toBeGreaterThanOrEqual(0.85);
});

test('the confidence means what it says: its error over ten bins is at most 0.05', () => {
  const shares = sentenceWeights(rows);
  const bins = Array.from({ length: 10 }, () => ({ said: 0, right: 0 }));
  rows.forEach((row, at) => {
    const bin = bins[Math.min(9, Math.floor(confidence(row) * 10))];
    const share = shares[at] ?? 0;
    if (!bin) return;
    bin.said += share * confidence(row);
    bin.right += isRight(row) ? share : 0;
  });

  const error = bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0);

  expect(error).toBeLessThanOrEqual(0.05);
});

test('the committed constants are still close to what a new fit would give', () => {
  const fresh = calibrate(rows);
  const apart = rows.map((row) => Math.abs(confidence(row) - logistic(fresh, row.evidence)));

  expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThanOrEqual(0.03);
});
