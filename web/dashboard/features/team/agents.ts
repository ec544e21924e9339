import type { Agent } from '../../../../protocol/agent.ts';
import type { EditAgent } from '../../../../protocol/http.ts';
import type { AgentStatus, QueueName } from '../../../../protocol/vocabulary.ts';

/** Most chats a supervisor may let an agent hold at once; the server refuses more. */
export const MOST_CAPACITY = 20;

/** How an agent stands: not there at all, or as the server counts them. */
export type Standing = AgentStatus | 'not_connected';

/** Presence comes first: what somebody chose means nothing while their socket is down. */
export function standingOf(agent: Agent): Standing {
  return agent.present ? agent.status : 'not_connected';
}

const ORDER: readonly Standing[] = [
  'not_responding',
  'available',
  'at_capacity',
  'busy',
  'away',
  'offline',
  'not_connected',
];

/** Those who need a look first, then those at work, then the others; by name within each. */
export function inTeamOrder(agents: readonly Agent[]): Agent[] {
  return [...agents].sort(
    (a, b) =>
      ORDER.indexOf(standingOf(a)) - ORDER.indexOf(standingOf(b)) || a.name.localeCompare(b.name),
  );
}

/** What stands against giving an agent one more chat, if anything. */
export function obstacleOf(agent: Agent): 'not_connected' | 'offline' | 'at_capacity' | null {
  if (!agent.present) return 'not_connected';
  if (agent.availability === 'offline') return 'offline';
  return agent.sessions.length >= agent.capacity ? 'at_capacity' : null;
}

/** Whom a chat can be given to, but its holder: those with room first, the available before others. */
export function candidates(agents: readonly Agent[], holderId: string | undefined): Agent[] {
  const rank = (agent: Agent) => {
    if (obstacleOf(agent) !== null) return 2;
    return agent.status === 'available' ? 0 : 1;
  };
  return agents
    .filter(({ agentId }) => agentId !== holderId)
    .sort(
      (a, b) =>
        rank(a) - rank(b) || a.sessions.length - b.sessions.length || a.name.localeCompare(b.name),
    );
}

/** A supervisor's wish as typed. */
export interface AgentForm {
  capacity: string;
  queues: readonly QueueName[];
}

/** What is wrong with a wish, or what to send of it: only what differs from the agent as is. */
export function checkAgentForm(
  agent: Agent,
  form: AgentForm,
): { problem: 'capacity' | 'queues' } | { edit: EditAgent } {
  const capacity = Number(form.capacity);
  const whole = /^\d{1,3}$/.test(form.capacity.trim());
  if (!whole || capacity < 1 || capacity > MOST_CAPACITY) return { problem: 'capacity' };
  if (form.queues.length === 0) return { problem: 'queues' };
  const sameQueues =
    form.queues.length === agent.queues.length &&
    form.queues.every((queue) => agent.queues.includes(queue));
  return {
    edit: {
      ...(capacity === agent.capacity ? {} : { capacity }),
      // Once sent they no longer follow the sign-in, so they are sent only if they were changed.
      ...(sameQueues ? {} : { queues: [...form.queues] }),
    },
  };
}
