import { type Availability, QueueName } from '../../../protocol/vocabulary.ts';
import type { Agent } from '../clients/agent.ts';
import type { Cast } from './cast.ts';

const QUEUES = QueueName.options;
const CHOICES: readonly Availability[] = ['available', 'busy', 'away', 'offline'];

const one = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

/** What an agent can lay hands on at a moment. */
interface Reach {
  agent: Agent;
  n: number;
  cast: Cast;
}

/** Does something with one of the agent's sessions, if they hold any. */
const withHeld =
  (does: (reach: Reach, sessionId: string) => void) =>
  (reach: Reach): void => {
    const sessionId = one(reach.agent.desk()?.held() ?? [], reach.n);
    if (sessionId) does(reach, sessionId);
  };

/** Does something with any session, whoever has it: what a supervisor may and others may not. */
const withAny =
  (does: (reach: Reach, sessionId: string) => void) =>
  (reach: Reach): void => {
    const { agent, n, cast } = reach;
    const waiting = agent.desk()?.cards() ?? [];
    const all = [
      ...waiting.map(({ sessionId }) => sessionId),
      ...cast.agents.flatMap((colleague) => colleague.desk()?.held() ?? []),
    ];
    const sessionId = one(all, n);
    if (sessionId) does(reach, sessionId);
  };

const colleagueOf = ({ cast, n }: Reach): string => one(cast.agents, n)?.profile.agentId ?? '';

function claim({ agent }: Reach, place: 0 | -1): void {
  const card = agent.desk()?.cards().at(place);
  if (card) void agent.claim(card.sessionId);
}

function wrapUp({ agent }: Reach, sessionId: string): void {
  const desk = agent.desk();
  const ended = desk?.held().find((id) => desk.session(id)?.getState().status === 'wrap_up');
  void agent.wrapUp(ended ?? sessionId);
}

/** What an agent can do; nothing happens if it is not possible now. `weight`: how often. */
export const AGENT_ACTIONS = {
  claim: { weight: 22, does: (reach) => claim(reach, 0) },
  claim_last: { weight: 4, does: (reach) => claim(reach, -1) },
  accept: { weight: 14, does: ({ agent }) => void agent.accept() },
  reject: { weight: 4, does: ({ agent }) => void agent.reject() },
  answer: {
    weight: 26,
    does: withHeld(({ agent, n }, id) =>
      agent.desk()?.say(id, `${agent.profile.name} says (${n})`),
    ),
  },
  hold: { weight: 3, does: withHeld(({ agent }, id) => void agent.hold(id, true)) },
  resume: { weight: 3, does: withHeld(({ agent }, id) => void agent.hold(id, false)) },
  release: { weight: 3, does: withHeld(({ agent }, id) => void agent.release(id)) },
  give_back: { weight: 3, does: withHeld(({ agent }, id) => void agent.returnToBot(id)) },
  finish: { weight: 4, does: withHeld(({ agent }, id) => void agent.end(id)) },
  wrap_up: { weight: 5, does: withHeld(wrapUp) },
  pass_to_queue: {
    weight: 2,
    does: withHeld(({ agent, n }, id) => void agent.transfer(id, { queue: one(QUEUES, n) })),
  },
  pass_to_agent: {
    weight: 3,
    does: withHeld(
      (reach, id) =>
        void reach.agent.transfer(id, { agentId: colleagueOf(reach), note: `NOTE-${reach.n}` }),
    ),
  },
  note: { weight: 5, does: withAny(({ agent, n }, id) => void agent.note(id, `NOTE-${n}`)) },
  meddle: { weight: 3, does: withAny(({ agent }, id) => agent.desk()?.meddle(id)) },
  reassign: {
    weight: 3,
    does: withAny((reach, id) => void reach.agent.reassign(id, colleagueOf(reach))),
  },
  choose: {
    weight: 4,
    does: ({ agent, n }) => void agent.choose(one(CHOICES, n) ?? 'available'),
  },
  type: {
    weight: 2,
    does: withHeld(({ agent }, id) => agent.desk()?.session(id)?.setTyping(true)),
  },
  read: { weight: 1, does: withHeld(({ agent }, id) => void agent.read(id)) },
  leave: { weight: 4, does: ({ agent }) => agent.leave() },
  open: { weight: 7, does: ({ agent }) => agent.open() },
  reload: { weight: 4, does: ({ agent }) => agent.reload() },
  second_desk: { weight: 4, does: ({ agent }) => agent.openSecond() },
  vanish: { weight: 1, does: ({ agent }) => agent.vanish() },
  sleep: { weight: 2, does: ({ agent, n }) => agent.desk()?.sleep(n % 2 === 0) },
} as const satisfies Record<string, { weight: number; does: (reach: Reach) => void }>;

/** The name of something that an agent does. */
export type AgentAct = keyof typeof AGENT_ACTIONS;
