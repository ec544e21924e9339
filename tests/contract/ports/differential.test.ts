import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { createRandom } from '../../simulation/random.ts';
import { type AdapterStores, startAdapterStores } from './adapter-stages.ts';
import { NOW, openingOf, ordered, present, type Stores } from './builders.ts';
import { memoryStores } from './memory-stages.ts';
import { type RandomCall, randomCall } from './random-calls.ts';
import { AGENT_IDS, SESSION_IDS, type Situation } from './random-change.ts';

/** The same histories every time; `PORTS_SEED=<n>` plays others. */
const SEED = Number(process.env.PORTS_SEED ?? 1);
const HISTORIES = 12;
const CALLS = 250;

let adapters: AdapterStores;
beforeAll(async () => {
  adapters = await startAdapterStores();
});
afterAll(() => adapters.close());

/** Opens the sessions and brings the agents to work, with little room. */
async function furnish(stores: Stores): Promise<void> {
  for (const agentId of AGENT_IDS) {
    await present(stores, agentId);
    await stores.agents.edit(agentId, { capacity: 1 });
  }
  for (const [i] of SESSION_IDS.entries()) {
    await stores.sessions.connectCustomer(openingOf(i + 1), 'c1', NOW);
  }
}

/** What came of a call, without the order of what has none. */
async function answerOf(work: Promise<unknown>, name: string): Promise<unknown> {
  try {
    const value = await work;
    if (name === 'sessions.due') return (value as string[]).sort();
    if (name === 'agents.list') return sortedById((value as AgentRecord[]).map(ordered));
    if (name === 'agents.heartbeat' && value) {
      const { before, agent } = value as Record<'before' | 'agent', AgentRecord>;
      return { before: ordered(before), agent: ordered(agent) };
    }
    if (name.startsWith('agents.') && isRecord(value)) return ordered(value);
    return value;
  } catch (error) {
    const { name: kind, code } = error as { name: string; code?: string };
    return { threw: kind, code };
  }
}

/** A page that does not reach the end of the transcript may come without read marks. */
async function lacksMarks({ name, args }: RandomCall, { sessions }: Stores): Promise<boolean> {
  if (name !== 'sessions.page') return false;
  const [sessionId, seq, limit] = args as [string, number, number];
  return (await sessions.messagesAfter(sessionId, seq + limit, 1)).length > 0;
}

function isRecord(value: unknown): value is AgentRecord {
  return typeof value === 'object' && value !== null && 'sessions' in value;
}

function sortedById(agents: AgentRecord[]): AgentRecord[] {
  return agents.sort((a, b) => (a.agentId < b.agentId ? -1 : 1));
}

/** Everything there is to read afterwards. */
async function everything({ sessions, agents, records }: Stores): Promise<unknown> {
  return {
    sessions: await Promise.all(
      SESSION_IDS.map(async (id) => [
        await sessions.get(id),
        await sessions.messagesAfter(id, 0, 500),
        await sessions.readMarks(id),
        await sessions.escalations(id),
      ]),
    ),
    pending: [await sessions.pending('billing'), await sessions.pending('technical')],
    due: (await sessions.due(NOW * 2)).sort(),
    agents: sortedById((await agents.list()).map(ordered)),
    left: [await records.leftMessages('billing', 99), await records.leftMessages('technical', 99)],
  };
}

it(`memory and adapters answer every call alike (PORTS_SEED=${SEED})`, {
  timeout: 180_000,
}, async () => {
  const outcomes = new Map<string, number>();
  for (let history = 0; history < HISTORIES; history += 1) {
    const random = createRandom(SEED + history, 'ports');
    const [memory, dynamo] = [await memoryStores(), await adapters.make()];
    const made: RandomCall[] = [];
    const situation: Situation = { random, now: NOW, stores: memory, tickets: 0 };
    await Promise.all([memory, dynamo].map(furnish));
    for (let i = 0; i < CALLS; i += 1) {
      situation.now += random.pick([0, 0, 1, 1000, 60_000]);
      const call = await randomCall(situation);
      made.push(call);
      const unpromised = await lacksMarks(call, memory);
      const [expected, actual] = await Promise.all(
        [memory, dynamo].map(async (stores) => {
          const answer = await answerOf(call.run(stores), call.name);
          return unpromised ? (answer as { messages: unknown }).messages : answer;
        }),
      );
      if (!isDeepStrictEqual(expected, actual)) {
        const told = made.slice(-6).map(({ name, args }) => `${name} ${JSON.stringify(args)}`);
        const where = `PORTS_SEED=${SEED}, history ${history}, call ${i}:\n${told.join('\n')}`;
        expect(actual, where).toEqual(expected);
        throw new Error(where);
      }
      const outcome = typeof actual === 'string' ? actual : threw(actual);
      const key = `${call.name} ${outcome}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
    expect(await everything(dynamo), `PORTS_SEED=${SEED}, history ${history}, at its end`).toEqual(
      await everything(memory),
    );
  }

  // A run in which one of these never came about has compared too little.
  const rare = [
    'sessions.commit committed',
    'sessions.commit conflict',
    'sessions.commit agent_full',
    'sessions.commit agent_absent',
    'sessions.commit agent_back',
    'sessions.helloAgent superseded',
    'sessions.helloAgent not_theirs',
    'tickets.consume ticket_used',
    'tickets.consume ticket_expired',
    'tickets.consume ticket_unknown',
    'tickets.consume ticket_wrong_origin',
  ];
  expect(rare.filter((key) => !outcomes.has(key))).toEqual([]);
});

function threw(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'threw' in answer) {
    return String((answer as { code?: string }).code ?? 'error');
  }
  return answer === null ? 'null' : 'answered';
}
