import type { Bot } from '../../../lambdas/bot/types.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import { acceptCustomerMessage } from '../../../lambdas/usecases/accept-message.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { connectAgent, connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Timer } from '../../../protocol/queue-messages.ts';
import type { ServerFrame, ServerFrameOf } from '../../../protocol/server-frames.ts';
import { createWorld, framesTo, idOf, type World } from '../../simulation/memory/world.ts';

export const SESSION = idOf(0xc0ffee);

/** A bot that is sure of its answer to everything. */
export const sureBot: Bot = {
  answer: (text) => ({
    text: `About “${text.slice(0, 20)}”: see the plan page.`,
    confidence: 0.95,
    fallback: false,
    articleId: `article-${text.length}`,
    queue: null,
    choices: [],
  }),
};

/** A `message.send` frame; the id follows from the number unless given. */
export function say(text: string, cseq: number, id = idOf(0xaa000 + cseq), sessionId = SESSION) {
  return { type: 'message.send' as const, sessionId, id, cseq, text };
}

/** A customer talks to the bot on connection `customer-1`. */
export async function withBot(
  world = createWorld(),
  sessionId = SESSION,
  connectionId = 'customer-1',
): Promise<World> {
  await connectCustomer(
    world.ports,
    { sessionId, keyHash: 'ab', customer: { name: 'Dana' } },
    connectionId,
  );
  return world;
}

/** The same customer pressed the button and waits for a person. */
export async function waiting(
  world = createWorld(),
  sessionId = SESSION,
  connectionId = 'customer-1',
): Promise<World> {
  await withBot(world, sessionId, connectionId);
  await requestPerson(world.ports, sessionId);
  await assessEscalation(world.ports, { sessionId, seq: 1 });
  return world;
}

/** The same customer is with Asha, who is on connection `asha-1`. */
export async function withAgent(world = createWorld(), sessionId = SESSION): Promise<World> {
  await waiting(world, sessionId);
  const asha = await present(world, 'asha');
  await claimSession(world.ports, asha, sessionId);
  return world;
}

/** The same customer waits and Asha, on connection `asha-1`, is asked; the offer’s id. */
export async function offered(world = createWorld()): Promise<{ world: World; offerId: string }> {
  await present(world, 'asha');
  await waiting(world);
  await drain(world);
  const offer = headOf(world).escalation?.offer;
  if (!offer) throw new Error('nobody was asked');
  return { world, offerId: offer.offerId };
}

/** An available agent of every queue, connected as `<id>-1`. */
export async function present(
  world: World,
  agentId: string,
  patch: Partial<AgentRecord> = {},
): Promise<AgentRecord> {
  await world.ports.agents.signIn({
    agentId,
    name: agentId[0]?.toUpperCase() + agentId.slice(1),
    team: 'Care',
    supervisor: false,
    queues: ['billing', 'technical', 'retention', 'general'],
  });
  await connectAgent(world.ports, agentId, `${agentId}-1`);
  await world.ports.agents.setAvailability(agentId, 'available', world.now);
  const agent = { ...agentOf(world, agentId), ...patch };
  world.agents.set(agentId, agent);
  return agent;
}

export function headOf(world: World, sessionId = SESSION): Session {
  const head = world.sessions.heads.get(sessionId);
  if (!head) throw new Error(`there is no session ${sessionId}`);
  return head;
}

export function agentOf(world: World, agentId: string): AgentRecord {
  const agent = world.agents.get(agentId);
  if (!agent) throw new Error(`there is no agent ${agentId}`);
  return agent;
}

export function transcriptOf(world: World, sessionId = SESSION): readonly Message[] {
  return world.sessions.transcripts.get(sessionId) ?? [];
}

/** What the customer says to a bot that is sure of itself. */
export function customerSays(world: World, text: string, cseq: number, id?: string) {
  return acceptCustomerMessage(world.ports, sureBot, say(text, cseq, id));
}

/** The code that a promise is refused with; fails the test if it is not refused. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; details: unknown }> {
  try {
    await work;
  } catch (error) {
    const { code, details } = error as { code?: string; details?: unknown };
    if (code === undefined) throw error;
    return { code, details };
  }
  throw new Error('was not refused');
}

/** Does the work that is due at once on the timers queue, until there is none. */
export async function drain(world: World): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const due = world.timers.filter(({ delayMs }) => delayMs === 0);
    if (due.length === 0) return;
    const later = world.timers.filter(({ delayMs }) => delayMs > 0);
    world.timers.splice(0, world.timers.length, ...later);
    for (const { message } of due) await runTimer(world.ports, message);
  }
  throw new Error('routing never comes to rest');
}

/** The timers of one kind that were set and not yet done. */
export function timersOf<K extends Timer['kind']>(world: World, kind: K) {
  return world.timers.flatMap(({ message, delayMs }) =>
    message.kind === kind ? [{ ...(message as Extract<Timer, { kind: K }>), delayMs }] : [],
  );
}

/** The frames of one type that went to a connection. */
export function framesOf<T extends ServerFrame['type']>(
  world: World,
  connectionId: string,
  type: T,
): ServerFrameOf<T>[] {
  return framesTo(world, connectionId).filter(
    (frame): frame is ServerFrameOf<T> => frame.type === type,
  );
}

/** Forgets what was pushed and which timers were set until now. */
export function forget(world: World): void {
  world.pushes.length = 0;
  world.timers.length = 0;
}

/** The agent is still there: their socket shows life now. */
export async function alive(world: World, ...agentIds: string[]): Promise<void> {
  for (const agentId of agentIds) {
    await world.ports.agents.heartbeat(agentId, `${agentId}-1`, world.now);
  }
}

/** What the store has ever been asked to write of sessions and agents: to show that nothing was. */
export function stored(world: World): unknown {
  return structuredClone([...world.sessions.heads.values(), ...world.agents.values()]);
}
