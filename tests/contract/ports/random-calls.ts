import type { ReadMarks } from '../../../protocol/server-frames.ts';
import { idOf } from '../../simulation/memory/world.ts';
import { feedbackOn, MINUTE, NOW, openingOf, profileOf, type Stores } from './builders.ts';
import {
  agent,
  anyHead,
  QUEUES,
  randomChange,
  SESSION_IDS,
  type Situation,
  session,
} from './random-change.ts';

/** One call, the same for every store: made before it is known what they answer. */
export interface RandomCall {
  name: string;
  args: unknown[];
  run(stores: Stores): Promise<unknown>;
}

const AVAILABILITIES = ['available', 'available', 'available', 'busy', 'away', 'offline'] as const;
const DAYS = ['2026-01-01', '2026-01-02'];

type Stock<K extends keyof Stores> = Stores[K];
type Method<K extends keyof Stores> = {
  [M in keyof Stock<K>]: Stock<K>[M] extends (...args: never[]) => Promise<unknown> ? M : never;
}[keyof Stock<K>] &
  string;
type ArgsOf<K extends keyof Stores, M extends Method<K>> = Stock<K>[M] extends (
  ...args: infer A
) => unknown
  ? A
  : never;

function call<K extends keyof Stores, M extends Method<K>>(
  store: K,
  method: M,
  ...args: ArgsOf<K, M>
): RandomCall {
  return {
    name: `${store}.${method}`,
    args,
    run: (stores) => {
      const target = stores[store] as unknown as Record<
        string,
        (...a: unknown[]) => Promise<unknown>
      >;
      // Each store gets its own copy, so that none can change what the other is given.
      return target[method]?.(...structuredClone(args as unknown[])) as Promise<unknown>;
    },
  };
}

/** The next call, by chance. */
export async function randomCall(situation: Situation): Promise<RandomCall> {
  const { random } = situation;
  if (random.chance(0.3)) {
    return call('sessions', 'commit', await randomChange(situation), situation.now);
  }
  const makers = random.pick([
    SESSION_CALLS,
    SESSION_CALLS,
    AGENT_CALLS,
    TICKET_CALLS,
    RECORD_CALLS,
    FEEDBACK_CALLS,
  ]);
  return random.pick(makers)(situation);
}

const customerLine = ({ random }: Situation) => `c${random.int(1, 2)}`;
const agentLine = ({ random }: Situation) => `a${random.int(1, 2)}`;
const mark = ({ random }: Situation): keyof ReadMarks =>
  random.pick(['customer', 'agent'] as const);

type Maker = (situation: Situation) => RandomCall | Promise<RandomCall>;

const SESSION_CALLS: Maker[] = [
  (s) => call('sessions', 'get', session(s)),
  (s) => {
    const n = s.random.int(1, SESSION_IDS.length);
    const patch = {
      ...(s.random.chance(0.5) && { customerId: `dana-${n}` }),
      ...(s.random.chance(0.2) && { previous: { sessionId: idOf(99), at: NOW } }),
    };
    return call('sessions', 'connectCustomer', openingOf(n, patch), customerLine(s), s.now);
  },
  (s) => call('sessions', 'helloCustomer', session(s), customerLine(s)),
  helloAgent,
  helloAgent,
  (s) => call('sessions', 'loseCustomer', session(s), customerLine(s), s.now),
  async (s) => {
    const { sessionId, version } = await anyHead(s);
    const seen = version - s.random.pick([0, 0, 1]);
    return call('sessions', 'loseCustomer', sessionId, customerLine(s), s.now, seen);
  },
  (s) => call('sessions', 'loseAgentAddress', session(s), agentLine(s)),
  (s) => call('sessions', 'messagesAfter', session(s), s.random.int(0, 12), s.random.int(1, 8)),
  (s) => call('sessions', 'lastMessages', session(s), s.random.int(1, 8)),
  (s) => call('sessions', 'page', session(s), s.random.int(0, 12), s.random.int(1, 8)),
  (s) => call('sessions', 'readMarks', session(s)),
  (s) => call('sessions', 'markRead', session(s), mark(s), s.random.int(0, 9), s.now),
  (s) => call('sessions', 'escalations', session(s)),
  (s) => call('sessions', 'notes', session(s)),
  (s) =>
    call('sessions', 'contacts', `dana-${s.random.int(1, 2)}`, NOW + s.random.int(-2, 5) * MINUTE),
  (s) => call('sessions', 'pending', s.random.pick(QUEUES)),
  (s) => call('sessions', 'due', s.now + s.random.int(-5, 20) * MINUTE),
];

