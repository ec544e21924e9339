import { describe, expect, it } from 'vitest';
import type { CreateTicket } from '../../../../protocol/http.ts';
import { hasStoredSession } from '../../../../web/chat-client/credentials.ts';
import { createCustomerChat } from '../../../../web/chat-client/customer-chat.ts';
import { ApiError, type Http } from '../../../../web/chat-client/http.ts';
import { memoryStore, type Store } from '../../../../web/chat-client/store.ts';
import {
  ack,
  entry,
  FakeClock,
  fakeSockets,
  refusal,
  SESSION,
  settled,
  snapshot,
} from './fakes.ts';

function prepare(store: Store = memoryStore()) {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const bodies: unknown[] = [];
  const refusals: ApiError[] = [];
  let opened = 0;
  let gate: Promise<void> | null = null;
  /** Keeps the next answer back until the returned function is called. */
  const hold = () => {
    let release = () => {};
    gate = new Promise((resolve) => {
      release = resolve;
    });
    return () => release();
  };
  const http: Pick<Http, 'post'> = {
    async post<T>(path: string, body: unknown) {
      bodies.push([path, body]);
      const held = gate;
      gate = null;
      await held;
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      const known = (body as CreateTicket).sessionId;
      if (!known) opened += 1;
      const sessionId = known ?? sessionOf(opened);
      const sessionKey = sessionId === SESSION ? 'key' : `key-${sessionId.at(-1)}`;
      return { ticket: 't', expiresInSeconds: 30, sessionId, sessionKey } as T;
    },
  };
  const chat = createCustomerChat({
    http: http as Http,
    socketUrl: 'ws://test',
    store,
    WebSocket: sockets.WebSocket,
    clock,
    random: () => 1,
    customer: () => ({ name: 'Kim' }),
  });
  return { clock, sockets, bodies, refusals, chat, store, hold };
}

/** The id of the nth session that is opened; the first is `SESSION`. */
const sessionOf = (n: number) => SESSION.replace(/1$/, String(n));

const GONE = new ApiError(404, { code: 'session_unknown', title: 'gone' });

it('stores nothing before it is opened', () => {
  const { store, chat } = prepare();
  expect(hasStoredSession(store)).toBe(false);
  expect(chat.credentials()).toBeNull();
});

it('opens a session, delivers what was typed before, and resumes it after a drop', async () => {
  const { chat, sockets, bodies, clock, store } = prepare();
  chat.session.send('hi');
  chat.open();
  await settled();
  sockets.last.open();
  sockets.last.say(snapshot());
  const [sent] = sockets.last.frames('message.send');
  if (!sent) throw new Error('Nothing was sent.');
  expect(sent).toMatchObject({ sessionId: SESSION, text: 'hi' });
  sockets.last.say(ack(sent, 1));
  sockets.last.end();
  await clock.advance(500);
  expect(bodies).toEqual([
    ['/tickets', { customer: { name: 'Kim' } }],
    ['/tickets', { sessionId: SESSION, sessionKey: 'key' }],
  ]);
  expect(hasStoredSession(store)).toBe(true);
  chat.forget();
  expect(hasStoredSession(store)).toBe(false);
});

it('resumes a stored session, and opens a new one if that has expired', async () => {
  const { chat, store } = prepare();
  chat.open();
  await settled();
  chat.close();
  const again = prepare(store);
  again.refusals.push(GONE);
  again.chat.open();
  await settled();
  expect(again.bodies).toEqual([
    ['/tickets', { sessionId: SESSION, sessionKey: 'key' }],
    ['/tickets', { customer: { name: 'Kim' } }],
  ]);
  expect(again.sockets.made).toHaveLength(1);
});

it('does not swap a session that somebody has open', async () => {
  const { chat, sockets, refusals, clock } = prepare();
  chat.open();
  await settled();
  sockets.last.open();
  refusals.push(GONE);
  sockets.last.end();
  await clock.advance(500);
  expect(chat.getState()).toMatchObject({ connection: 'failed', error: GONE });
});

it('leaves no timer when closed', async () => {
  const { chat, sockets, clock } = prepare();
  chat.open();
  await settled();
  sockets.last.open();
  chat.close();
  expect(clock.timers).toBe(0);
  expect(sockets.last.listenerCount).toBe(0);
});

