import type { FunctionName } from '../../lib/functions.ts';
import type { Candidate, Timer } from '../../protocol/queue-messages.ts';
import type { Availability } from '../../protocol/vocabulary.ts';
import type { BenchCloud } from './bench-cloud.ts';
import type { EventName } from './call-budgets.ts';
import type { KeptMessage } from './kept-messages.ts';
import {
  type Agent,
  type Customer,
  createAgent,
  createCustomer,
  type OfferToAnswer,
} from './people.ts';
import { type Spent, total } from './spent.ts';
import { COMPLAINT } from './texts.ts';

/** Takes down what one event came to. */
export type Note = (name: EventName, spent: Spent) => void;

/** The functions of a handshake. */
export const CONNECT = ['authorize', 'connect'] as const;

/** What came of one event: its result and the messages it put on the queues. */
export interface Played<T> {
  value: T;
  messages: KeptMessage[];
}

/** The people of a benchmark and what they do, one event at a time, each taken down or not. */
export interface Stage {
  /** Plays one event; with a name it is noted, for the functions counted. */
  play<T>(
    name: EventName | null,
    causes: readonly FunctionName[],
    act: () => Promise<T>,
    counted?: readonly FunctionName[],
  ): Promise<Played<T>>;
  /** A frame that has no answer, or one that nobody waits for. */
  playFrame(name: EventName | null, send: () => void): Promise<Played<void>>;
  /** A command over HTTP. */
  command<T>(name: EventName | null, act: () => Promise<T>): Promise<Played<T>>;
  /** Gives the first kept message of a kind to its consumer. */
  deliver(
    name: EventName | null,
    messages: readonly KeptMessage[],
    kind: Timer['kind'] | 'candidate',
  ): Promise<Played<unknown>>;
  sweep(name: EventName | null): Promise<Played<unknown>>;
  agent(persona: string, availability: Availability, name?: EventName): Promise<Agent>;
  /** Connected, and greeted by hello; all of it noted or nothing. */
  customer(noted?: boolean): Promise<Customer>;
  /** In the queue `billing`; nobody has been asked yet. */
  waiting(): Promise<{ customer: Customer; messages: KeptMessage[] }>;
  /** With this agent, who has said hello to the session. */
  served(
    agent: Agent,
    claim?: EventName,
  ): Promise<{ customer: Customer; sessionId: string; messages: KeptMessage[] }>;
  /** The offer of this session that the agent has got. */
  offerOf(agent: Agent, sessionId: string): Promise<OfferToAnswer>;
  /** Both have done: no session stays with the agent or in the queue. */
  finish(customer: Customer, agent?: Agent): Promise<void>;
}

/** A stage over a cloud that keeps its messages. */
export function createStage(cloud: BenchCloud, note: Note): Stage {
  const play: Stage['play'] = async (name, causes, act, counted = causes) => {
    const { value, spending, messages } = await cloud.observe(causes, act);
    if (name) note(name, total(spending, [...new Set(counted)]));
    return { value, messages };
  };
  const playFrame: Stage['playFrame'] = (name, send) => play(name, ['message'], async () => send());
  const command: Stage['command'] = (name, act) => play(name, ['api'], act);

  const customer: Stage['customer'] = async (noted = false) => {
    const one = createCustomer(cloud.outputs);
    const named = (name: EventName) => (noted ? name : null);
    const { value: ticket } = await command(named('ticket, new session'), one.ticket);
    await play(named('customer connects'), CONNECT, () => one.connect(ticket));
    await play(named('hello of a customer'), ['message'], one.hello);
    return one;
  };

  const stage: Stage = {
    play,
    playFrame,
    command,
    async deliver(name, messages, kind) {
      const message = messageOf(messages, kind);
      const observed = await cloud.deliver(message);
      if (name) note(name, total(observed.spending, [message.consumer]));
      return observed;
    },
    sweep: (name) => play(name, ['timers'], cloud.sweep),
    customer,
    async agent(persona, availability, name) {
      const agent = await createAgent(cloud.outputs, persona);
      const { value: ticket } = await command(name ? 'ticket of an agent' : null, agent.ticket);
      await play(name ?? null, CONNECT, () => agent.connect(ticket));
      await command(null, () => agent.setAvailability(availability));
      return agent;
    },
    async waiting() {
      const one = await customer();
      const said = await play(null, ['message'], () => one.say(COMPLAINT));
      const { messages } = await stage.deliver(null, said.messages, 'candidate');
      return { customer: one, messages };
    },
    async served(agent, name) {
      const { customer: one } = await stage.waiting();
      const sessionId = one.sessionId();
      const { messages } = await command(name ?? null, () => agent.claim(sessionId));
      await play(null, ['message'], () => agent.hello(sessionId));
      return { customer: one, sessionId, messages };
    },
    async offerOf(agent, sessionId) {
      for (;;) {
        const offer = await agent.wire().take('offer.created');
        if (offer.card.sessionId === sessionId) return offer;
      }
    },
    async finish(one, agent) {
      if (agent) {
        await command(null, () => agent.command(one.sessionId(), 'end'));
        await command(null, () => agent.wrapUp(one.sessionId()));
      } else await playFrame(null, () => one.send('session.end'));
      await play(null, ['disconnect'], () => one.wire().close());
    },
  };
  return stage;
}

/** @throws Error if no such message was kept. */
function messageOf(messages: readonly KeptMessage[], kind: Timer['kind'] | 'candidate') {
  const found = messages.find(({ body }) => kindOf(body) === kind);
  if (!found) {
    const kinds = messages.map(({ body }) => kindOf(body)).join(', ');
    throw new Error(`There is no message "${kind}", only: ${kinds || 'none'}.`);
  }
  return found;
}

function kindOf(body: Candidate | Timer): Timer['kind'] | 'candidate' {
  return 'kind' in body ? body.kind : 'candidate';
}
