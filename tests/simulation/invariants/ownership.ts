import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Invariant } from './timeline.ts';

const singleOwner: Invariant = {
  id: 'I9',
  name: 'single owner',
  statement:
    'A session has one agent at a time: it comes to the next only after the last has left or by a supervisor’s word, and only its agent speaks in it.',
  check: ({ of, calls }) => {
    const wrong: string[] = [];
    for (const { before, after, messages, change } of of('write')) {
      const [from, to] = [before?.assignment, after.assignment];
      const entry = change?.escalation?.kind === 'append' ? change.escalation.entry : null;
      if (from && to && from.assignmentId !== to.assignmentId && entry?.cause !== 'reassigned') {
        wrong.push(`${after.sessionId}: from ${from.agentId} to ${to.agentId} in one step`);
      }
      for (const { from: author } of messages) {
        if (author.role === 'agent' && author.id !== from?.agentId) {
          wrong.push(`${after.sessionId}: ${author.id} speaks while ${from?.agentId} holds it`);
        }
      }
    }
    for (const { cause, ending } of calls.values()) {
      if (cause.fn !== 'api' || cause.command !== 'claim' || ending?.status !== 'ok') continue;
      const { sessionId, assignment } = ending.value as Session;
      const who = cause.who.split('/')[0];
      if (assignment?.agentId !== who)
        wrong.push(`${who} was given ${sessionId}, which is not theirs`);
    }
    return wrong;
  },
};

const capacity: Invariant = {
  id: 'I10',
  name: 'capacity',
  statement: 'No agent takes a session beyond their capacity.',
  check: ({ of }) =>
    of('agent').flatMap(({ before, after }) =>
      after.sessions.length > (before?.sessions.length ?? 0) &&
      after.sessions.length > after.capacity
        ? [`${after.agentId} holds ${after.sessions.length} of ${after.capacity}`]
        : [],
    ),
};

const setMatches: Invariant = {
  id: 'I24',
  name: 'load is what is held',
  statement:
    'At every moment an agent’s set has exactly the sessions assigned to them and the wrap-ups that still count; those that do not are parked.',
  check: ({ history }) => {
    const sessions = new Map<string, Session>();
    const agents = new Map<string, AgentRecord>();
    const wrong = new Set<string>();
    let dirty = false;
    for (const event of history.events) {
      if (event.kind === 'write') {
        sessions.set(event.after.sessionId, event.after);
        dirty = true;
      } else if (event.kind === 'agent') {
        agents.set(event.after.agentId, event.after);
        dirty = true;
      } else if (dirty) {
        dirty = false;
        for (const text of mismatches(sessions, agents)) wrong.add(text);
      }
    }
    return [...wrong];
  },
};

function mismatches(sessions: Map<string, Session>, agents: Map<string, AgentRecord>): string[] {
  const wrong: string[] = [];
  let counted = 0;
  for (const { sessionId, status, assignment, wrapUp } of sessions.values()) {
    if (!assignment) continue;
    const parks = status === 'wrap_up' && wrapUp?.capacityHeld === false;
    if (parks !== (agents.get(assignment.agentId)?.parked.includes(sessionId) ?? false)) {
      wrong.push(`${sessionId} is ${parks ? 'not ' : ''}parked with ${assignment.agentId}`);
    }
    const held = status === 'active' || status === 'on_hold' || wrapUp?.capacityHeld === true;
    if (!held) continue;
    counted += 1;
    if (!agents.get(assignment.agentId)?.sessions.includes(sessionId)) {
      wrong.push(`${assignment.agentId} lacks ${sessionId}`);
    }
  }
  const listed = [...agents.values()].reduce((sum, agent) => sum + agent.sessions.length, 0);
  if (wrong.length === 0 && listed !== counted) wrong.push(`sets hold ${listed}, not ${counted}`);
  return wrong;
}

/** Two sweeps and some seconds: what may pass until the safety net has caught a lost timer. */
const NET_MS = 150_000;

const lostAgentsLose: Invariant = {
  id: 'I36',
  name: 'nobody waits for a lost agent',
  statement: 'A session whose agent is gone beyond the grace finds its way back to the queue.',
  check: ({ history }) => {
    const { heads, agents, now } = history.final;
    return [...heads.values()].flatMap(({ sessionId, status, assignment }) => {
      if (!assignment || (status !== 'active' && status !== 'on_hold')) return [];
      const agent = agents.get(assignment.agentId);
      const goneAt = agent?.connectionId
        ? (agent.seenAt ?? 0) + POLICY.agentSeenMs
        : (agent?.lostAt ?? 0) + POLICY.agentGraceMs;
      return goneAt + NET_MS < now ? [`${sessionId} still waits for ${assignment.agentId}`] : [];
    });
  },
};

const wrapUpFrees: Invariant = {
  id: 'I38',
  name: 'wrap-up frees the agent',
  statement: 'Wrap-up counts against capacity for its time only, whatever becomes of its timer.',
  check: ({ history }) => {
    const { heads, now } = history.final;
    return [...heads.values()].flatMap(({ sessionId, wrapUp }) =>
      wrapUp?.capacityHeld && wrapUp.at + POLICY.wrapUpCapacityMs + NET_MS < now
        ? [`${sessionId} has counted for ${now - wrapUp.at} ms`]
        : [],
    );
  },
};

/** Who has a session. */
export const OWNERSHIP = [singleOwner, capacity, setMatches, lostAgentsLose, wrapUpFrees];
