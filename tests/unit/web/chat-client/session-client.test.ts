import { describe, expect, it } from 'vitest';
import type { Participant } from '../../../../protocol/message.ts';
import type { WaitTrouble } from '../../../../protocol/vocabulary.ts';
import { createConnection } from '../../../../web/chat-client/connection.ts';
import { createHub } from '../../../../web/chat-client/hub.ts';
import { hasToChoose, isIdleWarned } from '../../../../web/chat-client/prompts.ts';
import { receiptOf } from '../../../../web/chat-client/receipts.ts';
import type { SessionClient } from '../../../../web/chat-client/session-client.ts';
import { memoryStore, type Store } from '../../../../web/chat-client/store.ts';
import {
  ack,
  created,
  entry,
  FakeClock,
  fakeSockets,
  refusal,
  SESSION,
  settled,
  snapshot,
} from './fakes.ts';

const ASHA: Participant = { role: 'agent', id: 'a1', name: 'Asha', team: 'Billing' };

async function prepare(store: Store = memoryStore()) {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const connection = createConnection({
    socketUrl: 'ws://test',
    ticket: async () => 't',
    WebSocket: sockets.WebSocket,
    clock,
    random: () => 1,
  });
  const hub = createHub(connection);
  const session = hub.session({
    sessionId: SESSION,
    sender: 'customer',
    store,
    clock,
    random: () => 1,
  });
  connection.connect();
  await settled();
  sockets.last.open();
  const sends = () => sockets.last.frames('message.send');
  const hellos = () => sockets.last.frames('session.hello');
  const lastSend = () => {
    const sent = sends().at(-1);
    if (!sent) throw new Error('Nothing was sent.');
    return sent;
  };
  const say = (frame: object) => sockets.last.say(frame);
  const reconnect = async () => {
    sockets.last.end();
    await clock.advance(30_000);
    sockets.last.open();
  };
  const texts = () => session.getState().messages.map(({ text }) => text);
  const pending = () => session.getState().pending.map(({ text, state }) => [text, state]);
  return {
    clock,
    sockets,
    connection,
    hub,
    session,
    sends,
    hellos,
    lastSend,
    say,
    reconnect,
    texts,
    pending,
  };
}

describe('opening a session', () => {
  it('says hello on every connect with the last entry that it holds', async () => {
    const { say, hellos, reconnect } = await prepare();
    expect(hellos()).toEqual([{ type: 'session.hello', sessionId: SESSION, lastSeq: 0 }]);
    say(snapshot({ messages: [entry(1), entry(2)] }));
    await reconnect();
    expect(hellos()).toEqual([{ type: 'session.hello', sessionId: SESSION, lastSeq: 2 }]);
  });

  it('pages a long transcript and is synced at its end only', async () => {
    const { say, hellos, session, texts } = await prepare();
    say(snapshot({ messages: [entry(1), entry(2)], lastSeq: 3, more: true }));
    expect(session.getState().synced).toBe(false);
    expect(hellos().at(-1)?.lastSeq).toBe(2);
    say(snapshot({ messages: [entry(3)] }));
    expect(session.getState().synced).toBe(true);
    expect(texts()).toEqual(['entry 1', 'entry 2', 'entry 3']);
  });

  it('repeats a hello that nobody answers', async () => {
    const { clock, hellos } = await prepare();
    await clock.advance(9_999);
    expect(hellos()).toHaveLength(1);
    await clock.advance(1);
    expect(hellos()).toHaveLength(2);
  });

  it('shows a refused hello and leaves it at that', async () => {
    const { clock, say, hellos, session } = await prepare();
    say({
      type: 'problem',
      code: 'not_your_session',
      title: 'No.',
      retriable: false,
      ref: 'r',
      sessionId: SESSION,
    });
    await clock.advance(60_000);
    expect(hellos()).toHaveLength(1);
    expect(session.getState().notice).toEqual({ code: 'not_your_session', title: 'No.', ref: 'r' });
  });
});

