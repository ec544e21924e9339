import type { SessionState } from '../../../web/chat-client/session-state.ts';
import type { Desk, StormAgent } from './agent.ts';
import type { StormCustomer } from './customer.ts';
import type { ClaimAnswer } from './history.ts';
import type { Script } from './plan.ts';

/** How far a conversation has come. */
export interface Progress {
  claims: readonly ClaimAnswer[];
  /** Of the agent who won it. */
  desk?: Desk;
  finished: boolean;
}

/**
 * Plays a chat from the first word to the wrap-up: the bot, the complaint, the queue, a race of two
 * agents, words both ways with cables cut in the middle, the end. `progress` is kept up to date.
 *
 * @throws Error naming the script and the step that did not come to its end.
 */
export async function converse(
  script: Script,
  customer: StormCustomer,
  claimers: readonly [StormAgent, StormAgent],
  progress: Progress,
): Promise<void> {
  let doing = '';
  const step = <T>(name: string, run: () => Promise<T>): Promise<T> => {
    doing = name;
    return run();
  };
  try {
    await step('talks to the bot', () => askBot(script, customer));
    await step('gets into the queue', () => complain(script, customer));
    const claims = await step('is claimed', () => race(customer.sessionId(), claimers));
    const agent = claimers[claims.findIndex(({ won }) => won)];
    if (!agent) throw new Error('Nobody won the session.');
    const desk = agent.desk(customer.sessionId());
    progress.claims = claims;
    progress.desk = desk;
    await step('sees who joined', () =>
      customer.sees('an agent has joined', (state) => state.status === 'active' && !!state.agent),
    );
    await step('talks to the agent', () => talk(script, customer, agent, desk));
    await step('ends', () => finish(customer, agent));
    progress.finished = true;
  } catch (cause) {
    const { status, pending } = customer.state();
    const where = `status ${status}, ${pending.length} unsent, session ${customer.sessionId()}`;
    throw new Error(`${script.name} did not end: it ${doing} (${where})`, { cause });
  }
}

async function askBot(script: Script, customer: StormCustomer): Promise<void> {
  customer.open();
  // Before the socket is open: the outbox has to wait for it.
  customer.say(script.question);
  await customer.isHeard();
  await customer.sees('the bot has answered', ({ messages }) =>
    messages.some(({ from }) => from.role === 'bot'),
  );
}

async function complain(script: Script, customer: StormCustomer): Promise<void> {
  customer.say(script.complaint);
  await customer.isHeard();
  let pressed = false;
  await customer.sees('they are in the queue', (state) => {
    // The analyzer was late, and whoever asked for nobody is offered a person.
    if (!pressed && wasOffered(state)) {
      pressed = true;
      customer.askForPerson();
    }
    return state.status === 'queued';
  });
  for (const text of script.whileWaiting) customer.say(text);
}

const wasOffered = ({ status, messages }: SessionState) =>
  status === 'bot' && messages.some(({ event }) => event === 'person_offered');

async function race(
  sessionId: string,
  claimers: readonly [StormAgent, StormAgent],
): Promise<ClaimAnswer[]> {
  await Promise.all(claimers.map((agent) => agent.hearsOf(sessionId)));
  return Promise.all(claimers.map((agent) => agent.claim(sessionId)));
}

async function talk(
  { up, down, cuts }: Script,
  customer: StormCustomer,
  agent: StormAgent,
  desk: Desk,
): Promise<void> {
  const say = (half: 0 | 1) => {
    for (let i = 0; i < Math.max(up[half].length, down[half].length); i += 1) {
      for (const text of up[half].slice(i, i + 1)) customer.say(text);
      for (const text of down[half].slice(i, i + 1)) desk.say(text);
    }
  };
  const holds = (texts: readonly string[]) => (state: SessionState) =>
    texts.every((text) => state.messages.some((message) => message.text === text));

  say(0);
  await Promise.all([customer.isHeard(), desk.isHeard()]);
  await Promise.all([
    customer.sees('the agent’s words are there', holds(down[0])),
    desk.sees('the customer’s words are there', holds(up[0])),
  ]);
  if (cuts.customer) customer.unplug();
  if (cuts.agent) agent.unplug();
  say(1);
  if (cuts.agent) agent.plugIn();
  await desk.isHeard();
  if (cuts.customer) customer.plugIn();
  await customer.isHeard();
  await Promise.all([
    customer.sees('the missed words are there', holds(down[1])),
    desk.sees('the customer’s last words are there', holds(up[1])),
  ]);
}

async function finish(customer: StormCustomer, agent: StormAgent): Promise<void> {
  await agent.end(customer.sessionId());
  await customer.sees('the chat has ended', ({ status }) => hasEnded(status));
  await agent.wrapUp(customer.sessionId());
}

/** Once all is calm: both load the page again, and have the whole transcript. */
export async function comeBack(customer: StormCustomer, desk: Desk): Promise<void> {
  const whole = ({ synced, complete, status }: SessionState) =>
    synced && complete && hasEnded(status);
  await Promise.all([
    customer.sees('the whole transcript is there', whole),
    desk.sees('the whole transcript is there', whole),
  ]);
}

function hasEnded(status: string | null): boolean {
  return status === 'wrap_up' || status === 'closed';
}
