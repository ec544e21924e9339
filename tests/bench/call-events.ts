import type { BenchCloud } from './bench-cloud.ts';
import type { Agent, Customer } from './people.ts';
import { CONNECT, createStage, type Note, type Stage } from './stage.ts';
import { COMPLAINT, QUESTIONS, SETTLED } from './texts.ts';

/** Sessions that wait when the sweep is measured with a line. */
const LINE = 10;

/**
 * Two agents of the same queues and everything they and their customers can do, one event at a
 * time. Whoever is not to be asked is busy: there, told, and offered nothing.
 */
export async function playEvents(cloud: BenchCloud, note: Note): Promise<void> {
  const stage = createStage(cloud, note);
  const asha = await stage.agent('asha', 'busy', 'agent connects');
  const ravi = await stage.agent('ravi', 'busy');
  await stage.sweep('minute sweep with nothing due');
  await aroundTheDesk(stage, asha);
  const customer = await chatWithTheBot(stage);
  await offers(stage, customer, asha, ravi);
  await chat(stage, customer, ravi);
  await handingOn(stage, customer, asha, ravi);
  await ending(stage, customer, asha);
  await newerConnection(stage);
  await assessedAsSettled(stage);
  await departures(stage, asha);
  await otherEnds(stage, asha);
  await supervision(stage, asha, ravi);
  await line(stage, asha);
  await agentLeavesAndReturns(stage, ravi);
  await stage.play(null, ['disconnect'], () => asha.wire().close());
}

async function aroundTheDesk({ play, command, deliver }: Stage, agent: Agent): Promise<void> {
  await play('heartbeat of an agent', ['message'], agent.heartbeat);
  await command('list of who waits', () => agent.read('/escalations'));
  await command('list of own sessions, none', () => agent.read('/agent/sessions'));
  await command('list of left messages, none', () => agent.read('/left-messages'));
  const { messages } = await command('change of availability', () =>
    agent.setAvailability('available'),
  );
  await deliver('route run, nobody waits', messages, 'route');
}

async function chatWithTheBot({ customer, play }: Stage): Promise<Customer> {
  const one = await customer(true);
  await play('first message to the bot', ['message'], () => one.say(QUESTIONS[0]));
  await play('message to the bot', ['message'], () => one.say(QUESTIONS[1]));
  await play('ping', [], () => {
    one.wire().send({ type: 'ping' });
    return one.wire().take('pong');
  });
  return one;
}

/** Asha is asked and rejects; Ravi becomes free, is asked and accepts. */
async function offers(stage: Stage, customer: Customer, asha: Agent, ravi: Agent): Promise<void> {
  const { play, command, deliver, offerOf } = stage;
  const sessionId = customer.sessionId();
  const said = await play('message to the bot that may need a person', ['message'], () =>
    customer.say(COMPLAINT),
  );
  const assessed = await deliver('analysis: yes', said.messages, 'candidate');
  await deliver('route run after an escalation, one is asked', assessed.messages, 'route');
  const first = await offerOf(asha, sessionId);
  const rejected = await command('offer rejected', () => asha.answer(first, 'reject'));
  await deliver('route run after a rejection, nobody is free', rejected.messages, 'route');
  const free = await command(null, () => ravi.setAvailability('available'));
  await deliver('route run for a free agent, one is asked', free.messages, 'route');
  const second = await offerOf(ravi, sessionId);
  const accepted = await command('offer accepted', () => ravi.answer(second, 'accept'));
  await deliver('timer of a fact that is gone', assessed.messages, 'max_wait');
  await deliver('timer of an agent’s attention, nothing over', accepted.messages, 'attention');
  await command(null, () => ravi.setAvailability('busy'));
}

