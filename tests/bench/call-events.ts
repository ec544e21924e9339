import type { FunctionName } from '../../lib/functions.ts';
import type { CallTally } from '../../local/front-door/tally.ts';
import type { BenchCloud } from './bench-cloud.ts';
import type { EventName } from './call-budgets.ts';
import { type Agent, type Customer, createAgent, createCustomer } from './people.ts';
import { COMPLAINT, QUESTIONS, SETTLED } from './texts.ts';

/** Takes down what the named functions did in one event. */
export type Note = (name: EventName, tally: CallTally, functions: readonly FunctionName[]) => void;

/** Two agents of the same queues and everything they and their customers can do, one at a time. */
export async function playEvents(cloud: BenchCloud, note: Note): Promise<void> {
  const play = async <T>(
    name: EventName | null,
    causes: readonly FunctionName[],
    act: () => Promise<T>,
    counted = causes,
  ): Promise<CallTally> => {
    const { tally } = await cloud.observe(causes, act);
    if (name) note(name, tally, counted);
    return tally;
  };
  const CONNECT = ['authorize', 'connect'] as const;

  const agentJoins = async (persona: string, name: EventName | null): Promise<Agent> => {
    const agent = await createAgent(cloud.outputs, persona);
    const { value } = await cloud.observe(['api'], agent.ticket);
    await play(name, CONNECT, () => agent.connect(value));
    await play(null, ['api'], agent.makeAvailable);
    return agent;
  };

  const customerJoins = async (): Promise<Customer> => {
    const customer = createCustomer(cloud.outputs);
    const { value } = await cloud.observe(['api'], customer.ticket);
    await play(null, CONNECT, () => customer.connect(value));
    await play(null, ['message'], customer.hello);
    return customer;
  };

  const waitingCustomer = async (): Promise<Customer> => {
    const customer = await customerJoins();
    await play(null, ['message'], () => customer.say(COMPLAINT));
    return customer;
  };

  const openingOfAChat = async (): Promise<Customer> => {
    const customer = createCustomer(cloud.outputs);
    const first = await cloud.observe(['api'], customer.ticket);
    note('ticket, new session', first.tally, ['api']);
    await play('customer connects', CONNECT, () => customer.connect(first.value));
    await play('hello of a customer', ['message'], customer.hello);
    await play('message to the bot', ['message'], () => customer.say(QUESTIONS[0]));
    await play('ping', [], () => {
      customer.wire().send({ type: 'ping' });
      return customer.wire().take('pong');
    });
    return customer;
  };

  const handoff = async (customer: Customer, agent: Agent): Promise<void> => {
    const sessionId = customer.sessionId();
    const complaint = await play('message to the bot that may need a person', ['message'], () =>
      customer.say(COMPLAINT),
    );
    note('analysis: yes', complaint, ['analyze']);
    await agent.wire().take('escalation.created');
    await play('claim', ['api'], () => agent.claim(sessionId));
    await play('hello of an agent', ['message'], () => agent.hello(sessionId));
    await play('message of a customer to their agent', ['message'], () => customer.say('Hello?'));
    await play('message of an agent', ['message'], () => agent.say(sessionId, 'Hello!'));
    const typing = { type: 'typing.set', sessionId, on: true } as const;
    await play('typing of a customer', ['message'], async () => customer.wire().send(typing));
    await play('typing of an agent', ['message'], async () => agent.wire().send(typing));
    await play('heartbeat of an agent', ['message'], agent.heartbeat);
    await play('release', ['api'], () => agent.release(sessionId));
    await play(null, ['api'], () => agent.claim(sessionId));
    await play('end by the agent', ['api'], () => agent.end(sessionId));
    await play(null, ['api'], () => agent.wrapUp(sessionId));
    await play(null, ['disconnect'], () => customer.wire().close());
  };

  const newerConnection = async (): Promise<void> => {
    const customer = await customerJoins();
    const older = customer.wire();
    const again = await cloud.observe(['api'], customer.ticket);
    note('ticket, same session again', again.tally, ['api']);
    await play(
      'customer displaces an older connection',
      [...CONNECT, 'disconnect'],
      async () => {
        await customer.connect(again.value);
        await older.closed;
      },
      CONNECT,
    );
    await play('customer leaves the bot', ['disconnect'], () => customer.wire().close());
  };

  /** The second message overtakes the first one's way to the analyzer. */
  const settledBeforeAnalysis = async (): Promise<void> => {
    const customer = await customerJoins();
    const queues = cloud.holdQueues();
    const tally = await play(null, ['message', 'message'], async () => {
      const first = customer.say(COMPLAINT);
      await queues.reached;
      const second = customer.say(SETTLED);
      await Promise.race([first, second]);
      queues.release();
      await Promise.all([first, second]);
    });
    note('analysis: no', tally, ['analyze']);
    await play(null, ['disconnect'], () => customer.wire().close());
  };

  const departures = async (agent: Agent): Promise<void> => {
    const waiting = await waitingCustomer();
    await play('customer leaves the queue', ['disconnect'], () => waiting.wire().close());
    const served = await waitingCustomer();
    await play(null, ['api'], () => agent.claim(served.sessionId()));
    await play('customer leaves their agent', ['disconnect'], () => served.wire().close());
  };

  const agent = await agentJoins('asha', 'agent connects');
  const other = await agentJoins('ravi', null);
  await handoff(await openingOfAChat(), agent);
  await newerConnection();
  await settledBeforeAnalysis();
  await departures(agent);
  await play('agent disconnects', ['disconnect'], () => other.wire().close());
  await play('minute sweep with nothing due', ['timers'], cloud.sweep);
  await play(null, ['disconnect'], () => agent.wire().close());
}
