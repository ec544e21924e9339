import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import type { AgentStore } from '../../../lambdas/ports.ts';
import { copy } from './copy.ts';
import type { MemoryTable } from './table.ts';

/** Agents in memory, with the conditions that the table keeps. Each call takes effect at once. */
export function memoryAgents(table: MemoryTable): AgentStore {
  const { agents } = table;
  const put = (before: AgentRecord | null, next: AgentRecord): AgentRecord => {
    const after = copy(next);
    agents.set(after.agentId, after);
    table.stream.agent({ before, after });
    return copy(after);
  };
  const change = (
    agentId: string,
    holds: (agent: AgentRecord) => boolean,
    patch: Partial<AgentRecord>,
  ): AgentRecord | null => {
    const agent = agents.get(agentId);
    return agent && holds(agent) ? put(agent, { ...agent, ...patch }) : null;
  };

  return {
    async signIn(profile) {
      const known = agents.get(profile.agentId) ?? null;
      return put(known, {
        availability: 'away',
        capacity: POLICY.capacity,
        sessions: [],
        parked: [],
        offers: [],
        ...known,
        ...profile,
        queues: table.fixedQueues.get(profile.agentId) ?? profile.queues,
      });
    },
    async get(agentId) {
      return copy(agents.get(agentId) ?? null);
    },
    async list() {
      return copy([...agents.values()]);
    },
    async setAvailability(agentId, availability, now) {
      return change(agentId, () => true, {
        availability,
        idleSince: now,
        notResponding: undefined,
      });
    },
    async edit(agentId, { capacity, queues }) {
      if (queues && agents.has(agentId)) table.fixedQueues.set(agentId, [...queues]);
      return change(agentId, () => true, {
        ...(capacity !== undefined && { capacity }),
        ...(queues && { queues }),
      });
    },
    async connect(agentId, connectionId, now) {
      const before = agents.get(agentId) ?? null;
      change(agentId, () => true, {
        connectionId,
        seenAt: now,
        lostAt: undefined,
        lostConnectionId: undefined,
      });
      return copy(before);
    },
    async heartbeat(agentId, connectionId, now) {
      const before = agents.get(agentId);
      const agent = change(agentId, (one) => (one.connectionId ?? connectionId) === connectionId, {
        seenAt: now,
        connectionId,
        lostAt: undefined,
        lostConnectionId: undefined,
      });
      return before && agent ? { before: copy(before), agent } : null;
    },
    async disconnect(agentId, connectionId, now) {
      const done = change(agentId, (agent) => agent.connectionId === connectionId, {
        connectionId: undefined,
        lostAt: now,
        lostConnectionId: connectionId,
      });
      return done !== null;
    },
  };
}
