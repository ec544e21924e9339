import * as z from 'zod/mini';
import { Seq, Timestamp } from './primitives.ts';
import { ParticipantRole } from './vocabulary.ts';

/** Somebody in a session as the others see them. */
export const Participant = z.object({
  role: ParticipantRole,
  /** Agent id; absent for customer, bot and system. */
  id: z.optional(z.string()),
  name: z.optional(z.string()),
  team: z.optional(z.string()),
});
export type Participant = z.infer<typeof Participant>;

/** What a system message in the transcript reports. */
export const SystemEvent = z.enum([
  'escalated',
  'person_offered',
  'joined',
  'released',
  'agent_lost',
  'agent_silent',
  'transferred',
  'reassigned',
  'returned_to_bot',
  'cancelled',
  'held',
  'resumed',
  'wait_choice',
  'still_waiting',
  'detail_asked',
  'idle_warning',
  'message_left',
  'ended',
]);
export type SystemEvent = z.infer<typeof SystemEvent>;

/** How sure the bot was of an answer. Agents see it; customers never do. */
export const BotNote = z.object({
  confidence: z.number(),
  fallback: z.boolean(),
  articleId: z.nullable(z.string()),
});
export type BotNote = z.infer<typeof BotNote>;

/** One entry of the transcript; immutable once it has a `seq`. */
export const Message = z.object({
  seq: Seq,
  /** The sender's id for it; bot and system entries have none. */
  id: z.optional(z.string()),
  from: Participant,
  text: z.string(),
  at: Timestamp,
  /** Set on system entries. */
  event: z.optional(SystemEvent),
  /** Set on the bot's entries, for agents only. */
  bot: z.optional(BotNote),
});
export type Message = z.infer<typeof Message>;