describe('receiving', () => {
  it('puts frames that overtook one another in order without asking', async () => {
    const { clock, say, hellos, texts } = await prepare();
    say(snapshot());
    say(created(3, [entry(2)]));
    expect(texts()).toEqual([]);
    await clock.advance(299);
    say(created(2, [entry(1)]));
    await clock.advance(1_000);
    expect(texts()).toEqual(['entry 1', 'entry 2']);
    expect(hellos()).toHaveLength(1);
  });

  it('asks for what is missing when a gap stays for 300 ms', async () => {
    const { clock, say, hellos, texts } = await prepare();
    say(snapshot({ messages: [entry(1)] }));
    say(created(5, [entry(4)]));
    await clock.advance(300);
    expect(hellos().at(-1)?.lastSeq).toBe(1);
    say(snapshot({ version: 5, messages: [entry(2), entry(3), entry(4)] }));
    expect(texts()).toEqual(['entry 1', 'entry 2', 'entry 3', 'entry 4']);
  });

  it('asks when a frame tells of entries that it does not carry', async () => {
    const { clock, say, hellos } = await prepare();
    say(snapshot());
    say(created(4, [entry(1)], { lastSeq: 2 }));
    await clock.advance(300);
    expect(hellos().at(-1)?.lastSeq).toBe(1);
  });

  it('drops duplicates', async () => {
    const { say, texts } = await prepare();
    say(snapshot({ messages: [entry(1)] }));
    say(created(2, [entry(2)]));
    say(created(2, [entry(2)]));
    say(snapshot({ version: 2, messages: [entry(1), entry(2)] }));
    expect(texts()).toEqual(['entry 1', 'entry 2']);
  });

  it('shows five messages that came while away once and in order', async () => {
    const { say, reconnect, hellos, texts } = await prepare();
    say(snapshot({ messages: [entry(1)] }));
    await reconnect();
    const missed = [2, 3, 4, 5, 6].map((seq) => entry(seq));
    say(created(8, [entry(6)]));
    say(snapshot({ version: 8, messages: missed }));
    expect(hellos()).toHaveLength(1);
    expect(texts()).toEqual([1, 2, 3, 4, 5, 6].map((seq) => `entry ${seq}`));
  });

  it('takes status from the highest version, however late a frame comes', async () => {
    const { say, session } = await prepare();
    say(snapshot({ version: 3 }));
    say(created(9, [entry(1)], { status: 'active' }));
    say({
      type: 'session.status_changed',
      sessionId: SESSION,
      version: 5,
      status: 'queued',
      lastSeq: 1,
      messages: [],
      reason: 'x',
    });
    expect(session.getState()).toMatchObject({ version: 9, status: 'active' });
  });

  it('learns of the agent even if a message overtakes the joining', async () => {
    const { say, session } = await prepare();
    say(snapshot({ version: 3, status: 'queued' }));
    say(created(9, [entry(2, { from: ASHA })]));
    say({
      type: 'participant.joined',
      sessionId: SESSION,
      version: 8,
      status: 'active',
      lastSeq: 1,
      messages: [entry(1, { from: { role: 'system' }, event: 'joined' })],
      participant: ASHA,
    });
    expect(session.getState().agent).toEqual(ASHA);
    say(created(10, [entry(3)], { status: 'bot' }));
    expect(session.getState().agent).toBeNull();
  });

  it('shows typing until a message, an off, or 10 s', async () => {
    const { clock, say, session } = await prepare();
    const typing = (on: boolean) =>
      say({ type: 'typing.changed', sessionId: SESSION, from: ASHA, on });
    say(snapshot({ status: 'active', agent: ASHA }));
    typing(true);
    expect(session.getState().typing).toEqual(ASHA);
    say(created(2, [entry(1, { from: ASHA })]));
    expect(session.getState().typing).toBeNull();
    typing(true);
    typing(false);
    expect(session.getState().typing).toBeNull();
    typing(true);
    await clock.advance(10_000);
    expect(session.getState().typing).toBeNull();
  });

  it('keeps the reason of the end', async () => {
    const { say, session } = await prepare();
    say(snapshot());
    say({
      type: 'session.closed',
      sessionId: SESSION,
      version: 2,
      status: 'closed',
      lastSeq: 0,
      messages: [],
      reason: 'agent_ended',
    });
    expect(session.getState()).toMatchObject({ status: 'closed', closeReason: 'agent_ended' });
  });
});

