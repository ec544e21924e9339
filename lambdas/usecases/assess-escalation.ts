import type { Assessment } from '../../protocol/assessment.ts';
import type { Message } from '../../protocol/message.ts';
import type { Candidate } from '../../protocol/queue-messages.ts';
import { assess } from '../analysis/assess.ts';
import type { Turn } from '../analysis/types.ts';
import { dismissCandidate } from '../domain/conversation.ts';
import { escalate } from '../domain/handoff.ts';
import { POLICY } from '../domain/policy.ts';
import type { Change, Session } from '../domain/session.ts';
import { excerptOf } from '../domain/transcript.ts';
import type { Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { announceWaiting, customerUpdate, tellCustomer } from './notify.ts';

/**
 * Assesses a session that might need a person and escalates it if it does. Reads the state, not
 * the message, so that duplicates, disorder and late messages do no harm.
 *
 * @throws UnavailableError if it could not be decided; the candidate stands and the queue retries.
 */
export async function assessEscalation(ports: Ports, { sessionId }: Candidate): Promise<void> {
  // Side by side, because an alert waits for both. What is written in between has a candidate of
  // its own or makes the commit decide again.
  const [first, latest] = await Promise.all([
    ports.sessions.get(sessionId),
    ports.sessions.lastMessages(sessionId, POLICY.assessedMessages),
  ]);
  if (!isUnassessed(first)) return;
  const messages = sinceBot(first, latest);
  const assessment = assess({
    turns: turnsOf(messages),
    customerTurns: first.signals.customerTurns,
    requestedPerson: first.candidate.explicit,
    assessedSeq: messages.at(-1)?.seq ?? first.seq,
  });
  await decide(ports, first, assessment, lastWords(messages), !messages.at(-1)?.bot?.fallback);
}

/**
 * The analyzer did not answer in time: whoever asked for a person gets one, anybody else is
 * offered one by the caller.
 */
export async function escalateUnassessed(ports: Ports, session: Session): Promise<void> {
  const latest = await ports.sessions.lastMessages(session.sessionId, POLICY.assessedMessages);
  const messages = sinceBot(session, latest);
  await decide(ports, session, unassessed(session.seq), lastWords(messages));
}

async function decide(
  ports: Ports,
  first: Session,
  assessment: Assessment,
  excerpt: string,
  answered = true,
): Promise<void> {
  const escalationId = ports.clock.newId();
  // Asked for beside the commit: the alert must not wait for one more round trip.
  const agents = assessment.escalate ? ports.agents.list() : undefined;
  // A failure is dealt with where the list is used; there may be nothing to announce by then.
  agents?.catch(() => undefined);
  const { change } = await changeSession(
    ports,
    first.sessionId,
    (session, now) => next(session, assessment, { now, escalationId, excerpt, answered }),
    first,
  );
  if (change && !change.after.escalation && change.messages.length > 0) {
    await tellCustomer(ports, change.after, { type: 'message.created', ...customerUpdate(change) });
  }
  if (!change?.after.escalation) return;
  ports.telemetry.count('EscalationCreated');
  await Promise.all([
    tellCustomer(ports, change.after, {
      type: 'session.status_changed',
      ...customerUpdate(change),
      reason: 'escalated',
    }),
    announceWaiting(ports, change.after, agents),
  ]);
}

function next(
  session: Session,
  assessment: Assessment,
  about: { now: number; escalationId: string; excerpt: string; answered: boolean },
): Change | null {
  if (!isUnassessed(session)) return null;
  if (assessment.escalate) return escalate(session, assessment, about);
  // A later turn has its own message on the queue and will be assessed with it.
  return session.candidate.seq > assessment.assessedSeq
    ? null
    : dismissCandidate(session, about.now, about.answered);
}

function isUnassessed(
  session: Session | null,
): session is Session & { candidate: NonNullable<Session['candidate']> } {
  return session?.status === 'bot' && session.candidate !== undefined;
}

/** Those entries that count: the session came (back) to the bot before them. */
function sinceBot({ botSinceSeq }: Session, messages: readonly Message[]): Message[] {
  return messages.filter(({ seq }) => seq > botSinceSeq);
}

/** Pairs each customer entry with the bot entry that answers it. */
function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: Turn[] = [];
  for (const { seq, from, text, bot } of messages) {
    if (from.role === 'customer') turns.push({ seq, text });
    const turn = turns.at(-1);
    if (from.role === 'bot' && bot && turn) turn.bot = { ...bot, text };
  }
  return turns;
}

function lastWords(messages: readonly Message[]): string {
  return excerptOf(messages.findLast(({ from }) => from.role === 'customer')?.text ?? '');
}

function unassessed(assessedSeq: number): Assessment {
  return {
    escalate: true,
    score: 1,
    categories: { ai_performance: 0, user_behaviour: 0, topic: 0, sentiment: 0 },
    priority: 'medium',
    queue: 'general',
    reasons: [
      {
        code: 'request.explicit',
        score: 1,
        evidence: [{ seq: assessedSeq, text: 'The customer asked for a person.', quote: false }],
      },
      {
        code: 'system.analyzer_unavailable',
        score: 1,
        evidence: [
          { seq: assessedSeq, text: 'No assessment was made within a minute.', quote: false },
        ],
      },
    ],
    policyVersion: 'none',
    assessedSeq,
  };
}
