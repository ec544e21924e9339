import { type Endpoints, endpointsOf } from '../../../bin/verify/endpoints.ts';
import type { Cloud } from '../../../local/cloud.ts';
import type { Fault } from '../../../local/faults/faults.ts';
import type { FaultKind } from '../../../local/faults/kinds.ts';
import type { Persona } from '../../../local/oidc/personas.ts';
import { createRandom } from '../../simulation/random.ts';
import { originsOf, tokenOf } from '../laptop-cloud.ts';
import { createStormAgent, type StormAgent } from './agent.ts';
import { checkAftermath, checkConversation } from './checker.ts';
import { startStormCloud } from './cloud.ts';
import { comeBack, converse, type Progress } from './conversation.ts';
import { type Counts, noCounts } from './counts.ts';
import { createStormCustomer, type StormCustomer } from './customer.ts';
import type { ConversationHistory, Violation } from './history.ts';
import { type Script, STORM, scriptsOf } from './plan.ts';
import { openQueues } from './queues.ts';
import { openTable } from './table.ts';

const PERSONAS: readonly Persona[] = Array.from({ length: 6 }, (_, i) => ({
  sub: `agent-${i}`,
  name: `Agent ${i}`,
  email: `agent-${i}@switchboard.example`,
  team: 'Storm',
  // Whoever lists no skills takes whatever waits.
  skills: [],
  groups: ['agent'],
}));

/** What came of a storm. */
export interface StormReport {
  seed: number;
  conversations: number;
  /** Strikes by kind. */
  faults: Partial<Record<FaultKind, number>>;
  /** Each order of the plan with its strikes. */
  orders: readonly Fault[];
  /** Messages that somebody wrote; acknowledgements received, repeats included; entries stored. */
  messages: { written: number; acknowledged: number; stored: number };
  counts: Counts;
  /** SDK calls of the functions, and how many of them were refused. */
  calls: { made: number; refused: number };
  seconds: { storm: number; all: number };
  violations: Violation[];
}

interface Chat {
  script: Script;
  customer: StormCustomer;
  progress: Progress;
}

/**
 * Plays conversations side by side on a fresh cloud while every kind of fault strikes, lets the
 * sky clear, and checks what is left. A seed decides what people do and when a caller's next call
 * is struck; how the callers' calls interleave is the machine's, so that two runs of one seed are
 * alike and not the same.
 */
export async function storm(options: {
  seed: number;
  conversations: number;
}): Promise<StormReport> {
  const { seed, conversations } = options;
  const startedAt = performance.now();
  const counts = noCounts();
  const violations: Violation[] = [];
  const unfinished = (text: string) => violations.push({ invariant: 'finished', text });
  const problems: string[] = [];
  const cloud = await startStormCloud({
    personas: PERSONAS,
    onLog: (entry) => entry.kind === 'problem' && problems.push(entry.text),
  });
  const agents: StormAgent[] = [];
  const chats: Chat[] = [];
  try {
    const endpoints = endpointsOf(cloud.outputs, 'stack outputs');
    for (const persona of PERSONAS) {
      agents.push(await hire(cloud, endpoints, persona, { seed, counts, unfinished }));
    }
    for (const script of scriptsOf(seed, conversations, agents.length)) {
      const { name, jitter } = script;
      const origin = originsOf(cloud).customer;
      const customer = createStormCustomer(endpoints, { origin, name, jitter, counts });
      chats.push({ script, customer, progress: { claims: [], finished: false } });
    }

    cloud.resetCalls();
    cloud.faults.restart(seed, STORM);
    const stormAt = performance.now();
    await Promise.all(
      chats.map(async (chat) => {
        const [first, second] = chat.script.claimers;
        const claimers = [agents[first], agents[second]] as [StormAgent, StormAgent];
        try {
          await converse(chat.script, chat.customer, claimers, chat.progress);
        } catch (error) {
          unfinished(reasonOf(error));
        }
      }),
    );
    const stormMs = performance.now() - stormAt;
    const faults = cloud.faults.injected();
    const orders = cloud.faults.list();
    cloud.faults.clear();

    await calm(chats, agents, unfinished);
    const { histories, ...left } = await collect(cloud, chats);
    const defects = problems.filter((problem) => !FORESEEN.test(problem));
    violations.push(
      ...histories.flatMap(checkConversation),
      ...checkAftermath({ ...left, refusals: counts.refusals, defects }),
    );
    return {
      seed,
      conversations,
      faults,
      orders,
      messages: figuresOf(histories),
      counts,
      calls: callsOf(cloud),
      seconds: { storm: stormMs / 1000, all: (performance.now() - startedAt) / 1000 },
      violations,
    };
  } finally {
    for (const { customer } of chats) customer.close();
    for (const agent of agents) agent.close();
    await cloud.close();
  }
}

