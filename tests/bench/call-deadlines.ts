import { setTimeout as pass } from 'node:timers/promises';
import type { PolicyOverrides } from '../../protocol/parse-policy.ts';
import type { BenchCloud } from './bench-cloud.ts';
import type { Agent } from './people.ts';
import { createStage, type Note, type Stage } from './stage.ts';
import { QUESTIONS } from './texts.ts';

/** Long enough that nothing is over before it is meant to be, in ms. */
const SOON_MS = 1000;

/** Deadlines that a benchmark can wait for; everything else as by default. */
export const SHORT_DEADLINES: PolicyOverrides = {
  offerMs: SOON_MS,
  agentGraceMs: SOON_MS,
  customerGraceMs: SOON_MS / 2,
  agentReplyMs: SOON_MS,
  maxWaitMs: SOON_MS,
  idleWarningMs: SOON_MS,
  idleEndMs: 2 * SOON_MS,
  botIdleMs: SOON_MS,
  wrapUpCapacityMs: SOON_MS,
  wrapUpMs: 2 * SOON_MS,
};

/** What happens by itself when somebody lets time pass, under {@link SHORT_DEADLINES}. */
export async function playDeadlines(cloud: BenchCloud, note: Note): Promise<void> {
  const stage = createStage(cloud, note);
  const asha = await stage.agent('asha', 'available');
  const ravi = await stage.agent('ravi', 'busy');
  await unansweredOffer(stage, asha);
  await longWait(stage);
  await silentAgent(stage, asha);
  await idleCustomer(stage, asha);
  await lostCustomer(stage, asha);
  await lostAgent(stage, asha, ravi);
  await stage.play(null, ['disconnect'], () => ravi.wire().close());
  await quietChat(stage);
}

async function unansweredOffer(stage: Stage, agent: Agent): Promise<void> {
  const { deliver, waiting, offerOf, finish } = stage;
  const { customer, messages } = await waiting();
  const offered = await deliver(null, messages, 'route');
  const offer = await offerOf(agent, customer.sessionId());
  await until(offer.expiresAt);
  await deliver('offer timed out', offered.messages, 'offer');
  await finish(customer);
}

async function longWait({ deliver, waiting, finish }: Stage): Promise<void> {
  const { customer, messages } = await waiting();
  await pass(SOON_MS);
  await deliver('longest wait is over', messages, 'max_wait');
  await finish(customer);
}

async function silentAgent(stage: Stage, agent: Agent): Promise<void> {
  const { deliver, served, finish } = stage;
  const { customer, messages } = await served(agent);
  await pass(SOON_MS);
  await deliver('silent agent, session queued again', messages, 'attention');
  await finish(customer);
}

async function idleCustomer(stage: Stage, agent: Agent): Promise<void> {
  const { play, deliver, served } = stage;
  const { customer, sessionId, messages } = await served(agent);
  await play(null, ['message'], () => agent.say(sessionId, 'Are you still there?'));
  await pass(SOON_MS);
  await deliver('idle customer is warned', messages, 'attention');
  await pass(SOON_MS);
  const ended = await deliver('idle customer’s chat ends', messages, 'attention');
  await pass(SOON_MS);
  await deliver('wrap-up counts no more against capacity', ended.messages, 'wrap_up');
  await play(null, ['disconnect'], () => customer.wire().close());
  await stage.command(null, () => agent.wrapUp(sessionId));
}

async function lostCustomer(stage: Stage, agent: Agent): Promise<void> {
  const { play, deliver, served } = stage;
  const { customer, sessionId } = await served(agent);
  // Whoever is answered waits for nothing else: only the customer's own time runs.
  await play(null, ['message'], () => agent.say(sessionId, 'Are you still there?'));
  const left = await play(null, ['disconnect'], () => customer.wire().close());
  await pass(SOON_MS / 2);
  await deliver('lost customer’s chat ends', left.messages, 'customer_lost');
  await stage.command(null, () => agent.wrapUp(sessionId));
}

async function lostAgent(stage: Stage, agent: Agent, other: Agent): Promise<void> {
  const { play, deliver, served, command, finish } = stage;
  const { customer, sessionId } = await served(agent);
  const left = await play(null, ['disconnect'], () => agent.wire().close());
  await pass(SOON_MS);
  await deliver('lost agent, one session queued again', left.messages, 'agent_lost');
  await command(null, () => other.claim(sessionId));
  await finish(customer, other);
}

/** The sweep finds the one chat that is over; what it does without one is taken off. */
async function quietChat({ play, sweep, customer }: Stage): Promise<void> {
  const one = await customer();
  await play(null, ['message'], () => one.say(QUESTIONS[0]));
  await play(null, ['disconnect'], () => one.wire().close());
  await pass(SOON_MS);
  await sweep('minute sweep that ends a quiet chat');
}

async function until(time: number): Promise<void> {
  await pass(Math.max(0, time - Date.now()) + 1);
}
