import { type Measured, nothing } from '../figures.ts';
import type { MessageJudge } from '../judges.ts';
import type { IntentBot } from '../sets/types.ts';

/** Intents by which a set itself says that a person is asked for. */
const ASKS_FOR_PERSON = /agent|human|advis[eo]r|representative|operator|handoff|person(?!al)/i;

/**
 * `requestFalseAlarms`: the share of an intent set's test messages that are taken for a request
 * for a person, though their intent is another.
 */
export function measureFalseAlarms(bots: readonly IntentBot[], judge: MessageJudge): Measured {
  const messages = bots
    .flatMap(({ name, test }) =>
      test.map((example, at) => ({ ...example, id: [name, at + 1].filter(Boolean).join('-') })),
    )
    .filter(({ intent }) => !(intent && ASKS_FOR_PERSON.test(intent)));
  const readings = messages.map(({ text }) => judge.read(text));
  if (messages.length === 0 || readings.some(({ request }) => request === undefined)) {
    return nothing();
  }
  const misses = messages.flatMap(({ id, text }, at) => {
    const reading = readings[at];
    const score = reading?.request ?? 0;
    if (score < judge.thresholds.request) return [];
    const explanation = reading?.explain?.() ?? [];
    return [{ id, text, field: 'request', expected: false, got: true, score, explanation }];
  });
  const requestFalseAlarms = misses.length / messages.length;
  return { figures: { requestFalseAlarms }, intervals: {}, misses };
}
