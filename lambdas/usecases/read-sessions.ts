import type {
  EscalationList,
  MessageList,
  SessionContext,
  SessionList,
  SessionView,
} from '../../protocol/http.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { NotAllowedError } from '../domain/errors.ts';
import { POLICY } from '../domain/policy.ts';
import { serves } from '../domain/routing.ts';
import { agentOf, type Session } from '../domain/session.ts';
import { summarise, triedArticles } from '../domain/summary.ts';
import type { AgentProfile, Ports } from '../ports.ts';

const PAGE_LIMIT = 100;

/** The session as agents see it. */
export function sessionView(session: Session): SessionView {
  return {
    sessionId: session.sessionId,
    version: session.version,
    status: session.status,
    lastSeq: session.seq,
    openedAt: session.openedAt,
    customer: session.customer,
    customerPresent: session.customerConnectionId !== undefined,
    agent: agentOf(session),
    waitingSince: session.escalation?.waitingSince ?? null,
    closeReason: session.closeReason ?? null,
    outcome: session.outcome ?? null,
    queue: session.escalation?.queue ?? null,
    awaitingReplySince: session.awaitingReplySince ?? null,
    details: session.details ?? {},
    previous: session.previous ?? null,
    csat: session.csat?.score ?? null,
  };
}

/** All that wait in the agent's queues, soonest first. */
export async function listEscalations(ports: Ports, agent: AgentProfile): Promise<EscalationList> {
  const queues = QueueName.options.filter((queue) => serves(agent, queue));
  const lists = await Promise.all(queues.map((queue) => ports.sessions.pending(queue)));
  const escalations = lists.flat().sort((a, b) => a.place - b.place);
  return { escalations, serverTime: ports.clock.now() };
}

/** The sessions this agent holds, and those whose wrap-up they still owe. */
export async function listSessions(ports: Ports, agentId: string): Promise<SessionList> {
  const agent = await ports.agents.get(agentId);
  const ids = [...(agent?.sessions ?? []), ...(agent?.parked ?? [])];
  const sessions = await Promise.all(ids.map((id) => ports.sessions.get(id)));
  return { sessions: sessions.filter((session) => session !== null).map(sessionView) };
}

/** The context card. @throws NotAllowedError `session_unknown`, `not_your_session`, `not_eligible`. */
export async function readContext(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<SessionContext> {
  const session = await readable(ports, agent, sessionId);
  const { customerId = sessionId, openedAt } = session;
  const [escalations, notes, read, messages, contacts] = await Promise.all([
    ports.sessions.escalations(sessionId),
    ports.sessions.notes(sessionId),
    ports.sessions.readMarks(sessionId),
    ports.sessions.lastMessages(sessionId, POLICY.assessedMessages),
    ports.sessions.contacts(customerId, openedAt - POLICY.repeatContactMs),
  ]);
  return {
    session: sessionView(session),
    escalations,
    notes,
    read,
    summary: summarise(session, messages),
    tried: triedArticles(messages),
    recentContacts: contacts.filter((contact) => contact.sessionId !== sessionId),
  };
}

/** The transcript after a place. @throws NotAllowedError as {@link readContext}. */
export async function readMessages(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
  after: number,
): Promise<MessageList> {
  const session = await readable(ports, agent, sessionId);
  const messages = await ports.sessions.messagesAfter(sessionId, after, PAGE_LIMIT);
  const last = messages.at(-1)?.seq ?? after;
  return { messages, lastSeq: session.seq, more: last < session.seq };
}

/** Agents may read what waits for them, is offered to them, or is or was theirs last; supervisors, all. */
async function readable(ports: Ports, agent: AgentProfile, sessionId: string): Promise<Session> {
  const session = await ports.sessions.get(sessionId);
  if (!session) throw new NotAllowedError('session_unknown');
  const own = session.assignment?.agentId === agent.agentId;
  const asked = session.escalation?.offer?.agentId === agent.agentId;
  if (own || asked || agent.supervisor) return session;
  if (session.status !== 'queued' || !session.escalation) {
    throw new NotAllowedError('not_your_session');
  }
  if (!serves(agent, session.escalation.queue)) throw new NotAllowedError('not_eligible');
  return session;
}
