import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tally } from './compare/tally.ts';
import { runDirected } from './directed/run.ts';
import { javaIsInstalled } from './engines/official.ts';
import { type EnginePair, startEnginePair } from './engines/pair.ts';
import { FORGIVEN } from './forgiven.ts';
import { fuzz } from './fuzz/run.ts';
import { unexplainedLines } from './report.ts';

const java = javaIsInstalled();
const MINUTE = 60_000;
const differences = ({ unexplained }: Tally) =>
  unexplained.map((each) => unexplainedLines(each).join('\n'));

if (java) {
  describe('our DynamoDB and the official DynamoDB Local', () => {
    let pair: EnginePair;
    beforeAll(async () => {
      pair = await startEnginePair();
    }, 2 * MINUTE);
    afterAll(() => pair?.close());

    it(
      'answer the directed suite alike',
      async () => {
        const { tally } = await runDirected(pair);

        expect(differences(tally)).toEqual([]);
        expect(tally.compared).toBeGreaterThan(2000);
      },
      5 * MINUTE,
    );

    it(
      'answer 2,000 random operations alike, and hold the same rows',
      async () => {
        const { tally, operations, accepted } = await fuzz(pair, { seed: 1, operations: 2000 });

        expect(differences(tally)).toEqual([]);
        expect(operations).toBe(2000);
        expect(accepted).toBeGreaterThan(800);
      },
      5 * MINUTE,
    );
  });
} else {
  it(`the comparison with the official DynamoDB was left out: no Java here${process.env.CI ? ', and a build needs it' : ''}`, () => {
    expect(process.env.CI, 'Install a Java runtime: a build compares the engines').toBeUndefined();
  });
}

describe('what the comparator forgives', () => {
  it('has one id and one reason each', () => {
    const ids = FORGIVEN.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(FORGIVEN.every(({ reason }) => reason.length > 40)).toBe(true);
  });
});
