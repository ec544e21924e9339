import type { BenchCloud } from './bench-cloud.ts';
import { type Agent, type Customer, createAgent, createCustomer } from './people.ts';
import { sample } from './statistics.ts';
import { COMPLAINT, QUESTIONS } from './texts.ts';
import { type OpenWire, openChatConnection, openWebSocket } from './wire.ts';

/** Times of single round trips, in milliseconds. */
export interface RoundTrips {
  'message to ack, ws': number[];
  'message to ack, chat client': number[];
  'message to escalation seen by an agent': number[];
  'message of a customer to their agent': number[];
}

/** Round trips, and how long functions ran meanwhile, for hellos and ends too. */
export interface Measured {
  trips: RoundTrips;
  functions: Record<string, number[]>;
}

const ACKS = 200;
const ESCALATIONS = 40;
const DELIVERIES = 100;
/** Few enough that no chat is long: that would call for a person. */
const QUESTIONS_PER_CHAT = 4;
const WARM_UP_ROUNDS = 40;

/** Measures one series after the other on warm functions, one message at a time. */
export async function measureRoundTrips(
  cloud: BenchCloud,
  random: () => number,
): Promise<Measured> {
  const functions: Measured['functions'] = {};
  const asha = await joinAgent(cloud, 'asha');
  const ravi = await joinAgent(cloud, 'ravi');
  await warmUp(cloud, [asha, ravi], random);

  const series = async (name: keyof RoundTrips, run: () => Promise<number[]>) => {
    // Presence lapses after 75 s; the series are shorter than that.
    await asha.heartbeat();
    await ravi.heartbeat();
    const stop = cloud.onInvocation(({ functionName, trigger, ms }) => {
      if (trigger !== '$default' && functionName !== 'analyze') return;
      const key = `${functionName} during "${name}"`;
      functions[key] ??= [];
      functions[key].push(ms);
    });
    const times = await run();
    stop();
    return times;
  };

  const trips: RoundTrips = {
    'message to ack, ws': await series('message to ack, ws', () =>
      ackTimes(cloud, openWebSocket, random),
    ),
    'message to ack, chat client': await series('message to ack, chat client', () =>
      ackTimes(cloud, openChatConnection, random),
    ),
    'message to escalation seen by an agent': await series(
      'message to escalation seen by an agent',
      () => times(ESCALATIONS, () => escalationTime(cloud, asha)),
    ),
    'message of a customer to their agent': await series(
      'message of a customer to their agent',
      () => deliveryTimes(cloud, asha),
    ),
  };
  await asha.wire().close();
  await ravi.wire().close();
  return { trips, functions };
}

/** Several customers at a time, so that every environment of a function has run its code often. */
async function warmUp(
  cloud: BenchCloud,
  agents: readonly [Agent, Agent],
  random: () => number,
): Promise<void> {
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    // On a busy machine it takes longer than presence lasts.
    await Promise.all(agents.map((agent) => agent.heartbeat()));
    await Promise.all(
      [1, 2, 3].map(async () => {
        const customer = await joinCustomer(cloud);
        for (const question of sample(QUESTIONS, QUESTIONS_PER_CHAT, random)) {
          await customer.say(question);
        }
        await customer.say(COMPLAINT);
        await customer.wire().take('session.status_changed');
        await agents[0].wire().take('escalation.created');
        await leave(customer);
      }),
    );
  }
}

async function ackTimes(cloud: BenchCloud, open: OpenWire, random: () => number) {
  const found: number[] = [];
  let analyses = 0;
  const stop = cloud.onInvocation(({ functionName }) => {
    if (functionName === 'analyze') analyses += 1;
  });
  while (found.length < ACKS) {
    const customer = await joinCustomer(cloud, open);
    for (const question of sample(QUESTIONS, QUESTIONS_PER_CHAT, random)) {
      const started = performance.now();
      await customer.say(question);
      found.push(performance.now() - started);
    }
    await leave(customer);
  }
  stop();
  if (analyses > 0) throw new Error(`${analyses} questions were taken for a case for a person.`);
  return found;
}

async function escalationTime(cloud: BenchCloud, agent: Agent): Promise<number> {
  const customer = await joinCustomer(cloud);
  const started = performance.now();
  const acknowledged = customer.say(COMPLAINT);
  const { card } = await agent.wire().take('escalation.created');
  const ms = performance.now() - started;
  if (card.sessionId !== customer.sessionId()) throw new Error('Another session was escalated.');
  await acknowledged;
  await leave(customer);
  return ms;
}

async function deliveryTimes(cloud: BenchCloud, agent: Agent): Promise<number[]> {
  const customer = await joinCustomer(cloud);
  const sessionId = customer.sessionId();
  await customer.say(COMPLAINT);
  await agent.wire().take('escalation.created');
  await agent.claim(sessionId);
  await agent.hello(sessionId);
  const found = await times(DELIVERIES, async () => {
    const started = performance.now();
    const acknowledged = customer.say('Here is one more detail about the charge.');
    await agent.wire().take('message.created');
    const ms = performance.now() - started;
    await acknowledged;
    return ms;
  });
  await agent.command(sessionId, 'end');
  await agent.wrapUp(sessionId);
  await customer.wire().close();
  return found;
}

async function joinAgent(cloud: BenchCloud, persona: string): Promise<Agent> {
  const agent = await createAgent(cloud.outputs, persona);
  await agent.connect(await agent.ticket());
  await agent.setAvailability('available');
  return agent;
}

async function joinCustomer(cloud: BenchCloud, open?: OpenWire): Promise<Customer> {
  const customer = createCustomer(cloud.outputs, open);
  await customer.connect(await customer.ticket());
  await customer.hello();
  return customer;
}

/** Ends the chat, so that no waiting session is left to the next measurement. */
async function leave(customer: Customer): Promise<void> {
  customer.wire().send({ type: 'session.end', sessionId: customer.sessionId() });
  await customer.wire().take('session.closed');
  await customer.wire().close();
}

async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) found.push(await measure());
  return found;
}
