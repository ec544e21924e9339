import { DEFAULT_ANALYSIS } from './default-analysis.ts';
import { DEFAULT_TEXTS } from './default-texts.ts';
import type { HandoffPolicy } from './policy.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What holds where a deployment says nothing else. */
export const DEFAULT_POLICY: HandoffPolicy = {
  routing: 'offer',
  businessHours: null,
  ticketMs: 30 * SECOND,
  ticketsPerMinute: 300,
  unassessedMs: 60 * SECOND,
  offerMs: 30 * SECOND,
  agentGraceMs: 60 * SECOND,
  agentSeenMs: 75 * SECOND,
  customerGraceMs: 180 * SECOND,
  agentReplyMs: 120 * SECOND,
  holdMs: 10 * MINUTE,
  maxWaitMs: 10 * MINUTE,
  idleWarningMs: 8 * MINUTE,
  idleEndMs: 10 * MINUTE,
  botIdleMs: HOUR,
  wrapUpCapacityMs: 2 * MINUTE,
  wrapUpMs: 15 * MINUTE,
  checkUpMs: 5 * MINUTE,
  capacity: 4,
  stickyMs: 24 * HOUR,
  repeatContactMs: 7 * 24 * HOUR,
  serviceLevelMs: 60 * SECOND,
  retentionMs: 30 * 24 * HOUR,
  assessedMessages: 60,
  commitAttempts: 5,
  headStartMs: { urgent: 15 * MINUTE, high: 10 * MINUTE, medium: 5 * MINUTE, low: 0 },
  requeuedHeadStartMs: HOUR,
  analysis: DEFAULT_ANALYSIS,
  texts: DEFAULT_TEXTS,
};