describe('sending', () => {
  it('has one message under way and numbers on from the snapshot', async () => {
    const { say, session, sends, lastSend, pending } = await prepare();
    session.send('one');
    session.send('two');
    expect(sends()).toEqual([]);
    say(snapshot({ lastCseq: 7 }));
    expect(sends().map(({ cseq, text }) => [cseq, text])).toEqual([[8, 'one']]);
    expect(pending()).toEqual([
      ['one', 'sending'],
      ['two', 'sending'],
    ]);
    say(ack(lastSend(), 1));
    expect(lastSend()).toMatchObject({ cseq: 9, text: 'two' });
    expect(pending()).toEqual([['two', 'sending']]);
  });

  it("shows the bot's reply that rides on the acknowledgement", async () => {
    const { say, session, lastSend, texts, pending } = await prepare();
    say(snapshot());
    session.send('hi');
    const stored = entry(1, { id: lastSend().id, from: { role: 'customer' }, text: 'hi' });
    say(ack(lastSend(), 1, { messages: [stored, entry(2, { text: 'hello' })], lastSeq: 2 }));
    expect(texts()).toEqual(['hi', 'hello']);
    expect(pending()).toEqual([]);
  });

  it('resends the same id and number when no acknowledgement comes within 10 s', async () => {
    const { clock, say, session, sends } = await prepare();
    say(snapshot());
    session.send('hi');
    await clock.advance(10_000);
    const [first, second] = sends();
    expect(sends()).toHaveLength(2);
    expect(second).toEqual(first);
  });

  it('resends the same id and number after a reconnect', async () => {
    const { say, session, lastSend, reconnect } = await prepare();
    say(snapshot());
    session.send('hi');
    const before = lastSend();
    await reconnect();
    say(snapshot());
    expect(lastSend()).toEqual(before);
  });

  it('does not resend what the transcript shows after a lost acknowledgement', async () => {
    const { say, session, lastSend, sends, reconnect, texts, pending } = await prepare();
    say(snapshot());
    session.send('hi');
    const { id } = lastSend();
    session.send('more');
    await reconnect();
    const stored = entry(1, { id, from: { role: 'customer' }, text: 'hi' });
    say(snapshot({ version: 2, messages: [stored], lastCseq: 1 }));
    expect(sends().map(({ cseq, text }) => [cseq, text])).toEqual([[2, 'more']]);
    expect(texts()).toEqual(['hi']);
    expect(pending()).toEqual([['more', 'sending']]);
  });

  it.each(['problem', 'gateway error'])('tries again later after a retriable %s', async (kind) => {
    const { clock, say, session, lastSend, sends } = await prepare();
    say(snapshot());
    session.send('hi');
    say(
      kind === 'problem'
        ? refusal(lastSend(), 'conflict', true)
        : { message: 'Internal server error', connectionId: 'c', requestId: 'r' },
    );
    expect(sends()).toHaveLength(1);
    await clock.advance(1_000);
    expect(sends()).toHaveLength(2);
    expect(sends()[1]).toEqual(sends()[0]);
  });

  it('gives a message up after six fruitless tries and sends it again on request', async () => {
    const { clock, say, session, lastSend, sends } = await prepare();
    say(snapshot());
    const id = session.send('hi');
    for (let round = 0; round < 6; round += 1) {
      say(refusal(lastSend(), 'conflict', true));
      await clock.advance(500 * 2 ** (round + 1));
    }
    expect(session.getState().pending).toEqual([
      { id, text: 'hi', state: 'failed', code: 'conflict' },
    ]);
    const count = sends().length;
    session.retry(id);
    expect(sends()).toHaveLength(count + 1);
    expect(lastSend().id).toBe(id);
  });

  it('marks a message that is refused for good and goes on with the next', async () => {
    const { say, session, lastSend } = await prepare();
    say(snapshot());
    const id = session.send('bad');
    session.send('good');
    say(refusal(lastSend(), 'text_malformed', false));
    expect(session.getState().pending[0]).toEqual({
      id,
      text: 'bad',
      state: 'failed',
      code: 'text_malformed',
    });
    expect(lastSend()).toMatchObject({ text: 'good', cseq: 1 });
    session.discard(id);
    expect(session.getState().pending.map(({ text }) => text)).toEqual(['good']);
  });

  it('renumbers after another tab wrote, and drops what the transcript already has', async () => {
    const { say, session, lastSend, hellos, texts, pending } = await prepare();
    say(snapshot());
    const id = session.send('mine');
    say(refusal(lastSend(), 'cseq_conflict', false));
    expect(hellos()).toHaveLength(2);
    const other = entry(1, { id: 'other', from: { role: 'customer' }, text: 'other tab' });
    say(snapshot({ version: 2, messages: [other], lastCseq: 1 }));
    expect(lastSend()).toMatchObject({ id, cseq: 2 });
    say(refusal(lastSend(), 'cseq_conflict', false));
    const mine = entry(2, { id, from: { role: 'customer' }, text: 'mine' });
    session.receive(snapshot({ version: 3, messages: [mine], lastCseq: 2 }));
    expect(texts()).toEqual(['other tab', 'mine']);
    expect(pending()).toEqual([]);
  });

  it('keeps the outbox over a reload, and its ids', async () => {
    const store = memoryStore();
    const before = await prepare(store);
    before.say(snapshot());
    const first = before.session.send('one');
    before.session.send('two');
    before.hub.close();
    before.connection.close();
    const after = await prepare(store);
    after.say(snapshot());
    expect(after.lastSend()).toMatchObject({ id: first, text: 'one', cseq: 1 });
    after.say(ack(after.lastSend(), 1));
    after.say(ack(after.lastSend(), 2));
    expect(store.get(`outbox:customer:${SESSION}`)).toBeNull();
    expect(after.texts()).toEqual(['one', 'two']);
  });
});

