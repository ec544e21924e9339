import * as z from 'zod/mini';
import { Category, Priority, QueueName, ReasonCode } from './vocabulary.ts';

/** Every reason that a signal can give; the system's own reasons come from elsewhere. */
export const SignalCode = z.enum(
  ReasonCode.options.filter((code) => code !== 'system.analyzer_unavailable'),
);
export type SignalCode = z.infer<typeof SignalCode>;

const Share = z.number().check(z.gte(0), z.lte(1));

/** How much a reason counts, and where a session with it belongs. */
export const ReasonPolicy = z.strictObject({
  /** Category it speaks for. */
  category: Category,
  /** What the reason, if certain, contributes to its category. */
  weight: Share,
  priority: Priority,
  /** `null` if it says nothing about the queue. */
  queue: z.nullable(QueueName),
  /** Hands over at once from this score on, whatever the total; `null` if never. */
  overrideFrom: z.nullable(Share),
});
export type ReasonPolicy = z.infer<typeof ReasonPolicy>;

/** A reason that, from a score on or beside any of some others, calls for another priority. */
export const Raise = z.strictObject({
  when: SignalCode,
  from: Share,
  /** `null` if the reason alone suffices. */
  beside: z.nullable(z.array(SignalCode).check(z.minLength(1))),
  priority: Priority,
});
export type Raise = z.infer<typeof Raise>;

const Rules = z.strictObject({
  /** Named in every assessment, so that a judgement can be traced to its rules. */
  version: z.string().check(z.minLength(1), z.maxLength(40)),
  /** Total score from which a person takes over. */
  handOverFrom: Share,
  /** Total score from which a person is offered. */
  offerFrom: Share,
  /** Once offered, the band is left only when the score falls this much below `offerFrom`. */
  hysteresis: Share,
  /** What a certain category contributes to the total. */
  categoryWeights: z.record(Category, Share),
  reasons: z.record(SignalCode, ReasonPolicy),
  /** Reasons that give the session's queue, first match wins; otherwise `defaultQueue`. */
  queueOrder: z.array(SignalCode),
  defaultQueue: QueueName,
  raises: z.array(Raise),
});

/**
 * All numbers and tables of the analyzer. Scores are 0 to 1. What would never take effect, such as
 * a queue that no place in `queueOrder` leads to, is refused.
 */
export const AnalysisPolicy = Rules.check(
  z.check(({ value, issues }) => {
    for (const [field, message] of contradictionsIn(value)) {
      issues.push({ code: 'custom', message, path: [field], input: value });
    }
  }),
);
export type AnalysisPolicy = z.infer<typeof AnalysisPolicy>;

function contradictionsIn(rules: z.infer<typeof Rules>): [keyof typeof rules, string][] {
  const { handOverFrom, offerFrom, hysteresis, queueOrder, reasons } = rules;
  const found: [keyof typeof rules, string][] = [];
  if (offerFrom > handOverFrom) {
    found.push(['offerFrom', `${offerFrom} must not be more than handOverFrom, ${handOverFrom}.`]);
  }
  if (hysteresis >= offerFrom) {
    found.push(['hysteresis', `${hysteresis} must be less than offerFrom, ${offerFrom}.`]);
  }
  for (const code of SignalCode.options) {
    const { queue } = reasons[code];
    if (queue && !queueOrder.includes(code)) {
      found.push(['queueOrder', `Must name ${code}, which leads to the queue ${queue}.`]);
    }
  }
  return found;
}
