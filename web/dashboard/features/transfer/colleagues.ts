import type { Agent } from '../../../../protocol/agent.ts';

/** A colleague as somebody to pass a chat on to. */
export interface Colleague {
  agent: Agent;
  /** Why they cannot take a chat now, or null if they can. */
  obstacle: string | null;
}

/** All colleagues, those who can take a chat first, by name. */
export function colleagues(agents: readonly Agent[], me: string | undefined): Colleague[] {
  return agents
    .filter((agent) => agent.agentId !== me)
    .map((agent) => ({ agent, obstacle: obstacleOf(agent) }))
    .sort(
      (a, b) =>
        Number(a.obstacle !== null) - Number(b.obstacle !== null) ||
        a.agent.name.localeCompare(b.agent.name),
    );
}

function obstacleOf(agent: Agent): string | null {
  if (!agent.present) return 'Not here';
  if (agent.sessions.length >= agent.capacity || agent.status === 'at_capacity') {
    return 'As many chats as they may hold';
  }
  if (agent.status === 'not_responding') return 'Not responding';
  return agent.status === 'available' ? null : agent.status === 'busy' ? 'Busy' : 'Away';
}