describe('requests', () => {
  const queued = {
    type: 'session.status_changed',
    sessionId: SESSION,
    version: 2,
    status: 'queued',
    lastSeq: 0,
    messages: [],
    reason: 'request.explicit',
  };

  it('asks for a person until the state has changed', async () => {
    const { clock, say, session, sockets } = await prepare();
    session.requestPerson();
    say(snapshot());
    const asked = () => sockets.last.frames('escalation.request').length;
    expect(asked()).toBe(1);
    await clock.advance(10_000);
    expect(asked()).toBe(2);
    expect(session.getState().requesting).toBe('person');
    say(queued);
    expect(session.getState()).toMatchObject({ requesting: null, status: 'queued' });
    await clock.advance(10_000);
    expect(asked()).toBe(2);
  });

  it('repeats a request after a reconnect, unless its answer was missed', async () => {
    const { say, session, sockets, reconnect } = await prepare();
    say(snapshot());
    session.end();
    await reconnect();
    say(snapshot({ version: 2 }));
    expect(sockets.last.frames('session.end')).toHaveLength(1);
    await reconnect();
    say(snapshot({ version: 3, status: 'closed' }));
    expect(sockets.last.frames('session.end')).toHaveLength(0);
    expect(session.getState().requesting).toBeNull();
  });

  it('does not ask for what is already so', async () => {
    const { say, session, sockets } = await prepare();
    say(snapshot({ status: 'active', agent: ASHA }));
    session.requestPerson();
    session.cancelEscalation();
    expect(sockets.last.sent.map(({ type }) => type)).toEqual(['session.hello']);
    expect(session.getState().requesting).toBeNull();
  });

  const refused = (code: string) => ({
    type: 'problem',
    code,
    title: 'No.',
    retriable: false,
    ref: 'r',
    sessionId: SESSION,
  });

  it('shows a refusal', async () => {
    const { say, session } = await prepare();
    say(snapshot());
    session.requestPerson();
    say(refused('wrong_role'));
    expect(session.getState()).toMatchObject({
      requesting: null,
      notice: { code: 'wrong_role' },
    });
  });

  it('takes "not waiting" after a cancel for an answer that was lost, and asks for the state', async () => {
    const { hellos, say, session } = await prepare();
    say(snapshot({ status: 'queued' }));
    session.cancelEscalation();
    const before = hellos().length;

    say(refused('session_not_waiting'));
    expect(hellos()).toHaveLength(before + 1);
    say(snapshot({ status: 'bot', version: 9 }));

    expect(session.getState()).toMatchObject({ requesting: null, notice: null, status: 'bot' });
  });

  it('outlives a change of state that is not its answer', async () => {
    const { reconnect, say, session, sockets } = await prepare();
    say(snapshot());
    await reconnect();
    session.end();

    say({
      type: 'session.status_changed',
      sessionId: SESSION,
      version: 5,
      status: 'queued',
      lastSeq: 0,
      messages: [],
      reason: 'escalated',
    });
    say(snapshot({ status: 'queued', version: 6 }));

    expect(sockets.last.frames('session.end')).toHaveLength(1);
    expect(session.getState().requesting).toBe('end');
  });

  it('tells people of typing in few frames, and nobody else', async () => {
    const { clock, say, session, sockets } = await prepare();
    const typing = () => sockets.last.frames('typing.set').map(({ on }) => on);
    say(snapshot());
    session.setTyping(true);
    expect(typing()).toEqual([]);
    say(snapshot({ version: 2, status: 'active', agent: ASHA }));
    for (let key = 0; key < 30; key += 1) {
      session.setTyping(true);
      await clock.advance(300);
    }
    expect(typing()).toEqual([true, true]);
    await clock.advance(5_000);
    expect(typing()).toEqual([true, true, false]);
  });
});