async function hire(
  cloud: Cloud,
  endpoints: Endpoints,
  { sub, name }: Persona,
  about: { seed: number; counts: Counts; unfinished: (text: string) => void },
): Promise<StormAgent> {
  const agent = createStormAgent(endpoints, {
    origin: originsOf(cloud).agent,
    agentId: sub,
    name,
    idToken: await tokenOf(cloud, sub),
    jitter: createRandom(about.seed, sub).next,
    counts: about.counts,
    onDefect: (error) => about.unfinished(`${name}’s list was refused: ${reasonOf(error)}`),
  });
  await agent.start();
  return agent;
}

/** Everybody comes back on a fresh connection and sees what there is. */
async function calm(
  chats: readonly Chat[],
  agents: readonly StormAgent[],
  unfinished: (text: string) => void,
): Promise<void> {
  for (const agent of agents) {
    agent.unplug();
    agent.plugIn();
  }
  await Promise.all(
    chats.map(async ({ script, customer, progress: { desk, finished } }) => {
      if (!desk || !finished) return;
      customer.unplug();
      customer.plugIn();
      try {
        await comeBack(customer, desk);
      } catch (error) {
        unfinished(`${script.name} in the calm: ${reasonOf(error)}`);
      }
    }),
  );
}

async function collect(cloud: Cloud, chats: readonly Chat[]) {
  const queues = await openQueues(cloud);
  const table = await openTable(cloud);
  try {
    await queues.settled();
    const histories: ConversationHistory[] = [];
    const statuses = new Map<string, string>();
    for (const { script, customer, progress } of chats) {
      const sessionId = customer.sessionId();
      if (!sessionId) continue;
      const stored = await table.session(sessionId);
      statuses.set(sessionId, stored.head.status);
      const { claims, desk, finished } = progress;
      histories.push({
        name: script.name,
        sessionId,
        finished,
        customer: customer.history(),
        agent: desk?.history() ?? { sent: [], acks: [], heard: [], shown: [] },
        claims,
        stored,
      });
    }
    const deadLetters = await queues.deadLetters();
    const agents = await table.agents();
    return { histories, statuses, agents, deadLetters };
  } finally {
    queues.close();
    table.close();
  }
}

/** What faults do to functions, and what functions that ran out of tries or time answer. */
const FORESEEN =
  /Runtime\.ExitError|UnavailableError|answered 503|Sandbox\.Timedout|IntegrationTimeout/;

function figuresOf(histories: readonly ConversationHistory[]): StormReport['messages'] {
  const sum = (count: (history: ConversationHistory) => number) =>
    histories.reduce((total, history) => total + count(history), 0);
  return {
    written: sum(({ customer, agent }) => customer.sent.length + agent.sent.length),
    acknowledged: sum(({ customer, agent }) => customer.acks.length + agent.acks.length),
    stored: sum(({ stored }) => stored.messages.length),
  };
}

function callsOf(cloud: Cloud): StormReport['calls'] {
  const tallies = Object.values(cloud.calls()).flatMap((operations) => Object.values(operations));
  return {
    made: tallies.reduce((sum, { calls }) => sum + calls, 0),
    refused: tallies.reduce((sum, { errors }) => sum + errors, 0),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}: ${reasonOf(error.cause)}` : error.message;
}