const AGENT_CALLS: Maker[] = [
  (s) => {
    const profile = {
      ...profileOf(agent(s)),
      queues: [s.random.pick(QUEUES)],
      supervisor: s.random.chance(0.3),
    };
    return call('agents', 'signIn', profile);
  },
  (s) => call('agents', 'get', agent(s)),
  () => call('agents', 'list'),
  (s) => call('agents', 'setAvailability', agent(s), s.random.pick(AVAILABILITIES), s.now),
  (s) => {
    const change = {
      ...(s.random.chance(0.6) && { capacity: s.random.pick([1, 1, 2]) }),
      ...(s.random.chance(0.3) && { queues: [s.random.pick(QUEUES)] }),
    };
    return call('agents', 'edit', agent(s), change);
  },
  (s) => call('agents', 'connect', agent(s), agentLine(s), s.now),
  (s) => call('agents', 'connect', agent(s), agentLine(s), s.now),
  (s) => call('agents', 'heartbeat', agent(s), agentLine(s), s.now),
  (s) => call('agents', 'disconnect', agent(s), agentLine(s), s.now),
];

const TICKET_CALLS: Maker[] = [
  (s) => {
    s.tickets += 1;
    const holder = s.random.chance(0.5)
      ? { role: 'agent' as const, agentId: agent(s) }
      : { role: 'customer' as const, ...openingOf(1) };
    // Never twice: a hash is of a random secret.
    const hash = `t${s.tickets}`;
    return call(
      'tickets',
      'put',
      hash,
      holder,
      'https://a.example',
      s.now + s.random.int(0, 30) * MINUTE,
    );
  },
  (s) => {
    const origin = s.random.chance(0.8) ? 'https://a.example' : 'https://b.example';
    // The latest ones, or one that nobody has made.
    const hash = `t${Math.max(0, s.tickets - s.random.int(0, 2))}`;
    return call('tickets', 'consume', hash, { connectionId: customerLine(s), origin, now: s.now });
  },
  (s) => call('tickets', 'count', `address-${s.random.int(1, 2)}`, s.now),
];

const RECORD_CALLS: Maker[] = [
  (s) => call('records', 'leftMessages', s.random.pick(QUEUES), s.random.int(1, 4)),
  (s) => {
    const by = { role: 'agent' as const, id: agent(s) };
    const left = {
      queue: s.random.pick(QUEUES),
      at: NOW + s.random.int(0, 3),
      sessionId: session(s),
    };
    return call('records', 'handleLeft', left, { by, at: s.now });
  },
  (s) => {
    const add = { 'all/sessions': 1, [`all/${s.random.int(1, 3)}`]: s.random.int(-3, 9) };
    const max: Record<string, number> = s.random.chance(0.6)
      ? { [`longest/${s.random.int(1, 2)}`]: s.random.int(0, 99) }
      : {};
    return call('records', 'count', s.random.pick(DAYS), { add, max });
  },
  (s) => call('records', 'totals', s.random.pick(DAYS)),
  () => call('records', 'cannedReplies'),
  (s) => {
    const replies = [{ shortcut: 'hi', text: `hi ${s.random.int(1, 99)}` }];
    return call('records', 'replaceCannedReplies', { version: s.random.int(0, 3), replies });
  },
];

const FEEDBACK_CALLS: Maker[] = [
  (s) => {
    const n = s.random.int(1, 2);
    const patch = { verdict: s.random.pick(['right', 'too_early', 'too_late'] as const) };
    // The day is the escalation's, so the same one never comes with two of them.
    return call('feedback', 'put', feedbackOn(session(s), n, patch), s.now);
  },
  (s) => {
    const after = s.random.chance(0.5) ? { sessionId: session(s), n: s.random.int(1, 2) } : null;
    return call('feedback', 'ofDay', s.random.pick(DAYS), after, s.random.int(1, 4));
  },
];

/** Mostly of the agent who holds the session. */
async function helloAgent(s: Situation): Promise<RandomCall> {
  const { sessionId, assignment } = await anyHead(s);
  const holder = s.random.chance(0.8) ? assignment?.agentId : undefined;
  const connection = { connectionId: agentLine(s), connectedAt: NOW + s.random.int(0, 4) };
  return call('sessions', 'helloAgent', sessionId, holder ?? agent(s), connection);
}
