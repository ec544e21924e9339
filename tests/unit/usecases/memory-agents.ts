import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import type { AgentStore } from '../../../lambdas/ports.ts';

/** A store of agents that keeps the table's conditions. */
export function memoryAgents(agents: Map<string, AgentRecord>): AgentStore {
  const change = async (
    agentId: string,
    holds: (agent: AgentRecord) => boolean,
    patch: Partial<AgentRecord>,
  ): Promise<AgentRecord | null> => {
    await Promise.resolve();
    const agent = agents.get(agentId);
    if (!agent || !holds(agent)) return null;
    const after = { ...agent, ...patch };
    agents.set(agentId, after);
    return structuredClone(after);
  };

  return {
    async signIn(profile) {
      await Promise.resolve();
      const known = agents.get(profile.agentId);
      const agent: AgentRecord = {
        availability: 'away',
        capacity: POLICY.capacity,
        sessions: [],
        ...known,
        ...profile,
      };
      agents.set(agent.agentId, agent);
      return structuredClone(agent);
    },
    async get(agentId) {
      await Promise.resolve();
      return structuredClone(agents.get(agentId) ?? null);
    },
    async list() {
      await Promise.resolve();
      return structuredClone([...agents.values()]);
    },
    setAvailability: (agentId, availability) => change(agentId, () => true, { availability }),
    async connect(agentId, connectionId, now) {
      const displaced = agents.get(agentId)?.connectionId ?? null;
      await change(agentId, () => true, {
        connectionId,
        seenAt: now,
        lostAt: undefined,
        lostConnectionId: undefined,
      });
      return { displaced };
    },
    heartbeat: (agentId, connectionId, now) =>
      change(agentId, (agent) => (agent.connectionId ?? connectionId) === connectionId, {
        seenAt: now,
        connectionId,
        lostAt: undefined,
        lostConnectionId: undefined,
      }),
    async disconnect(agentId, connectionId, now) {
      const done = await change(agentId, (agent) => agent.connectionId === connectionId, {
        connectionId: undefined,
        lostAt: now,
        lostConnectionId: connectionId,
      });
      return done !== null;
    },
  };
}