describe('while waiting', () => {
  const wait = (position: number | null, trouble: WaitTrouble | null = null) => ({
    position,
    estimatedWaitSeconds: position === null ? null : { from: 60, to: 240 },
    trouble,
  });
  const updated = (version: number, change: ReturnType<typeof wait>) => ({
    type: 'queue.updated',
    sessionId: SESSION,
    version,
    ...change,
  });
  const failed = (version: number, seq: number) => ({
    type: 'escalation.failed',
    sessionId: SESSION,
    version,
    status: 'queued',
    lastSeq: seq,
    messages: [entry(seq, { from: { role: 'system' }, event: 'wait_choice' })],
    reason: 'max_wait',
  });

  it('knows the place in line from the snapshot on, and forgets it when somebody joins', async () => {
    const { say, session } = await prepare();
    say(snapshot({ status: 'queued', wait: wait(3) }));
    expect(session.getState().wait).toEqual(wait(3));
    say(updated(1, wait(2)));
    expect(session.getState().wait?.position).toBe(2);
    say(updated(0, wait(9)));
    expect(session.getState().wait?.position).toBe(2);
    say(created(5, [entry(1)], { status: 'active' }));
    expect(session.getState().wait).toBeNull();
    say(updated(5, wait(1)));
    expect(session.getState().wait).toBeNull();
  });

  it('keeps a place that overtook the news of the wait', async () => {
    const { say, session } = await prepare();
    say(snapshot());
    say(updated(2, wait(4)));
    say({ ...failed(2, 1), type: 'session.status_changed', reason: 'escalated' });
    expect(session.getState()).toMatchObject({ status: 'queued', wait: wait(4) });
  });

  it('lets the customer choose once, and again when there is a new reason', async () => {
    const { say, session, sockets } = await prepare();
    say(snapshot({ status: 'queued', wait: wait(2) }));
    expect(hasToChoose(session.getState())).toBe(false);
    say(failed(2, 1));
    expect(session.getState().wait).toEqual(wait(2, 'max_wait'));
    expect(hasToChoose(session.getState())).toBe(true);

    session.keepWaiting();
    expect(sockets.last.frames('escalation.request')).toHaveLength(1);
    expect(hasToChoose(session.getState())).toBe(false);
    say(updated(2, wait(1, 'max_wait')));
    expect(hasToChoose(session.getState())).toBe(false);

    say(updated(2, wait(1, 'no_agents')));
    expect(hasToChoose(session.getState())).toBe(true);
    say(updated(2, wait(1)));
    expect(hasToChoose(session.getState())).toBe(false);
  });

  it('asks whenever the server tells of trouble, an earlier choice in the transcript or not', async () => {
    const { say, session } = await prepare();
    const chosen = [
      entry(1, { from: { role: 'system' }, event: 'wait_choice' }),
      entry(2, { from: { role: 'system' }, event: 'still_waiting' }),
    ];
    say(snapshot({ status: 'queued', wait: wait(2), messages: chosen }));
    expect(hasToChoose(session.getState())).toBe(false);
    say(failed(5, 3));
    expect(hasToChoose(session.getState())).toBe(true);
  });

  it('leaves a message until the chat has ended by it', async () => {
    const { clock, say, session, sockets } = await prepare();
    const message = { contact: 'kim@example.com', text: 'Please call.' };
    say(snapshot({ status: 'queued', wait: wait(null, 'outside_hours') }));
    session.leaveMessage(message);
    await clock.advance(10_000);
    expect(sockets.last.frames('message.leave')).toEqual([
      { type: 'message.leave', sessionId: SESSION, ...message },
      { type: 'message.leave', sessionId: SESSION, ...message },
    ]);
    expect(session.getState().requesting).toBe('leave_message');
    say({
      type: 'session.closed',
      sessionId: SESSION,
      version: 3,
      status: 'closed',
      lastSeq: 0,
      messages: [],
      reason: 'message_left',
    });
    expect(session.getState()).toMatchObject({ requesting: null, closeReason: 'message_left' });
  });

  it('does not complain when an agent came before the message was left', async () => {
    const { say, session, hellos } = await prepare();
    say(snapshot({ status: 'queued' }));
    session.leaveMessage({ contact: 'kim@example.com', text: 'Hi' });
    const before = hellos().length;
    say({
      type: 'problem',
      code: 'session_not_waiting',
      title: 'No.',
      retriable: false,
      ref: 'r',
      sessionId: SESSION,
    });
    expect(hellos()).toHaveLength(before + 1);
    expect(session.getState()).toMatchObject({ requesting: null, notice: null });
  });

  it('says which field of a left message is wrong', async () => {
    const { say, session } = await prepare();
    say(snapshot({ status: 'queued' }));
    session.leaveMessage({ contact: 'x'.repeat(100), text: 'Hi' });
    say({
      type: 'problem',
      code: 'invalid_field',
      title: 'A field is missing or wrong.',
      retriable: false,
      ref: 'r',
      sessionId: SESSION,
      field: 'contact',
    });
    expect(session.getState()).toMatchObject({
      requesting: null,
      notice: { code: 'invalid_field', field: 'contact' },
    });
  });
});

