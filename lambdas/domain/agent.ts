import type { Agent } from '../../protocol/agent.ts';
import type { Participant } from '../../protocol/message.ts';
import type { AgentStatus, Availability, QueueName } from '../../protocol/vocabulary.ts';
import { POLICY } from './policy.ts';

/** An agent or supervisor as stored. */
export interface AgentRecord {
  agentId: string;
  name: string;
  team: string;
  supervisor: boolean;
  queues: QueueName[];
  availability: Availability;
  capacity: number;
  /** Ids of the sessions held, wrap-ups that still count included. */
  sessions: string[];
  /** Ids of the sessions whose wrap-up is owed but no longer counts. */
  parked: string[];
  /** Ids of the offers that wait for this agent's answer. */
  offers: string[];
  /** They let an offer or a customer wait; cleared when they choose again. */
  notResponding?: boolean;
  /** Since when they have had one chat less, or have been available. */
  idleSince?: number;
  connectionId?: string;
  seenAt?: number;
  lostAt?: number;
  /** The connection whose end made `lostAt`. */
  lostConnectionId?: string;
}

/** True if the agent's socket shows life. */
export function isPresent(agent: AgentRecord, now: number): boolean {
  return agent.connectionId !== undefined && (agent.seenAt ?? 0) > now - POLICY.agentSeenMs;
}

/** True if sessions still held by this agent must find somebody else. */
export function isLost(agent: AgentRecord, now: number): boolean {
  if (agent.connectionId !== undefined) return !isPresent(agent, now);
  return (agent.lostAt ?? 0) <= now - POLICY.agentGraceMs;
}

/** How the server sees the agent: their choice, or what stands against it. */
export function statusOf(agent: AgentRecord): AgentStatus {
  if (agent.availability === 'offline') return 'offline';
  if (agent.notResponding) return 'not_responding';
  if (agent.availability !== 'available') return agent.availability;
  return agent.sessions.length >= agent.capacity ? 'at_capacity' : 'available';
}

/** True if a waiting session may be offered to the agent now. */
export function isRoutable(agent: AgentRecord, now: number): boolean {
  return isPresent(agent, now) && statusOf(agent) === 'available' && agent.offers.length === 0;
}

/** True if the agent is at work, so that somebody who waits can hope for them. */
export function isAtWork(agent: AgentRecord, now: number): boolean {
  const there = isPresent(agent, now) || !isLost(agent, now);
  const status = statusOf(agent);
  return there && (status === 'available' || status === 'busy' || status === 'at_capacity');
}

/** The agent as participants see them. */
export function participantOf(agent: Pick<AgentRecord, 'agentId' | 'name' | 'team'>): Participant {
  return { role: 'agent', id: agent.agentId, name: agent.name, team: agent.team };
}

/** The agent as the dashboard sees them. */
export function viewOf(agent: AgentRecord, now: number): Agent {
  const { agentId, name, team, supervisor, queues, availability, capacity, sessions } = agent;
  return {
    agentId,
    name,
    team,
    supervisor,
    queues,
    availability,
    capacity,
    sessions,
    seenAt: agent.seenAt ?? null,
    present: isPresent(agent, now),
    status: statusOf(agent),
  };
}
