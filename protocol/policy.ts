import * as z from 'zod/mini';
import { AnalysisPolicy } from './analysis-policy.ts';
import { TextsPolicy } from './texts-policy.ts';
import { Priority } from './vocabulary.ts';

const Duration = z.int().check(z.positive());
const Count = z.int().check(z.positive());
const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));

/** When people are there, by the clock of one time zone. A day that is left out is closed. */
export const BusinessHours = z.strictObject({
  /** IANA name, such as `Europe/Zurich`. */
  timeZone: z.string().check(z.refine(isTimeZone, 'There is no such time zone.')),
  days: z.partialRecord(
    z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
    z
      .strictObject({ from: TimeOfDay, to: TimeOfDay })
      .check(z.refine(({ from, to }) => from < to, 'The day ends before it begins.')),
  ),
});
export type BusinessHours = z.infer<typeof BusinessHours>;

/**
 * Every duration, limit, rule and text of the handoff; durations are in milliseconds. One object,
 * so that a deployment or a test changes it in one place (context `policy`).
 */
export const HandoffPolicy = z.strictObject({
  /**
   * `offer` asks one agent at a time, `auto` assigns without asking, `manual` leaves it to the
   * agents. Joining by click works in all three.
   */
  routing: z.enum(['offer', 'auto', 'manual']),
  /** `null`: always open. */
  businessHours: z.nullable(BusinessHours),
  /** A connection ticket lives this long. */
  ticketMs: Duration,
  /** New chats and resumes per address and minute. Mobile networks put many people behind one. */
  ticketsPerMinute: Count,
  /** A candidate not assessed by then escalates by itself or is offered a person. */
  unassessedMs: Duration,
  /** An offer waits this long for its agent. */
  offerMs: Duration,
  /** After an agent's socket closed. */
  agentGraceMs: Duration,
  /** An agent not seen for this long is lost, without further grace. */
  agentSeenMs: Duration,
  /** After a customer's socket closed while a person is wanted. */
  customerGraceMs: Duration,
  /** The agent's time to answer, after joining or after a customer's message. */
  agentReplyMs: Duration,
  /** On hold for longer than this, the agent's time to answer runs again. */
  holdMs: Duration,
  /** After this wait the customer is told and chooses. */
  maxWaitMs: Duration,
  /** Without a word from the customer since the agent's last one. */
  idleWarningMs: Duration,
  idleEndMs: Duration,
  /** A chat with the bot closes after this long without a message. */
  botIdleMs: Duration,
  /** Wrap-up counts against capacity for this long. */
  wrapUpCapacityMs: Duration,
  /** Wrap-up closes by itself after this. */
  wrapUpMs: Duration,
  /** How often the sweep looks at a waiting session that has no nearer deadline. */
  checkUpMs: Duration,
  /** Sessions an agent holds at once, until a supervisor changes it. */
  capacity: Count,
  /** A customer who returns within this time prefers the same agent. */
  stickyMs: Duration,
  /** A contact within this time of the last one counts as repeated, one priority higher. */
  repeatContactMs: Duration,
  /** Answers within this time make the service level. */
  serviceLevelMs: Duration,
  /** Transcripts are kept this long after the last write. */
  retentionMs: Duration,
  /** Transcript entries an assessment reads at most. */
  assessedMessages: Count,
  /** Attempts at one conditional write before giving up. */
  commitAttempts: Count,
  /**
   * How much earlier a priority stands in its queue than its wait alone would put it. Waiting
   * time counts one to one, so a low session of 15 minutes stands beside a fresh urgent one.
   */
  headStartMs: z.record(Priority, z.int().check(z.nonnegative())),
  /** The same for a session that an agent had and lost: the head of its queue. */
  requeuedHeadStartMs: Duration,
  /** What counts as a need for a person, how much, and where it leads. */
  analysis: AnalysisPolicy,
  /** What customers are told. */
  texts: TextsPolicy,
});
export type HandoffPolicy = z.infer<typeof HandoffPolicy>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
