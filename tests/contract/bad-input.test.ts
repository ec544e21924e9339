import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import type { CustomerTicket, ProblemDetails } from '../../protocol/http.ts';
import {
  customerTicket,
  HandshakeRefused,
  openAgent,
  openCustomer,
  openSocket,
  originsOf,
  request,
  socketAddress,
  startLaptopCloud,
  tokenOf,
} from './laptop-cloud.ts';

const MESSAGE_ID = '0192f0c1-9999-7d4e-8f50-61728394a5b6';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startLaptopCloud();
});
afterAll(() => cloud?.close());

const socketUrl = (ticket: string) => `${socketAddress(cloud)}?ticket=${ticket}`;

async function refusalOf(opening: Promise<unknown>): Promise<number> {
  const outcome = await opening.then(
    () => 'opened',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(HandshakeRefused);
  return (outcome as HandshakeRefused).status;
}

describe('handshakes', () => {
  it('without a ticket: 401', async () => {
    expect(await refusalOf(openSocket(socketAddress(cloud), originsOf(cloud).customer))).toBe(401);
  });

  it('with an unknown ticket: 401', async () => {
    expect(await refusalOf(openSocket(socketUrl('nonsense'), originsOf(cloud).customer))).toBe(401);
  });

  it('with a used ticket: 401', async () => {
    const { ticket } = await customerTicket(cloud);
    const first = await openSocket(socketUrl(ticket), originsOf(cloud).customer);
    expect(await refusalOf(openSocket(socketUrl(ticket), originsOf(cloud).customer))).toBe(401);
    first.terminate();
  });

  it('from another site, or from none: 403, and the ticket is still good', async () => {
    const { ticket } = await customerTicket(cloud);
    expect(await refusalOf(openSocket(socketUrl(ticket), 'https://evil.example'))).toBe(403);
    expect(await refusalOf(openSocket(socketUrl(ticket)))).toBe(403);
    const socket = await openSocket(socketUrl(ticket), originsOf(cloud).customer);
    socket.terminate();
  });
});

describe('frames', () => {
  let customer: Awaited<ReturnType<typeof openCustomer>>;
  beforeEach(async () => {
    customer = await openCustomer(cloud);
    return () => customer.socket.terminate();
  });
  const send = (patch: object) => ({
    type: 'message.send',
    sessionId: customer.sessionId,
    id: MESSAGE_ID,
    cseq: 1,
    text: 'hello',
    ...patch,
  });

  it.each([
    ['malformed JSON', () => '{"type":"message.send"', 'malformed_json'],
    ['an unknown type', () => ({ type: 'message.shout' }), 'unknown_type'],
    ['a wrong field', () => send({ cseq: 'one' }), 'invalid_field'],
    ['no text', () => send({ text: '' }), 'text_empty'],
    ['4,001 characters', () => send({ text: 'x'.repeat(4001) }), 'text_too_long'],
    [
      'another session’s id',
      () => send({ sessionId: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6' }),
      'not_your_session',
    ],
    ['a frame for agents', () => ({ type: 'agent.heartbeat' }), 'wrong_role'],
  ])('%s is answered with its code and changes nothing', async (_name, frame, code) => {
    const { socket, sessionId } = customer;
    const problem = await socket.ask(frame(), 'problem');
    expect(problem).toMatchObject({ code, retriable: false, ref: expect.any(String) });
    const snapshot = await socket.ask(
      { type: 'session.hello', sessionId, lastSeq: 0 },
      'session.snapshot',
    );
    expect(snapshot).toMatchObject({ lastSeq: 0, messages: [], lastCseq: 0 });
  });

  it('over 32 KB closes the connection with 1009 and stores nothing', async () => {
    customer.socket.send(send({ text: 'x'.repeat(33 * 1024) }));
    expect(await customer.socket.closed).toBe(1009);
    const { sessionId, sessionKey } = customer;
    const again = await openCustomer(cloud, { sessionId, sessionKey });
    const snapshot = await again.socket.ask(
      { type: 'session.hello', sessionId, lastSeq: 0 },
      'session.snapshot',
    );
    expect(snapshot.lastSeq).toBe(0);
    again.socket.terminate();
  });

  it('ping is answered without any function', async () => {
    cloud.resetCalls();
    expect(await customer.socket.ask({ type: 'ping' }, 'pong')).toEqual({ type: 'pong' });
    expect(cloud.calls()).toEqual({});
  });
});

describe('HTTP', () => {
  it('a ticket for a site that is not ours, a foreign key, an unknown session', async () => {
    const evil = { origin: 'https://evil.example', body: {} };
    expect(await request<ProblemDetails>(cloud, 'POST', '/tickets', evil)).toMatchObject({
      status: 403,
      body: { code: 'origin_not_allowed' },
    });
    const { sessionId } = await openCustomer(cloud);
    const origin = originsOf(cloud).customer;
    const sessionKey = 'x'.repeat(43);
    expect(
      await request<CustomerTicket>(cloud, 'POST', '/tickets', {
        origin,
        body: { sessionId, sessionKey },
      }),
    ).toMatchObject({ status: 403, body: { code: 'session_key_invalid' } });
    expect(
      await request<CustomerTicket>(cloud, 'POST', '/tickets', {
        origin,
        body: { sessionId: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6', sessionKey },
      }),
    ).toMatchObject({ status: 404, body: { code: 'session_unknown' } });
  });

  it('agents’ routes without a token: 401; without the group: 403 with a code', async () => {
    expect((await request(cloud, 'GET', '/escalations')).status).toBe(401);
    expect((await request(cloud, 'GET', '/escalations', { token: 'a.b.c' })).status).toBe(401);
    const token = await tokenOf(cloud, 'sam');
    expect(await request(cloud, 'GET', '/escalations', { token })).toMatchObject({
      status: 403,
      body: { code: 'not_an_agent' },
    });
  });

  it('a claim of an ended session is refused with a code', async () => {
    const { socket, sessionId } = await openCustomer(cloud);
    await socket.ask({ type: 'session.end', sessionId }, 'session.closed');
    const { call } = await openAgent(cloud, 'asha');
    expect(await call('PUT', `/sessions/${sessionId}/assignment`)).toMatchObject({
      status: 409,
      body: { code: 'session_closed' },
    });
  });
});
