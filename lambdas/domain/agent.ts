import type { Agent } from '../../protocol/agent.ts';
import type { Participant } from '../../protocol/message.ts';
import type { Availability, QueueName } from '../../protocol/vocabulary.ts';
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

/** The agent as participants see them. */
export function participantOf(agent: Pick<AgentRecord, 'agentId' | 'name' | 'team'>): Participant {
  return { role: 'agent', id: agent.agentId, name: agent.name, team: agent.team };
}

/** The agent as the dashboard sees them. */
export function viewOf(agent: AgentRecord): Agent {
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
  };
}