async function chat({ play, playFrame, command }: Stage, customer: Customer, agent: Agent) {
  const sessionId = customer.sessionId();
  const seq = (await play('hello of an agent', ['message'], () => agent.hello(sessionId))).value
    .lastSeq;
  await command('context card', () => agent.read(`/sessions/${sessionId}`));
  await command('list of own sessions, one', () => agent.read('/agent/sessions'));
  await play('message of an agent', ['message'], () => agent.say(sessionId, 'Hello!'));
  await play('message of a customer to their agent', ['message'], () => customer.say('Hello?'));
  const read = { type: 'message.read', sessionId, seq: seq + 1 } as const;
  await playFrame('read mark of a customer', () => customer.wire().send(read));
  await playFrame('read mark of an agent', () => agent.wire().send(read));
  await playFrame('read mark that stood already', () => agent.wire().send(read));
  const typing = { type: 'typing.set', sessionId, on: true } as const;
  await playFrame('typing of a customer', () => customer.wire().send(typing));
  await playFrame('typing of an agent', () => agent.wire().send(typing));
  await command('note', () => agent.note(sessionId, 'Was promised a refund in May.'));
  await command('hold', () => agent.command(sessionId, 'hold'));
  await command('resume', () => agent.command(sessionId, 'resume'));
}

/** Ravi passes it to a queue, takes it back, passes it to Asha, who accepts and releases it. */
async function handingOn(stage: Stage, customer: Customer, asha: Agent, ravi: Agent) {
  const { command, offerOf } = stage;
  const sessionId = customer.sessionId();
  await command('transfer to a queue', () => ravi.transfer(sessionId, { queue: 'general' }));
  await command(null, () => ravi.claim(sessionId));
  await command('transfer to a colleague', () => ravi.transfer(sessionId, { agentId: 'asha' }));
  const offer = await offerOf(asha, sessionId);
  await command('offer accepted from a colleague', () => asha.answer(offer, 'accept'));
  await command('release', () => asha.release(sessionId));
  // Nobody passes it on any more: there is nothing to tell to whoever once did.
  await command('claim of what was passed on before', () => asha.claim(sessionId));
}

async function ending({ play, playFrame, command }: Stage, customer: Customer, agent: Agent) {
  const sessionId = customer.sessionId();
  await command('end by the agent', () => agent.command(sessionId, 'end'));
  await command('wrap-up', () => agent.wrapUp(sessionId));
  await playFrame('rating', () =>
    customer.wire().send({ type: 'csat.submit', sessionId, score: 5 }),
  );
  await play('customer leaves after the end', ['disconnect'], () => customer.wire().close());
  await command('ticket, sequel of a session', customer.sequelTicket);
}

async function newerConnection({ play, command, customer }: Stage): Promise<void> {
  const one = await customer();
  const older = one.wire();
  const again = await command('ticket, same session again', one.ticket);
  await play(
    'customer displaces an older connection',
    [...CONNECT, 'disconnect'],
    async () => {
      await one.connect(again.value);
      await older.closed;
    },
    CONNECT,
  );
  await play('customer leaves the bot', ['disconnect'], () => one.wire().close());
}

/** The second message is there before the first one is assessed. */
async function assessedAsSettled({ play, deliver, customer, finish }: Stage): Promise<void> {
  const one = await customer();
  const first = await play(null, ['message'], () => one.say(COMPLAINT));
  await play(null, ['message'], () => one.say(SETTLED));
  await deliver('analysis: no', first.messages, 'candidate');
  await finish(one);
}

async function departures(stage: Stage, agent: Agent): Promise<void> {
  const { play, command, waiting, served, finish } = stage;
  const { customer: inLine } = await waiting();
  await play('customer leaves the queue', ['disconnect'], () => inLine.wire().close());
  const back = await command(null, inLine.ticket);
  await play('customer comes back to the queue', CONNECT, () => inLine.connect(back.value));
  await finish(inLine);
  const { customer } = await served(agent, 'claim');
  await play('customer leaves their agent', ['disconnect'], () => customer.wire().close());
  const again = await command(null, customer.ticket);
  await play('customer comes back to their agent', CONNECT, () => customer.connect(again.value));
  await finish(customer, agent);
}

