import { expect, it } from 'vitest';
import { createCustomerChat, hasStoredSession } from '../../../../web/chat-client/customer-chat.ts';
import { ApiError, type Http } from '../../../../web/chat-client/http.ts';
import { memoryStore, type Store } from '../../../../web/chat-client/store.ts';
import { ack, FakeClock, fakeSockets, SESSION, settled, snapshot } from './fakes.ts';

function prepare(store: Store = memoryStore()) {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const bodies: unknown[] = [];
  const refusals: ApiError[] = [];
  const http: Pick<Http, 'post'> = {
    async post<T>(path: string, body: unknown) {
      bodies.push([path, body]);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      const ticket = { ticket: 't', expiresInSeconds: 30, sessionId: SESSION, sessionKey: 'key' };
      return ticket as T;
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
  return { clock, sockets, bodies, refusals, chat, store };
}

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
