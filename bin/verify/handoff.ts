import type { EscalationList, SessionContext, SessionResult } from '../../protocol/http.ts';
import { ApiError } from '../../web/chat-client/http.ts';
import type { Endpoints } from './endpoints.ts';
import { createAgent, createCustomer } from './participants.ts';
import type { Reporter } from './report.ts';
import { until, untilAnswered } from './until.ts';

/** What a run needs to know. */
export interface HandoffOptions {
  endpoints: Endpoints;
  tokens: readonly string[];
  /** Origin shown by the customer and by the agents. */
  origins: { customer: string; agent: string };
}

const COMPLAINT = 'I’m very frustrated! My bill is wrong again';
const EXPECTED_HISTORY = [
  'bot → queued',
  'queued → active',
  'active → wrap_up',
  'wrap_up → closed',
];

/**
 * Plays the whole handoff through public endpoints, one reported step after the other.
 *
 * @throws whatever the first failing step throws; the reporter has it on record.
 */
export async function verifyHandoff(options: HandoffOptions, { step }: Reporter): Promise<void> {
  const { endpoints, origins, tokens } = options;
  const customer = createCustomer(endpoints, origins.customer);
  const agents: Awaited<ReturnType<typeof createAgent>>[] = [];
  try {
    await step('two agents sign in and are available', async () => {
      for (const token of tokens) {
        const agent = await createAgent(endpoints, origins.agent, token);
        agents.push(agent);
        await agent.http.put('/agent/availability', { availability: 'available' });
      }
      return agents.map((agent) => agent.name()).join(', ');
    });
    const [winner, loser] = agents;
    if (!winner || !loser) throw new Error('Two agents are needed.');

    await step('the customer connects', async () => {
      customer.chat.open();
      await customer.sees('the session is open', ({ synced }) => synced);
      return customer.sessionId();
    });
    const sessionId = customer.sessionId();

    await step('the bot answers', async () => {
      customer.chat.session.send('Hi, how do I set up voicemail?');
      await customer.sees('the bot has answered', ({ messages }) =>
        messages.some(({ from }) => from.role === 'bot'),
      );
      return quote(customer.session().messages.at(-1)?.text ?? '');
    });

    await step('the customer complains and is told that a person is coming', async () => {
      customer.chat.session.send(COMPLAINT);
      await customer.sees('the session is queued', ({ status }) => status === 'queued');
      return quote(customer.session().messages.at(-1)?.text ?? '');
    });

    await step('the agent sees the escalation with reasons and priority', async () => {
      const card = await winner.card(sessionId);
      await untilAnswered('the pending list holds the session', async () => {
        const { escalations } = await winner.http.get<EscalationList>('/escalations');
        return escalations.some((one) => one.sessionId === sessionId);
      });
      assert(card.reasons.length > 0, 'The card gives no reason.');
      return `${card.priority}, ${card.queue}: ${card.reasons.map(({ code }) => code).join(', ')}`;
    });

    await step('an agent claims the session', async () => {
      const { session } = await winner.http.put<SessionResult>(`/sessions/${sessionId}/assignment`);
      assert(session.status === 'active', `The session is ${session.status}.`);
      return session.agent?.name ?? '';
    });

    await step('a second claim is refused and names the winner', async () => {
      const refusal = await refusalOf(loser.http.put(`/sessions/${sessionId}/assignment`));
      assert(refusal.status === 409 && refusal.code === 'already_taken', refusal.message);
      assert(refusal.winner?.name === winner.name(), 'The winner is not named.');
      return `${refusal.code}: ${refusal.winner?.name}`;
    });

    await step('the customer sees who joined', async () => {
      await customer.sees('the agent has joined', ({ status, agent }) =>
        Boolean(status === 'active' && agent),
      );
      return customer.session().messages.at(-1)?.text ?? '';
    });

    const desk = winner.hub.session({ sessionId, sender: 'agent' });
    const deskSees = (what: string, test: (texts: string[]) => boolean) =>
      until(what, desk.subscribe, () => test(desk.getState().messages.map(({ text }) => text)));

    await step('three messages each way arrive in order', async () => {
      const down = ['Hello, this is your agent.', 'I see the charge.', 'I will look into it.'];
      const up = ['Thank you.', 'It happened last month too.', 'Please fix it for good.'];
      for (const text of down) desk.send(text);
      for (const text of up) customer.chat.session.send(text);
      await deskSees('the agent has all', (texts) => inOrder(texts, up) && inOrder(texts, down));
      await customer.sees('the customer has all', ({ messages }) => {
        const texts = messages.map(({ text }) => text);
        return inOrder(texts, down) && inOrder(texts, up);
      });
      same(customer.session().messages, desk.getState().messages);
      return '3 + 3';
    });

    await step('a dropped connection resumes without loss', async () => {
      const missed = ['one', 'two', 'three', 'four', 'five'].map((n) => `While away: ${n}`);
      customer.cut();
      for (const text of missed) desk.send(text);
      await deskSees('the agent’s messages are stored', (texts) => inOrder(texts, missed));
      assert(
        !customer.session().messages.some(({ text }) => text === missed[0]),
        'The customer’s connection was not cut.',
      );
      customer.reconnect();
      await customer.sees('the missed messages are there', ({ messages }) =>
        inOrder(
          messages.map(({ text }) => text),
          missed,
        ),
      );
      same(customer.session().messages, desk.getState().messages);
      return `${missed.length} messages, once each`;
    });

    await step('the agent ends the chat and the customer sees it', async () => {
      await winner.http.post(`/sessions/${sessionId}/end`);
      await customer.sees('the chat has ended', ({ status }) => status === 'wrap_up');
      await winner.http.post(`/sessions/${sessionId}/wrap-up`, { disposition: 'resolved' });
      return customer.session().messages.at(-1)?.text ?? '';
    });

    await step('the status history is complete', async () => {
      const { escalations } = await winner.http.get<SessionContext>(`/sessions/${sessionId}`);
      const history = escalations
        .flatMap((escalation) => escalation.history.map(({ session }) => session))
        // Offers come and go without moving the session.
        .filter(({ from, to }) => from !== to)
        .map(({ from, to }) => `${from} → ${to}`);
      assert(history.join() === EXPECTED_HISTORY.join(), `It is ${history.join(', ')}.`);
      return history.join(', ');
    });
  } finally {
    customer.chat.close();
    for (const agent of agents) {
      // Nobody looks at these desks any more. Best effort: the run's own outcome is decided.
      await agent.http.put('/agent/availability', { availability: 'offline' }).catch(() => {});
      agent.close();
    }
  }
}

/** True if the texts are there once each and in this order, whatever stands between them. */
function inOrder(texts: readonly string[], wanted: readonly string[]): boolean {
  const found = texts.filter((text) => wanted.includes(text));
  return found.length === wanted.length && found.every((text, i) => text === wanted[i]);
}

function same(a: readonly { seq: number; text: string }[], b: typeof a): void {
  const flat = (list: typeof a) => list.map(({ seq, text }) => `${seq} ${text}`).join('\n');
  assert(flat(a) === flat(b), 'Customer and agent see different transcripts.');
}

async function refusalOf(request: Promise<unknown>): Promise<ApiError> {
  try {
    await request;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('The request was not refused.');
}

function assert(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
}
