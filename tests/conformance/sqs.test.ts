import { beforeAll, describe, expect, it } from 'vitest';
import { compareSteps, type SqsComparison } from './sqs/compare.ts';
import { FORGIVEN_SQS } from './sqs/forgiven.ts';
import { readRecorded } from './sqs/recorded.ts';
import { pairLines } from './sqs/report.ts';
import { startOurs } from './sqs/sides.ts';
import type { Step } from './sqs/stage.ts';
import { playAll } from './sqs/suite.ts';

describe('our SQS, and what another one answered to the same calls', () => {
  const { steps: recorded } = readRecorded();
  let ours: Step[];
  let comparison: SqsComparison;
  beforeAll(async () => {
    const side = await startOurs();
    ours = await playAll(side).finally(() => side.close());
    comparison = compareSteps(ours, recorded);
  });

  it('differ in nothing that is not explained', () => {
    expect(comparison.unexplained.map((pair) => pairLines(pair).join('\n'))).toEqual([]);
    expect(comparison.compared).toBeGreaterThan(800);
  });

  it('need every excuse that is on the list', () => {
    expect([...comparison.forgiven.keys()].sort()).toEqual(FORGIVEN_SQS.map(({ id }) => id).sort());
  });

  it('are found to differ where a message comes out of order, twice or not at all', () => {
    const messagesOf = ({ answer }: Step) => (answer as { Messages?: object[] }).Messages ?? [];
    const index = ours.findIndex((step) => messagesOf(step).length > 1);
    const messages = ours.slice(index, index + 1).flatMap(messagesOf);

    for (const Messages of [messages.toReversed(), [...messages, {}], messages.slice(1)]) {
      const changed = ours.map((step, at) =>
        at === index ? { ...step, answer: { Messages } } : step,
      );
      expect(compareSteps(changed, recorded).unexplained).toHaveLength(1);
    }
  });
});
