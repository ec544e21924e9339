import * as z from 'zod/mini';
import { Seq } from './primitives.ts';
import { Category, Priority, QueueName, ReasonCode } from './vocabulary.ts';

/** The words or the fact that made a signal fire. */
export const Evidence = z.object({
  /** Transcript entry it was found in. */
  seq: Seq,
  /** The customer's words that counted, or a plain fact such as "2 fallbacks in a row". */
  text: z.string(),
  /** True if `text` quotes the customer. */
  quote: z.boolean(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One reason for an escalation, strongest first in a list. */
export const Reason = z.object({
  code: ReasonCode,
  /** 0 to 1. */
  score: z.number(),
  evidence: z.array(Evidence),
});
export type Reason = z.infer<typeof Reason>;

/** What to do: let the bot go on, offer a person, hand over to one. */
export const Band = z.enum(['continue', 'offer', 'hand_over']);
export type Band = z.infer<typeof Band>;

/** What the analyzer makes of a session so far. */
export const Assessment = z.object({
  /** True if a person should take over now. */
  escalate: z.boolean(),
  /** Absent in records of before there were bands. */
  band: z.optional(Band),
  /** Joint score, 0 to 1. */
  score: z.number(),
  categories: z.record(Category, z.number()),
  /** Each category's part in the decision, 0 to 1 and together 1. */
  shares: z.optional(z.record(Category, z.number())),
  /** What would have changed the outcome, in plain sentences; at most five. */
  turningPoints: z.optional(z.array(z.string())),
  priority: Priority,
  queue: QueueName,
  reasons: z.array(Reason),
  /** The rules that decided. */
  policyVersion: z.string(),
  /** Last transcript entry that was read. */
  assessedSeq: Seq,
});
export type Assessment = z.infer<typeof Assessment>;
