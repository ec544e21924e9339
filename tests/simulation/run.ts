import { POLICY } from '../../lambdas/domain/policy.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { assessEscalation } from '../../lambdas/usecases/assess-escalation.ts';
import { runTimer, sweep } from '../../lambdas/usecases/run-deadlines.ts';
import { Candidate, Timer } from '../../protocol/queue-messages.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { type Agent, createAgent } from './clients/agent.ts';
import { createCustomer } from './clients/customer.ts';
import { createRecorder, type FinalState, type History } from './history.ts';
import { memorySessions } from './memory/sessions.ts';
import { createTable } from './memory/table.ts';
import { modelBot } from './model-bot.ts';
import { createNemesis } from './nemesis/nemesis.ts';
import { createApi } from './platform/api.ts';
import { type Call, createFunctions } from './platform/functions.ts';
import { createGateway } from './platform/gateway.ts';
import { createPortsFor, LONGEST_PAUSE_MS } from './platform/ports.ts';
import { createQueue } from './platform/queue.ts';
import { createRandom } from './random.ts';
import { createScheduler } from './scheduler.ts';
import { perform } from './script/actions.ts';
import type { Cast } from './script/cast.ts';
import { createIntruder } from './script/intruder.ts';
import type { AgentPlan, Plan } from './script/plan.ts';

/** 2026-01-01T00:00:00Z: any time after the epoch by more than every duration of the policy. */
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** Long enough for every grace, and for the sweep to look at each waiting session once more. */
const QUIET_MS = 7 * MINUTE;

/** A run's history, and how many steps of virtual time it took. */
export interface Run {
  history: History;
  steps: number;
}

