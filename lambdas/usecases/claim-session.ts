import { type AssignmentType, QueueName } from '../../protocol/vocabulary.ts';
import { type AgentRecord, participantOf } from '../domain/agent.ts';
import { claim } from '../domain/assignment.ts';
import type { Change } from '../domain/change.ts';
import { StateError } from '../domain/errors.ts';
import type { OpenEscalation } from '../domain/escalation.ts';
import { POLICY } from '../domain/policy.ts';
import { isHeld, type Session } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import {
  customerUpdate,
  rescindOffer,
  routing,
  setTimers,
  tellCustomer,
  updateOf,
} from './notify.ts';
import { tellOne, tellQueue } from './tell-agents.ts';

/**
 * An agent joins a waiting session; of any number that try, exactly one wins. Claiming one's own
 * session again stores nothing and tells everybody again: the answer to the first may be lost.
 *
 * @returns the session as the agent holds it.
 * @throws StateError `already_taken` (details: `winner`), `session_not_waiting`,
 *   `session_closed`, `at_capacity`, `agent_not_available`; NotAllowedError `session_unknown`,
 *   `not_eligible`.
 */
export async function claimSession(
  ports: Ports,
  caller: AgentProfile,
  sessionId: string,
): Promise<Session> {
  const agents = await ports.agents.list();
  return take(ports, agents, recordOf(agents, caller), sessionId, 'self_join');
}

/**
 * The agent takes the session that is offered to them.
 *
 * @throws StateError `offer_gone` if it is not offered to them any more; as {@link claimSession}.
 */
export async function acceptOffer(
  ports: Ports,
  caller: AgentProfile,
  offer: { offerId: string; sessionId: string },
): Promise<Session> {
  const agents = await ports.agents.list();
  const agent = recordOf(agents, caller);
  return take(ports, agents, agent, offer.sessionId, 'offer', (session) => {
    const asked = session.escalation?.offer;
    const mine = asked?.offerId === offer.offerId && asked.agentId === agent.agentId;
    if (session.status === 'queued' && !mine) throw new StateError('offer_gone');
  });
}

/** Gives a waiting session to a free agent without asking, as the policy may want it. */
export async function autoAssign(
  ports: Ports,
  agents: AgentRecord[],
  agent: AgentRecord,
  sessionId: string,
): Promise<void> {
  const session = await take(ports, agents, agent, sessionId, 'auto');
  await tellOne(ports, agent, {
    type: 'assignment.changed',
    sessionId,
    version: session.version,
    change: 'auto',
    reason: 'auto',
  });
}

/** The list holds the newest address of the agent, which the session's head is to carry. */
export function recordOf(
  agents: readonly AgentRecord[],
  { agentId }: Pick<AgentProfile, 'agentId'>,
): AgentRecord {
  const agent = agents.find((one) => one.agentId === agentId);
  if (!agent) throw new StateError('agent_not_available');
  return agent;
}

async function take(
  ports: Ports,
  agents: AgentRecord[],
  agent: AgentRecord,
  sessionId: string,
  type: AssignmentType,
  check: (session: Session) => void = () => undefined,
): Promise<Session> {
  const assignmentId = ports.clock.newId();
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    if (session.assignment?.agentId === agent.agentId && isHeld(session)) return null;
    check(session);
    return claim(session, agent, { now, assignmentId, type });
  });
  if (change) ports.telemetry.count('SessionClaimed');
  await announceJoined(ports, agents, agent, session, change);
  return session;
}

/**
 * Tells everybody concerned that this agent has the session now, and starts the agent's time to
 * answer. Never throws.
 */
export async function announceJoined(
  ports: Ports,
  agents: AgentRecord[],
  agent: AgentRecord,
  session: Session,
  change: Change | null,
): Promise<void> {
  const { sessionId, escalation, assignment } = session;
  const before = change?.before.escalation;
  await Promise.all([
    tellCustomer(ports, session, {
      type: 'participant.joined',
      ...(change ? customerUpdate(change) : updateOf(session, [])),
      participant: participantOf(agent),
    }),
    escalation && tellTaken(ports, agents, agent, session, escalation),
    before && rescindOffer(ports, agents, sessionId, before, agent.agentId),
    before && tellPasser(ports, agents, agent, sessionId, before),
    change &&
      assignment &&
      setTimers(ports, [
        {
          timer: { kind: 'attention', sessionId, assignmentId: assignment.assignmentId },
          delayMs: POLICY.agentReplyMs,
        },
        // Whoever was being asked, had it before or has room left can be asked for the next one.
        routing(QueueName.options),
      ]),
  ]);
}

function tellTaken(
  ports: Ports,
  agents: AgentRecord[],
  agent: AgentRecord,
  { sessionId, version }: Session,
  { queue, escalationId }: OpenEscalation,
): Promise<void> {
  return tellQueue(
    ports,
    agents,
    queue,
    {
      type: 'escalation.accepted',
      sessionId,
      escalationId,
      version,
      agent: participantOf(agent),
    },
    agent.agentId,
  );
}

async function tellPasser(
  ports: Ports,
  agents: AgentRecord[],
  agent: AgentRecord,
  sessionId: string,
  { passedOnBy }: OpenEscalation,
): Promise<void> {
  const passer = agents.find(({ agentId }) => agentId === passedOnBy);
  if (!passer || passer.agentId === agent.agentId) return;
  await tellOne(ports, passer, {
    type: 'transfer.succeeded',
    sessionId,
    to: participantOf(agent),
  });
}