async function otherEnds(stage: Stage, agent: Agent): Promise<void> {
  const { play, playFrame, command, deliver, customer, waiting, served, offerOf, finish } = stage;
  const withBot = await customer();
  await play(null, ['message'], () => withBot.say(QUESTIONS[0]));
  await playFrame('request for a person', () => withBot.send('escalation.request'));
  await playFrame('end by the customer, with the bot', () => withBot.send('session.end'));

  const { customer: impatient } = await waiting();
  await playFrame('cancelled wait', () => impatient.send('escalation.cancel'));
  await finish(impatient);

  const { customer: inLine } = await waiting();
  await playFrame('end by the customer, in the queue', () => inLine.send('session.end'));

  const { customer: writer } = await waiting();
  await playFrame('message left', () =>
    writer.wire().send({
      type: 'message.leave',
      sessionId: writer.sessionId(),
      contact: '+41 44 000 00 00',
      text: 'Please call me back about my bill.',
    }),
  );

  const { customer: held, sessionId } = await served(agent);
  await playFrame('end by the customer, with an agent', () => held.send('session.end'));
  await command(null, () => agent.wrapUp(sessionId));

  const { customer: returned } = await served(agent);
  await command('return to the bot', () => agent.command(returned.sessionId(), 'return-to-bot'));
  await finish(returned);

  const { customer: offered, messages } = await waiting();
  await deliver(null, messages, 'route');
  const offer = await offerOf(agent, offered.sessionId());
  await playFrame('cancelled wait during an offer', () => offered.send('escalation.cancel'));
  if (offer.card.sessionId !== offered.sessionId()) throw new Error('Another one was offered.');
  await finish(offered);

  for (const one of [withBot, inLine, writer, held]) {
    await play(null, ['disconnect'], () => one.wire().close());
  }
}

/** The supervisor commands and is not connected, so that only the two agents are told. */
async function supervision(stage: Stage, asha: Agent, ravi: Agent): Promise<void> {
  const { play, command, deliver, waiting, offerOf, finish } = stage;
  const supervisor = await stage.agent('jonas', 'offline');
  await play(null, ['disconnect'], () => supervisor.wire().close());
  const { customer, messages } = await waiting();
  const sessionId = customer.sessionId();
  await deliver(null, messages, 'route');
  await offerOf(asha, sessionId);
  await command('claim of what is offered to another', () => ravi.claim(sessionId));
  await command('assignment by a supervisor', () => supervisor.assign(sessionId, 'asha'));
  await command('note of a supervisor', () => supervisor.note(sessionId, 'Be generous.'));
  await command('figures of the day', () => supervisor.read('/metrics'));
  await finish(customer, asha);
}

/** Ten wait while nobody is free; their places are told, and nothing changes for a minute. */
async function line(stage: Stage, agent: Agent): Promise<void> {
  const { command, deliver, sweep, waiting, finish } = stage;
  await command(null, () => agent.setAvailability('busy'));
  const inLine: Customer[] = [];
  while (inLine.length < LINE) inLine.push((await waiting()).customer);
  await sweep('minute sweep with ten waiting, all places new');
  await sweep('minute sweep with ten waiting, no place new');
  await command('list of who waits, ten', () => agent.read('/escalations'));
  const { messages } = await command(null, () => agent.setAvailability('busy'));
  await deliver('route run, ten wait and nobody is free', messages, 'route');
  for (const one of inLine) await finish(one);
}

async function agentLeavesAndReturns(stage: Stage, agent: Agent): Promise<void> {
  const { play, command } = stage;
  await command(null, () => agent.setAvailability('available'));
  await play('agent disconnects', ['disconnect'], () => agent.wire().close());
  const ticket = await command(null, agent.ticket);
  await play('agent comes back as available', CONNECT, () => agent.connect(ticket.value));
  await play(null, ['disconnect'], () => agent.wire().close());
}