/** Plays a plan to its quiet end. The same plan always gives the same history. */
export async function play(plan: Plan): Promise<Run> {
  const random = createRandom(plan.seed, 'chance');
  const scheduler = createScheduler(START);
  const elapsed = () => scheduler.now() - START;
  const recorder = createRecorder(elapsed);
  const nemesis = createNemesis(plan.faults, elapsed, recorder);
  const acting = { call: 0 };
  const table = createTable(
    {
      now: scheduler.now,
      lagMs: () =>
        nemesis.strikes('index_lag', 'index') ? random.int(500, 5000) : random.int(2, 40),
    },
    {
      session: (write) => recorder.note({ kind: 'write', call: acting.call, ...write }),
      agent: (write) => recorder.note({ kind: 'agent', call: acting.call, ...write }),
    },
  );
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `0192f0c1-2b3c-7d4e-8f50-${ids.toString(16).padStart(12, '0')}`;
  };

  const functions = createFunctions(scheduler, recorder);
  const shared = { scheduler, random, nemesis, recorder, functions };
  // Functions reach the gateway and the queues, which call functions.
  const portsFor = (call: Call): Ports => portsOfCall(call);
  const gateway = createGateway({ ...shared, bot: modelBot, portsFor });
  const candidates = createQueue<Candidate>({
    ...shared,
    name: 'candidates',
    cause: (message, delivery) => ({ fn: 'analyze', message, delivery }),
    handle: async (call, body) => assessEscalation(portsFor(call), Candidate.parse(body)),
  });
  const timers = createQueue<Timer>({
    ...shared,
    name: 'timers',
    cause: (message, delivery) => ({ fn: 'timers', message, delivery }),
    handle: async (call, body) => runTimer(portsFor(call), Timer.parse(body)),
  });
  const portsOfCall = createPortsFor({
    scheduler,
    random,
    nemesis,
    recorder,
    table,
    acting,
    gateway,
    queues: {
      candidate: async (message) => candidates.send(message, 0),
      // Whole seconds, 15 minutes at most, as the queue has it.
      timers: async (messages) => {
        for (const { timer, delayMs } of messages) {
          timers.send(timer, Math.min(900, Math.ceil(delayMs / 1000)) * 1000);
        }
      },
    },
    newId,
    skewMs: plan.skewMs,
  });

  const device = {
    scheduler,
    random,
    recorder,
    gateway,
    api: createApi({ ...shared, portsFor }),
    newId,
  };
  const cast: Cast = {
    customers: plan.customers.map((options, i) =>
      createCustomer(device, { ...options, who: `customer-${i + 1}` }),
    ),
    agents: plan.agents.map(({ supervisor, skewMs, eager }, i) =>
      createAgent(
        device,
        {
          agentId: `agent-${i + 1}`,
          name: `Agent ${i + 1}`,
          team: 'Care',
          supervisor,
          queues: [...QueueName.options],
        },
        { skewMs, eager },
      ),
    ),
    intruder: createIntruder(gateway),
  };

  const everyMinute = () => {
    const once = () =>
      void functions.invoke({ fn: 'sweep' }, MINUTE, (call) => sweep(portsFor(call)));
    if (!nemesis.strikes('sweep_missed', 'schedule')) once();
    if (nemesis.strikes('sweep_twice', 'schedule')) scheduler.after(random.int(0, 3000), once);
    gateway.endIdle();
    scheduler.after(MINUTE, everyMinute);
  };

  const strikeConnections = () => {
    for (let n = nemesis.due('cut'); n > 0; n -= 1) withOpen(gateway.cut, 'cut');
    for (let n = nemesis.due('vanish'); n > 0; n -= 1) withOpen(gateway.vanish, 'vanish');
    for (let n = nemesis.due('storm'); n > 0; n -= 1) {
      recorder.note({ kind: 'fault', fault: 'storm', call: null, about: 'all' });
      for (const id of gateway.open()) gateway.cut(id);
    }
    for (let n = nemesis.due('poison'); n > 0; n -= 1) {
      recorder.note({ kind: 'fault', fault: 'poison', call: null, about: 'queue' });
      (n % 2 === 0 ? timers : candidates).poison();
    }
  };
  const withOpen = (strike: (id: string) => void, fault: 'cut' | 'vanish') => {
    const open = gateway.open();
    if (open.length === 0) return;
    const id = random.pick(open);
    recorder.note({ kind: 'fault', fault, call: null, about: id });
    strike(id);
  };

  for (const [i, agent] of cast.agents.entries()) setUp(agent, plan.agents[i]);
  for (const [i, customer] of cast.customers.entries()) {
    if (!plan.customers[i]?.absent) scheduler.after(random.int(0, 900), customer.open);
  }
  scheduler.after(random.int(1, MINUTE), everyMinute);
  for (const action of plan.actions) {
    scheduler.after(action.at, () => {
      strikeConnections();
      const who = `${action.who}-${action.index + 1}`;
      recorder.note({ kind: 'action', who, text: action.does });
      perform(action, cast);
    });
  }
  function setUp(agent: Agent, { capacity = 1, absent }: Partial<AgentPlan> = {}) {
    if (absent) return;
    // As a supervisor has set it before this day.
    const { agentId } = agent.profile;
    table.agents.set(agentId, {
      ...agent.profile,
      availability: 'available',
      capacity,
      sessions: [],
      parked: [],
      offers: [],
    });
    scheduler.after(random.int(0, 900), agent.open);
  }

  POLICY.routing = plan.routing;
  let steps = await scheduler.runUntil(START + plan.quietAt);
  recorder.note({ kind: 'quiet' });
  nemesis.rest();
  // Functions that still hang come to an end first.
  steps += await scheduler.runUntil(START + plan.quietAt + LONGEST_PAUSE_MS);
  calmDown(cast, plan);
  steps += await scheduler.runUntil(START + plan.quietAt + QUIET_MS);
  // The lists once more, now that every index has caught up.
  for (const agent of cast.agents) agent.desk()?.reread();
  steps += await scheduler.runUntil(START + plan.quietAt + QUIET_MS + 30_000);

  const store = memorySessions(table);
  const pending = await Promise.all(QueueName.options.map((queue) => store.pending(queue)));
  const final: FinalState = {
    now: scheduler.now(),
    heads: table.heads,
    transcripts: table.transcripts,
    escalations: table.escalations,
    agents: table.agents,
    pending: pending.flat(),
    left: [...table.left.values()],
    notes: table.notes,
    views: [
      ...cast.customers.flatMap((customer) => customer.views()),
      ...cast.agents.flatMap((agent) => agent.desks().flatMap((desk) => desk.views())),
    ],
    desks: cast.agents.flatMap((agent) =>
      agent.desks().map((desk) => ({
        agentId: agent.profile.agentId,
        connectionId: desk.connectionId(),
        cards: desk.cards(),
      })),
    ),
    open: new Set(gateway.open()),
  };
  return { history: { seed: plan.seed, start: START, events: recorder.events, final }, steps };
}

/** Whoever stays is there with one tab, and tries again what failed; the others go without a word. */
function calmDown({ customers, agents }: Cast, plan: Plan): void {
  for (const [i, customer] of customers.entries()) {
    customer.leave();
    if (plan.customers[i]?.leaves || plan.customers[i]?.absent) continue;
    customer.open();
    customer.tab()?.retryFailed();
  }
  for (const [i, agent] of agents.entries()) {
    agent.leave();
    if (plan.agents[i]?.leaves || plan.agents[i]?.absent) continue;
    agent.open();
    void agent.choose('available');
  }
}
