import type { Assessment } from '../../protocol/assessment.ts';
import type { Message } from '../../protocol/message.ts';
import type { Candidate } from '../../protocol/queue-messages.ts';
import type { Turn } from '../analysis/types.ts';
import type { AgentRecord } from '../domain/agent.ts';
import type { Change } from '../domain/change.ts';
import { dismissCandidate } from '../domain/conversation.ts';
import { escalate } from '../domain/escalating.ts';
import { POLICY } from '../domain/policy.ts';
import { troubleIn } from '../domain/routing.ts';
import type { Session } from '../domain/session.ts';
import { excerptOf } from '../domain/transcript.ts';
import type { Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { announceWaiting, customerUpdate, routing, setTimers, tellCustomer } from './notify.ts';

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
  const assessment = ports.analyzer.assess({
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
  if (!assessment.escalate) {
    const { session, change } = await changeSession(
      ports,
      first.sessionId,
      (at, now) => dismiss(at, assessment, now, answered),
      first,
    );
    if (change?.messages.length) {
      await tellCustomer(ports, session, { type: 'message.created', ...customerUpdate(change) });
    }
    return;
  }
  const escalationId = ports.clock.newId();
  // Before the commit: nobody is promised a person while there is none.
  const agents = await ports.agents.list();
  const { session, change } = await changeSession(
    ports,
    first.sessionId,
    (at, now) => {
      if (!isUnassessed(at)) return null;
      const trouble = troubleIn(assessment.queue, agents, now);
      return escalate(at, assessment, { now, escalationId, excerpt, trouble });
    },
    first,
  );
  if (change) await announceEscalated(ports, session, change, agents);
}

async function announceEscalated(
  ports: Ports,
  session: Session,
  change: Change,
  agents: AgentRecord[],
): Promise<void> {
  const { escalation, sessionId } = session;
  if (!escalation) return;
  ports.telemetry.count('EscalationCreated');
  const update = customerUpdate(change);
  await Promise.all([
    tellCustomer(
      ports,
      session,
      escalation.trouble
        ? { type: 'escalation.failed', ...update, reason: escalation.trouble }
        : { type: 'session.status_changed', ...update, reason: 'escalated' },
    ),
    announceWaiting(ports, session, agents),
    setTimers(ports, [
      routing([escalation.queue], sessionId),
      {
        timer: { kind: 'max_wait', sessionId, escalationId: escalation.escalationId },
        delayMs: POLICY.maxWaitMs,
      },
    ]),
  ]);
}

function dismiss(
  session: Session,
  { assessedSeq }: Assessment,
  now: number,
  answered: boolean,
): Change | null {
  // A later turn has its own message on the queue and will be assessed with it.
  if (!isUnassessed(session) || session.candidate.seq > assessedSeq) return null;
  return dismissCandidate(session, now, answered);
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