describe('sent, delivered, read', () => {
  const receipts = (session: SessionClient) =>
    session.getState().messages.map(({ seq }) => receiptOf(session.getState(), seq, 'agent'));

  it('goes from sent over delivered to read, and never back', async () => {
    const { say, session, lastSend } = await prepare();
    say(snapshot({ status: 'active', agent: ASHA }));
    session.send('one');
    say(ack(lastSend(), 1, { status: 'active' }));
    expect(receipts(session)).toEqual(['sent']);
    session.send('two');
    say(ack(lastSend(), 2, { status: 'active', delivered: true }));
    expect(receipts(session)).toEqual(['delivered', 'delivered']);
    say({ type: 'message.read', sessionId: SESSION, by: 'agent', seq: 1 });
    expect(receipts(session)).toEqual(['read', 'delivered']);
    say({ type: 'message.read', sessionId: SESSION, by: 'agent', seq: 2 });
    say({ type: 'message.read', sessionId: SESSION, by: 'agent', seq: 1 });
    say(snapshot({ status: 'active', version: 9, lastSeq: 2, lastCseq: 2 }));
    expect(receipts(session)).toEqual(['read', 'read']);
  });

  it('counts as delivered what the other side caught up with', async () => {
    const { say, session, lastSend } = await prepare();
    say(snapshot({ status: 'active', agent: ASHA }));
    session.send('one');
    say(ack(lastSend(), 1, { status: 'active' }));
    say({ type: 'participant.returned', sessionId: SESSION, participant: ASHA });
    expect(receipts(session)).toEqual(['delivered']);
  });

  it('tells what was read only while visible, at most every 2 s, and again after a loss', async () => {
    const { clock, say, session, sockets, reconnect } = await prepare();
    const read = () => sockets.last.frames('message.read').map(({ seq }) => seq);
    const hers = (seq: number) => entry(seq, { from: ASHA });
    say(snapshot({ status: 'active', agent: ASHA, messages: [hers(1)] }));
    expect(read()).toEqual([]);
    session.setVisible(true);
    expect(read()).toEqual([1]);
    say(created(2, [hers(2)]));
    say(created(3, [hers(3)]));
    expect(read()).toEqual([1]);
    await clock.advance(2_000);
    expect(read()).toEqual([1, 3]);
    session.setVisible(false);
    await clock.advance(2_000);
    say(created(4, [hers(4)]));
    expect(read()).toEqual([1, 3]);

    await reconnect();
    session.setVisible(true);
    say(snapshot({ status: 'active', version: 4, lastSeq: 4, read: { customer: 1, agent: 0 } }));
    expect(read()).toEqual([4]);
  });

  it('says nothing of what the bot wrote or oneself', async () => {
    const { say, session, sockets } = await prepare();
    session.setVisible(true);
    const mine = entry(2, { from: { role: 'customer' } });
    say(snapshot({ status: 'active', agent: ASHA, messages: [entry(1), mine] }));
    expect(sockets.last.frames('message.read')).toEqual([]);
  });

  it('manages with a server that knows nothing of all this', async () => {
    const { say, session, sockets, lastSend } = await prepare();
    const { wait, read, closeReason, csat, continuedFrom, ...old } = snapshot({
      status: 'active',
      agent: ASHA,
      messages: [entry(1, { from: ASHA })],
    });
    session.setVisible(true);
    say(old);
    session.send('hi');
    const { delivered, ...acknowledged } = ack(lastSend(), 2, { status: 'active' });
    say(acknowledged);
    expect(sockets.last.frames('message.read')).toEqual([]);
    expect(receipts(session).at(-1)).toBe('sent');
    expect(session.getState()).toMatchObject({ synced: true, wait: null, csat: null });
    expect([wait, read, closeReason, csat, continuedFrom, delivered]).toHaveLength(6);
  });
});

