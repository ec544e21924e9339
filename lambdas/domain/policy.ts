import type { Priority } from '../../protocol/vocabulary.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * Every duration and limit of the handoff, in milliseconds unless named otherwise. One object, so
 * that a deployment or a test changes it in one place.
 */
export const POLICY = {
  /** A connection ticket lives this long. */
  ticketMs: 30 * SECOND,
  /** New chats and resumes per address and minute. Mobile networks put many people behind one. */
  ticketsPerMinute: 300,
  /** A candidate not assessed by then escalates by itself or is offered a person. */
  unassessedMs: 60 * SECOND,
  /** After an agent's socket closed. */
  agentGraceMs: 60 * SECOND,
  /** An agent not seen for this long is lost, without further grace. */
  agentSeenMs: 75 * SECOND,
  /** After a customer's socket closed while a person is wanted. */
  customerGraceMs: 180 * SECOND,
  /** Wrap-up counts against capacity for this long. */
  wrapUpCapacityMs: 2 * MINUTE,
  /** Wrap-up closes by itself after this. */
  wrapUpMs: 15 * MINUTE,
  /** How often the sweep looks at a waiting or active session that has no nearer deadline. */
  checkUpMs: 5 * MINUTE,
  /** Sessions an agent holds at once, until a supervisor changes it. */
  capacity: 4,
  /** Transcripts are kept this long after the last write. */
  retentionMs: 30 * 24 * 60 * MINUTE,
  /** Transcript entries an assessment reads at most. */
  assessedMessages: 60,
  /** Attempts at one conditional write before giving up. */
  commitAttempts: 5,
  /**
   * How much earlier a priority stands in its queue than its wait alone would put it. Waiting
   * time counts one to one, so a low session of 15 minutes stands beside a fresh urgent one.
   */
  headStartMs: {
    urgent: 15 * MINUTE,
    high: 10 * MINUTE,
    medium: 5 * MINUTE,
    low: 0,
  } satisfies Record<Priority, number>,
} as const;