describe('after the end', () => {
  const ENDED = { sessionId: SESSION, sessionKey: 'key' };
  const closed = (reason = 'agent_ended', change: object = {}) => ({
    type: 'session.closed',
    sessionId: SESSION,
    version: 9,
    status: 'closed',
    lastSeq: 1,
    messages: [],
    reason,
    ...change,
  });

  /** A chat with one entry, open and in sync. */
  async function chatting(store?: Store) {
    const scene = prepare(store);
    const { chat, sockets } = scene;
    chat.open();
    await settled();
    sockets.last.open();
    sockets.last.say(snapshot({ messages: [entry(1)] }));
    const sends = () => sockets.last.frames('message.send');
    const lastSend = () => {
      const sent = sends().at(-1);
      if (!sent) throw new Error('Nothing was sent.');
      return sent;
    };
    /** The sequel's first frames, on its own socket. */
    const goOn = async (n = 2) => {
      await settled();
      sockets.last.open();
      sockets.last.say(snapshot({ sessionId: sessionOf(n), continuedFrom: SESSION }));
    };
    return { ...scene, sends, lastSend, goOn };
  }

  it('goes on in a linked session when the customer writes, and keeps what was said', async () => {
    const { chat, sockets, bodies, sends, goOn } = await chatting();
    sockets.last.say(closed());
    await settled();
    const old = sockets.last;
    chat.send('One more thing');
    await goOn();

    expect(bodies.at(-1)).toEqual([
      '/tickets',
      { customer: { name: 'Kim' }, continuedFrom: ENDED },
    ]);
    expect(old.frames('message.send')).toEqual([]);
    expect(old.readyState).toBe(3);
    expect(sends()).toMatchObject([{ sessionId: sessionOf(2), cseq: 1, text: 'One more thing' }]);
    expect(chat.getState()).toMatchObject({
      connection: 'online',
      session: { status: 'bot', continuedFrom: SESSION },
      earlier: [{ status: 'closed', messages: [{ seq: 1 }] }],
    });
    expect(chat.credentials()?.sessionId).toBe(sessionOf(2));
  });

  it('goes on by itself with a message that came too late, with another id, once', async () => {
    const { chat, sockets, sends, lastSend, goOn } = await chatting();
    chat.send('first');
    chat.send('second');
    const late = lastSend();
    sockets.last.say(refusal(late, 'session_closed', false));
    expect(chat.getState().session.pending.map(({ state }) => state)).toEqual([
      'sending',
      'sending',
    ]);
    const old = sockets.last;
    old.say(snapshot({ status: 'closed', version: 4, lastSeq: 1, closeReason: 'bot_idle' }));
    await goOn();

    expect(sends()).toMatchObject([{ sessionId: sessionOf(2), cseq: 1, text: 'first' }]);
    expect(sends()[0]?.id).not.toBe(late.id);
    sockets.last.say(ack(lastSend(), 1, { sessionId: sessionOf(2) }));
    expect(lastSend()).toMatchObject({ cseq: 2, text: 'second' });
    sockets.last.say(ack(lastSend(), 2, { sessionId: sessionOf(2) }));
    expect(chat.getState().session.pending).toEqual([]);
    expect(old.frames('message.send')).toEqual([late]);
  });

  it('does not move what the ended chat has after all', async () => {
    const { chat, sockets, clock, bodies, lastSend } = await chatting();
    chat.send('stored, but its acknowledgement was lost');
    const { id } = lastSend();
    sockets.last.end();
    await clock.advance(500);
    sockets.last.open();
    const stored = entry(2, { id, from: { role: 'customer' } });
    sockets.last.say(snapshot({ status: 'closed', version: 5, messages: [stored], lastCseq: 1 }));
    await settled();

    expect(chat.getState().session.pending).toEqual([]);
    expect(bodies.at(-1)).toEqual(['/tickets', ENDED]);
  });

  it('moves what was typed offline, after a reload too', async () => {
    const { chat, sockets, store } = await chatting();
    sockets.last.end();
    chat.send('typed in a tunnel');
    chat.close();
    const after = prepare(store);
    after.chat.open();
    await settled();
    after.sockets.last.open();
    after.sockets.last.say(
      snapshot({ status: 'closed', messages: [entry(1)], closeReason: 'customer_idle' }),
    );
    await settled();
    after.sockets.last.open();
    after.sockets.last.say(snapshot({ sessionId: SESSION }));

    expect(after.bodies.at(-1)).toEqual([
      '/tickets',
      { customer: { name: 'Kim' }, continuedFrom: ENDED },
    ]);
    expect(after.sockets.last.frames('message.send')).toMatchObject([
      { text: 'typed in a tunnel' },
    ]);
  });

  it('waits with a sequel until it is known what the ended chat holds', async () => {
    const { chat, sockets, clock, bodies } = await chatting();
    chat.send('unknown');
    sockets.last.say(closed('agent_ended', { lastSeq: 3 }));
    sockets.last.end();
    chat.send('later');
    await settled();
    expect(bodies).toHaveLength(1);
    expect(chat.getState().session.pending).toHaveLength(2);

    await clock.advance(500);
    sockets.last.open();
    sockets.last.say(snapshot({ status: 'closed', version: 9, messages: [entry(2), entry(3)] }));
    await settled();
    expect(bodies.at(-1)).toEqual([
      '/tickets',
      { customer: { name: 'Kim' }, continuedFrom: ENDED },
    ]);
  });

  it('does not go on by itself when the customer has ended it, but loses nothing', async () => {
    const { chat, sockets, bodies, lastSend, sends, goOn } = await chatting();
    chat.send('bye');
    chat.session.end();
    sockets.last.say(refusal(lastSend(), 'session_closed', false));
    sockets.last.say(
      snapshot({ status: 'closed', version: 4, lastSeq: 1, closeReason: 'customer_ended' }),
    );
    await settled();
    expect(bodies).toHaveLength(1);
    expect(chat.getState().session.pending).toMatchObject([
      { text: 'bye', state: 'failed', code: 'session_closed' },
    ]);

    chat.continue();
    await goOn();
    expect(sends()).toMatchObject([{ sessionId: sessionOf(2), text: 'bye' }]);
  });

  it('sends a failed message in a sequel when it is tried again', async () => {
    const { chat, sockets, lastSend, sends, goOn } = await chatting();
    chat.send('bad');
    sockets.last.say(refusal(lastSend(), 'unavailable', false));
    const [failed] = chat.getState().session.pending;
    sockets.last.say(closed());
    chat.retry(failed?.id ?? '');
    await goOn();
    expect(sends()).toMatchObject([{ sessionId: sessionOf(2), text: 'bad' }]);
  });

  it('links a chat of the same week, and later starts afresh', async () => {
    for (const [days, continuedFrom] of [
      [6, ENDED],
      [8, undefined],
    ] as const) {
      const { sockets, chat, store } = await chatting(memoryStore());
      sockets.last.say(closed());
      await settled();
      chat.close();
      expect(hasStoredSession(store)).toBe(false);
      const later = prepare(store);
      await later.clock.advance(days * 24 * 3_600_000);
      later.chat.open();
      await settled();
      expect(later.bodies).toEqual([
        ['/tickets', { customer: { name: 'Kim' }, ...(continuedFrom && { continuedFrom }) }],
      ]);
    }
  });

  it('begins without a link when the server does not know the old chat any more', async () => {
    const { chat, sockets, bodies, refusals } = await chatting();
    sockets.last.say(closed());
    await settled();
    refusals.push(GONE);
    chat.continue();
    await settled();
    expect(bodies.slice(-2)).toEqual([
      ['/tickets', { customer: { name: 'Kim' }, continuedFrom: ENDED }],
      ['/tickets', { customer: { name: 'Kim' } }],
    ]);
  });

  it('follows the tab that went on, instead of going back to the ended chat', async () => {
    const { chat, sockets, store, bodies } = await chatting();
    sockets.last.say({ type: 'session.superseded' });
    const sequel = { sessionId: sessionOf(7), sessionKey: 'key-7' };
    store.set('session', JSON.stringify(sequel));
    chat.open();
    await settled();
    expect(bodies.at(-1)).toEqual(['/tickets', sequel]);
    expect(sockets.last.readyState).toBe(0);
  });

  it('is not led back by a ticket that the ended chat had asked for', async () => {
    const { chat, sockets, clock, hold, bodies } = await chatting();
    sockets.last.say(closed());
    await settled();
    sockets.last.end();
    const release = hold();
    await clock.advance(500);
    expect(bodies.at(-1)).toEqual(['/tickets', ENDED]);
    chat.send('Hello again');
    await settled();
    release();
    await settled();

    expect(chat.credentials()?.sessionId).toBe(sessionOf(2));
    expect(sockets.made).toHaveLength(2);
  });

  it('forgets all of it', async () => {
    const { chat, sockets, store } = await chatting();
    sockets.last.say(closed());
    await settled();
    expect(store.get('ended')).not.toBeNull();
    chat.forget();
    expect(store.get('ended')).toBeNull();
    chat.send('hi');
    await settled();
    expect(hasStoredSession(store)).toBe(false);
    chat.close();
  });

  it('shows the newer chat as seen if the panel is', async () => {
    const { chat, sockets, goOn } = await chatting();
    chat.setVisible(true);
    sockets.last.say(closed());
    chat.continue();
    await goOn();
    const asha = { role: 'agent', id: 'a1', name: 'Asha' } as const;
    sockets.last.say({
      type: 'participant.joined',
      sessionId: sessionOf(2),
      version: 2,
      status: 'active',
      lastSeq: 1,
      messages: [entry(1, { from: asha })],
      participant: asha,
    });
    expect(sockets.last.frames('message.read')).toMatchObject([
      { sessionId: sessionOf(2), seq: 1 },
    ]);
  });
});