describe('the idle warning', () => {
  it('stands until somebody writes', async () => {
    const { say, session } = await prepare();
    const warning = (seq: number) =>
      entry(seq, { from: { role: 'system' }, event: 'idle_warning' });
    const warned = () => isIdleWarned(session.getState());
    say(snapshot({ status: 'active', agent: ASHA, messages: [entry(1, { from: ASHA })] }));
    expect(warned()).toBe(false);
    say(created(2, [warning(2)]));
    expect(warned()).toBe(true);
    session.send('I am here');
    expect(warned()).toBe(false);
    say(created(3, [entry(3, { from: { role: 'customer' } }), warning(4)]));
    expect(warned()).toBe(false);
    say(created(5, [warning(4), entry(5, { from: ASHA })]));
    expect(warned()).toBe(false);
  });
});

describe('the rating', () => {
  it('is kept once the server has it, over a reload too', async () => {
    const { say, session, sockets } = await prepare();
    say(snapshot({ status: 'wrap_up', closeReason: 'agent_ended' }));
    session.submitCsat({ score: 4, comment: 'Quick' });
    expect(sockets.last.frames('csat.submit')).toEqual([
      { type: 'csat.submit', sessionId: SESSION, score: 4, comment: 'Quick' },
    ]);
    expect(session.getState()).toMatchObject({ csat: null, requesting: 'csat' });
    say({
      type: 'session.status_changed',
      sessionId: SESSION,
      version: 2,
      status: 'wrap_up',
      lastSeq: 0,
      messages: [],
      reason: 'csat',
    });
    expect(session.getState()).toMatchObject({ csat: 4, requesting: null });
    const later = await prepare();
    later.say(snapshot({ status: 'closed', csat: 4, closeReason: 'agent_ended' }));
    expect(later.session.getState()).toMatchObject({ csat: 4, closeReason: 'agent_ended' });
  });
});

