import type { Baseline } from './baselines/all.ts';
import { joined, type Measured, type Miss, nothing } from './figures.ts';
import type { AnsweredTurn, Subject } from './judges.ts';
import { measureConversations } from './measures/conversations.ts';
import { measureFalseAlarms } from './measures/false-alarms.ts';
import { measureIntents } from './measures/intents.ts';
import { measureMessages } from './measures/messages.ts';
import { measurePairs } from './measures/pairs.ts';
import { measureRequests, measureSentiment } from './measures/texts.ts';
import type { Resampling } from './metrics/bootstrap.ts';
import type { EvaluationSet, SetPart } from './sets/types.ts';
import { measureServing } from './speed/serving.ts';

/** How thoroughly to measure. */
export interface Effort {
  resampling: Resampling;
  /** Pairs of each kind that are drawn from a set of intents. */
  pairs: number;
}

/** What one set came to. */
export interface SetResult {
  set: EvaluationSet;
  subject: Measured;
  /** By the baseline's name; without those that have no opinion on such a set. */
  baselines: Record<string, Measured>;
}

/** Measures the subject and each baseline on all parts of a set. */
export function evaluateSet(
  set: EvaluationSet,
  subject: Subject,
  baselines: readonly Baseline[],
  effort: Effort,
): SetResult {
  const ours: Baseline = {
    name: 'ours',
    messages: subject,
    handoff: subject,
    intents: subject,
    pairs: () => subject,
  };
  const measured = joined(set.parts.map((part) => measure(part, ours, true, effort)));
  const speed = measureServing(subject, set.parts.flatMap(servedIn));
  const others = baselines.map((baseline): [string, Measured] => [
    baseline.name,
    joined(set.parts.map((part) => measure(part, baseline, false, effort))),
  ]);
  return {
    set,
    subject: { ...measured, figures: { ...measured.figures, ...speed } },
    baselines: Object.fromEntries(
      others.filter(([, { figures }]) => Object.keys(figures).length > 0),
    ),
  };
}

/** The wrong cases of the subject, each with its set. */
export function missesOf({ set, subject }: SetResult): Miss[] {
  return subject.misses.map((miss) => ({ set: set.name, ...miss }));
}

function measure(
  part: SetPart,
  { messages, handoff, intents, pairs }: Baseline,
  probabilities: boolean,
  { resampling, pairs: drawn }: Effort,
): Measured {
  switch (part.kind) {
    case 'messages':
      return messages ? measureMessages(part.rows, messages, resampling) : nothing();
    case 'conversations':
      return handoff ? measureConversations(part.rows, handoff, resampling) : nothing();
    case 'requests':
      return (messages && measureRequests(part.rows, messages, resampling)) ?? nothing();
    case 'sentiment':
      return (messages && measureSentiment(part.rows, messages, resampling)) ?? nothing();
    case 'pairs': {
      const questions = part.rows.flatMap(({ first, second }) => [first, second]);
      return pairs ? measurePairs(part.rows, pairs(questions)) : nothing();
    }
    case 'intents': {
      const taken = { resampling, probabilities, pairs: drawn };
      const learned = intents ? measureIntents(part.bots, intents, taken) : nothing();
      return joined([learned, messages ? measureFalseAlarms(part.bots, messages) : nothing()]);
    }
  }
}

/** Every message of a part as the bot meets it: alone, or after the turns before it. */
function servedIn(part: SetPart): AnsweredTurn[][] {
  switch (part.kind) {
    case 'conversations':
      return part.rows.flatMap(({ turns }) => turns.map((_, at) => turns.slice(0, at + 1)));
    case 'pairs':
      return part.rows.flatMap(({ first, second }) => [[{ text: first }], [{ text: second }]]);
    case 'intents':
      return part.bots.flatMap(({ test }) => test.map(({ text }) => [{ text }]));
    default:
      return part.rows.map(({ text }) => [{ text }]);
  }
}
