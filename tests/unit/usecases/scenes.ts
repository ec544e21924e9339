import type { Bot } from '../../../lambdas/bot/types.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import { acceptCustomerMessage } from '../../../lambdas/usecases/accept-message.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { connectAgent, connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { requestPerson } from '../../../lambdas/usecases/request-person.ts';
import type { Message } from '../../../protocol/message.ts';
import { createWorld, idOf, type World } from './memory-ports.ts';

export const SESSION = idOf(0xc0ffee);

/** A bot that is sure of its answer to everything. */
export const sureBot: Bot = {
  answer: (text) => ({
    text: `About “${text.slice(0, 20)}”: see the plan page.`,
    confidence: 0.95,
    fallback: false,
    articleId: `article-${text.length}`,
    queue: null,
  }),
};

/** A `message.send` frame; the id follows from the number unless given. */
export function say(text: string, cseq: number, id = idOf(0xaa000 + cseq), sessionId = SESSION) {
  return { type: 'message.send' as const, sessionId, id, cseq, text };
}

/** A customer talks to the bot on connection `customer-1`. */
export async function withBot(world = createWorld(), sessionId = SESSION): Promise<World> {
  await connectCustomer(
    world.ports,
    { sessionId, keyHash: 'ab', customer: { name: 'Dana' } },
    'customer-1',
  );
  return world;
}

/** The same customer pressed the button and waits for a person. */
export async function waiting(world = createWorld(), sessionId = SESSION): Promise<World> {
  await withBot(world, sessionId);
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
  await world.ports.agents.setAvailability(agentId, 'available');
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

export function transcriptOf(world: World, sessionId = SESSION): Message[] {
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