describe('a new socket under a session that goes on', () => {
  it('asks for what it missed and sends again what was under way, unseen', async () => {
    const { clock, connection, sockets, say, session, sends, lastSend, hellos, pending } =
      await prepare();
    say(snapshot({ messages: [entry(1)] }));
    // With `random` at 1 a socket lives for 110 minutes; it must answer its pings until then.
    for (let minute = 0; minute < 108; minute += 4) {
      await clock.advance(240_000);
      say({ type: 'pong' });
    }
    await clock.advance(115_000);
    session.send('on its way');
    const first = lastSend();
    const seen: unknown[] = [];
    session.subscribe(() => seen.push(session.getState().synced));
    await clock.advance(5_000);
    sockets.last.open();
    expect(sockets.made).toHaveLength(2);
    expect(connection.state).toBe('online');
    expect(hellos().map(({ lastSeq }) => lastSeq)).toEqual([1]);
    expect(sends()).toEqual([]);
    say(snapshot({ version: 2, lastSeq: 1 }));
    expect(lastSend()).toEqual(first);
    say(ack(first, 2));
    expect(pending()).toEqual([]);
    expect(new Set(seen)).toEqual(new Set([true]));
  });
});

describe('a store for views', () => {
  it('calls listeners on changes only, keeps the reference between them, and lets them go', async () => {
    const { say, session } = await prepare();
    let calls = 0;
    const stop = session.subscribe(() => {
      calls += 1;
    });
    say(snapshot({ messages: [entry(1)] }));
    const { messages } = session.getState();
    const heard = calls;
    expect(heard).toBeGreaterThan(0);
    const state = session.getState();
    say(snapshot({ messages: [entry(1)] }));
    expect(session.getState()).toBe(state);
    expect(calls).toBe(heard);
    stop();
    say(created(2, [entry(2)]));
    expect(calls).toBe(heard);
    expect(session.getState().messages).not.toBe(messages);
  });

  it('leaves no timer behind', async () => {
    const { clock, say, session, hub, connection } = await prepare();
    say(snapshot({ status: 'active', agent: ASHA }));
    session.send('hi');
    session.setTyping(true);
    session.end();
    say(created(5, [entry(4)]));
    hub.close();
    connection.close();
    expect(clock.timers).toBe(0);
  });
});

describe('hub', () => {
  it('gives each session its own frames and one that joins late its hello', async () => {
    const { hub, session, say, sockets } = await prepare();
    const second = SESSION.replace('1', '2');
    const other = hub.session({ sessionId: second, sender: 'agent' });
    expect(sockets.last.frames('session.hello').map(({ sessionId }) => sessionId)).toEqual([
      SESSION,
      second,
    ]);
    say(snapshot({ messages: [entry(1)] }));
    say(snapshot({ sessionId: second, status: 'active' }));
    expect(session.getState()).toMatchObject({ status: 'bot', messages: [{ seq: 1 }] });
    expect(other.getState()).toMatchObject({ status: 'active', messages: [] });
    expect(hub.session({ sessionId: second, sender: 'agent' })).toBe(other);
    hub.release(second);
    expect(hub.get(second)).toBeUndefined();
    hub.get(SESSION)?.close();
    other.close();
  });

  it('keeps two sessions apart when one answer is a fault', async () => {
    const { hub, session, say, lastSend, sends, clock } = await prepare();
    say(snapshot());
    session.send('hi');
    say({ type: 'problem', code: 'unavailable', title: '', retriable: true, ref: 'r' });
    await clock.advance(1_000);
    expect(sends()).toHaveLength(2);
    say(ack(lastSend(), 1));
    expect(session.getState().pending).toEqual([]);
    hub.close();
  });
});
