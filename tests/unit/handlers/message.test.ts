import {
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '../../../lambdas/handlers/message.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import {
  activeSession,
  agentItem,
  agentRecord,
  cancelled,
  candidates,
  conditionFailed,
  lastTransaction,
  MESSAGE_ID,
  OTHER_SESSION_ID,
  PutCommand,
  pushed,
  putEntries,
  queue,
  queuedSession,
  resetClients,
  SESSION_ID,
  sdkCalls,
  sessionOf,
  socketEvent,
  sockets,
  storedAgents,
  storedEntries,
  storedHead,
  TransactWriteCommand,
  table,
  timers,
  UpdateCommand,
  wrappingSession,
} from './fixtures.ts';

const say = (text: string, patch: object = {}) => ({
  type: 'message.send',
  sessionId: SESSION_ID,
  id: MESSAGE_ID,
  cseq: 1,
  text,
  ...patch,
});

async function answerTo(event: ReturnType<typeof socketEvent>): Promise<ServerFrame> {
  const { body } = await handler(event);
  return JSON.parse(body ?? 'null');
}

beforeEach(resetClients);

describe('a customer message while the session is the bot’s', () => {
  it('is stored with the bot’s reply in one transaction and acknowledged with both, in 2 calls', async () => {
    storedHead(sessionOf());

    const ack = await answerTo(socketEvent('customer', say('how do i set up voicemail')));

    expect(ack).toMatchObject({
      type: 'message.ack',
      id: MESSAGE_ID,
      cseq: 1,
      seq: 1,
      lastSeq: 2,
      version: 8,
      status: 'bot',
      messages: [
        { seq: 1, id: MESSAGE_ID, from: { role: 'customer' }, text: 'how do i set up voicemail' },
        { seq: 2, from: { role: 'bot' } },
      ],
    });
    expect(JSON.stringify(ack)).not.toContain('confidence');
    const [head, step] = lastTransaction();
    expect(head?.Put).toMatchObject({
      Item: { pk: `S#${SESSION_ID}`, sk: 'HEAD', version: 8, seq: 2 },
      ConditionExpression: '#version = :version',
      ExpressionAttributeValues: { ':version': 7 },
    });
    expect(head?.Put?.Item?.last).toEqual({
      customer: { cseq: 1, id: MESSAGE_ID, seq: 1 },
    });
    expect(step?.Put?.Item).toMatchObject({ sk: 'M#0000000001' });
    expect(putEntries()).toMatchObject([
      { seq: 1, id: MESSAGE_ID },
      { seq: 2, bot: { fallback: false } },
    ]);
    expect(sdkCalls()).toBe(2);
  });

  it('that might need a person goes to the analyzer after the commit, in 3 calls', async () => {
    storedHead(sessionOf());

    await answerTo(socketEvent('customer', say('I’m very frustrated! My bill is wrong again')));

    expect(candidates()).toEqual([{ sessionId: SESSION_ID, seq: 2 }]);
    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({
      candidate: { seq: 2, explicit: false },
      dueShard: expect.stringMatching(/^DUE#[0-3]$/),
    });
    expect(sdkCalls()).toBe(3);
  });

  it('that asks for a person is answered with a promise, not with an article', async () => {
    storedHead(sessionOf());

    const ack = await answerTo(socketEvent('customer', say('let me talk to a real person')));

    expect(ack).toMatchObject({ messages: [{}, { text: expect.stringMatching(/person/) }] });
    expect(lastTransaction()[0]?.Put?.Item?.candidate).toMatchObject({ explicit: true });
  });

  it('is stored although the queue fails; the customer is told to retry, and the retry finishes it', async () => {
    storedHead(sessionOf());
    queue.on(SendMessageCommand).rejects(new Error('queue down'));

    const refused = await answerTo(socketEvent('customer', say('my bill is wrong, I’m furious')));

    expect(refused).toMatchObject({
      type: 'problem',
      code: 'unavailable',
      retriable: true,
      id: MESSAGE_ID,
    });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(1);

    resetClients();
    storedHead(
      sessionOf({
        seq: 2,
        version: 8,
        last: { customer: { cseq: 1, id: MESSAGE_ID, seq: 1 } },
        candidate: { seq: 2, at: Date.now(), explicit: false },
      }),
    );
    const ack = await answerTo(socketEvent('customer', say('my bill is wrong, I’m furious')));

    expect(ack).toMatchObject({ type: 'message.ack', seq: 1, lastSeq: 2 });
    expect(candidates()).toHaveLength(1);
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  it('is decided anew when somebody else wrote first', async () => {
    storedHead(sessionOf());
    table
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled({ Code: 'ConditionalCheckFailed' }))
      .rejectsOnce(cancelled({ Code: 'TransactionConflict' }))
      .resolves({});

    const ack = await answerTo(socketEvent('customer', say('hello')));

    expect(ack.type).toBe('message.ack');
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(3);
  });

  it('gives up after five lost races with a retriable problem', async () => {
    storedHead(sessionOf());
    table.on(TransactWriteCommand).rejects(cancelled({ Code: 'TransactionConflict' }));

    const problem = await answerTo(socketEvent('customer', say('hello')));

    expect(problem).toMatchObject({ type: 'problem', code: 'conflict', retriable: true });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(5);
  });

  it('is answered with a retriable problem, without a stack, if the table fails', async () => {
    storedHead(sessionOf());
    table.on(TransactWriteCommand).rejects(new Error('secret internals'));

    const { body } = await handler(socketEvent('customer', say('hello')));

    expect(body).not.toContain('secret');
    expect(JSON.parse(body ?? '')).toMatchObject({ code: 'unavailable', ref: 'request-1' });
  });

  it('with a used number and another id is a conflict; with a number left out, a gap', async () => {
    storedHead(sessionOf({ last: { customer: { cseq: 1, id: OTHER_SESSION_ID, seq: 1 } } }));

    expect(await answerTo(socketEvent('customer', say('hello')))).toMatchObject({
      code: 'cseq_conflict',
    });
    expect(await answerTo(socketEvent('customer', say('hello', { cseq: 3 })))).toMatchObject({
      code: 'gap',
    });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});

describe('messages while an agent is there', () => {
  it('reach the agent by one push, the bot being silent, in 3 calls', async () => {
    storedHead(activeSession());

    const ack = await answerTo(socketEvent('customer', say('are you there?')));

    expect(ack).toMatchObject({ type: 'message.ack', messages: [{ text: 'are you there?' }] });
    expect(pushed()).toEqual([
      {
        to: 'agent-1',
        frame: expect.objectContaining({ type: 'message.created', lastSeq: 4, status: 'active' }),
      },
    ]);
    expect(sdkCalls()).toBe(3);
  });

  it('of the agent reach the customer by one push, in 3 calls', async () => {
    storedHead(activeSession());

    const ack = await answerTo(socketEvent('agent', say('Hello Dana')));

    expect(ack).toMatchObject({ type: 'message.ack', seq: 4 });
    expect(pushed()).toMatchObject([
      {
        to: 'customer-1',
        frame: {
          type: 'message.created',
          messages: [{ from: { role: 'agent', id: 'asha', name: 'Asha Rao' } }],
        },
      },
    ]);
    expect(sdkCalls()).toBe(3);
  });

  it('of somebody who does not hold the session are refused', async () => {
    storedHead(
      activeSession({
        assignment: { assignmentId: 'x', agentId: 'ravi', name: 'Ravi', team: 'T', at: 0 },
      }),
    );

    expect(await answerTo(socketEvent('agent', say('hi')))).toMatchObject({
      code: 'not_your_session',
    });
  });

  it('stay stored when the customer’s connection is gone (410), and its address is forgotten', async () => {
    storedHead(activeSession());
    sockets.on(PostToConnectionCommand).rejects(new GoneException({ message: '', $metadata: {} }));
    const lost = activeSession({ customerConnectionId: undefined, agentConnectionId: undefined });
    table.on(UpdateCommand).resolves({ Attributes: { ...lost } });

    const ack = await answerTo(socketEvent('agent', say('Hello Dana')));

    expect(ack.type).toBe('message.ack');
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { sk: 'HEAD' },
      ConditionExpression: '#customerConnectionId = :connectionId AND #version = :seen',
      ExpressionAttributeValues: { ':connectionId': 'customer-1', ':seen': 8 },
    });
    expect(timers()).toEqual([
      {
        body: { kind: 'customer_lost', sessionId: SESSION_ID, connectionId: 'customer-1' },
        delay: 180,
      },
    ]);
  });

  it('stay stored when pushes are throttled (429), and are acknowledged', async () => {
    storedHead(activeSession());
    sockets
      .on(PostToConnectionCommand)
      .rejects(new LimitExceededException({ message: '', $metadata: {} }));

    const ack = await answerTo(socketEvent('agent', say('Hello Dana')));

    expect(ack.type).toBe('message.ack');
    expect(table.commandCalls(UpdateCommand)).toHaveLength(0);
  });

  it('sent again after a lost ack are pushed and acknowledged again, not stored again', async () => {
    storedHead(activeSession({ last: { 'agent:asha': { cseq: 1, id: MESSAGE_ID, seq: 3 } } }));
    storedEntries({ seq: 3, from: { role: 'agent' }, text: 'Hello', at: 1 });

    const ack = await answerTo(socketEvent('agent', say('Hello')));

    expect(ack).toMatchObject({ type: 'message.ack', seq: 3, messages: [{ seq: 3 }] });
    expect(pushed()).toMatchObject([{ to: 'customer-1' }]);
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});

describe('hello', () => {
  const hello = { type: 'session.hello', sessionId: SESSION_ID, lastSeq: 1 };

  it('answers the state and what follows the last entry held, in 2 calls', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { ...activeSession({ seq: 2 }) } });
    // The customer holds the first entry of the step already.
    storedEntries(
      { seq: 1, from: { role: 'customer' }, text: 'Hello', at: 1 },
      {
        seq: 2,
        from: { role: 'bot' },
        text: 'Hi',
        at: 1,
        bot: { confidence: 1, fallback: false, articleId: null },
      },
    );

    const snapshot = await answerTo(socketEvent('customer', hello));

    expect(snapshot).toMatchObject({
      type: 'session.snapshot',
      status: 'active',
      lastSeq: 2,
      lastCseq: 0,
      more: false,
      messages: [{ seq: 2, text: 'Hi' }],
      agent: { role: 'agent', id: 'asha', name: 'Asha Rao', team: 'Billing' },
    });
    expect(JSON.stringify(snapshot)).not.toContain('confidence');
    expect(sdkCalls()).toBe(2);
  });

  it('from a connection that was taken over is told so', async () => {
    table.on(UpdateCommand).rejects(conditionFailed());

    expect(await answerTo(socketEvent('customer', hello, 'customer-0'))).toEqual({
      type: 'session.superseded',
    });
  });

  it('of an agent refreshes their address in that session; not their session is refused', async () => {
    table
      .on(UpdateCommand)
      .resolvesOnce({ Attributes: { ...activeSession() } })
      .rejects(conditionFailed());

    expect(await answerTo(socketEvent('agent', hello))).toMatchObject({
      type: 'session.snapshot',
    });
    storedHead(queuedSession());
    expect(await answerTo(socketEvent('agent', hello))).toMatchObject({
      code: 'not_your_session',
    });
    storedHead(activeSession({ agentConnectedAt: 2000 }));
    expect(await answerTo(socketEvent('agent', hello))).toEqual({ type: 'session.superseded' });
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: expect.stringContaining('#agentConnectedAt <= :connectedAt'),
      ExpressionAttributeValues: {
        ':agentId': 'asha',
        ':connectionId': 'agent-1',
        ':connectedAt': 1000,
      },
    });
  });
});

describe('other frames', () => {
  it('escalation.request stores the wish, hands it to the analyzer and says so', async () => {
    storedHead(sessionOf());

    const answer = await answerTo(
      socketEvent('customer', { type: 'escalation.request', sessionId: SESSION_ID }),
    );

    expect(answer).toMatchObject({
      type: 'session.status_changed',
      reason: 'person_requested',
      messages: [{ from: { role: 'bot' } }],
    });
    expect(candidates()).toHaveLength(1);
  });

  it('escalation.cancel brings the customer back to the bot and takes the card from the agents', async () => {
    storedHead(queuedSession());
    storedAgents(agentRecord());

    const answer = await answerTo(
      socketEvent('customer', { type: 'escalation.cancel', sessionId: SESSION_ID }),
    );

    expect(answer).toMatchObject({ type: 'session.status_changed', status: 'bot' });
    expect(pushed()).toMatchObject([
      { to: 'agent-1', frame: { type: 'escalation.completed', status: 'cancelled' } },
    ]);
    expect(lastTransaction()[0]?.Put?.Item).not.toHaveProperty('pendingQueue');
  });

  it('session.end of an active session starts wrap-up and tells the agent', async () => {
    storedHead(activeSession());

    const answer = await answerTo(
      socketEvent('customer', { type: 'session.end', sessionId: SESSION_ID }),
    );

    expect(answer).toMatchObject({ type: 'session.closed', reason: 'customer_ended' });
    expect(pushed()).toMatchObject([{ to: 'agent-1', frame: { type: 'session.closed' } }]);
    expect(timers()).toMatchObject([{ body: { kind: 'wrap_up' }, delay: 120 }]);
  });

  it('typing.set reaches the other side without being stored, in 2 calls and without an answer', async () => {
    storedHead(activeSession());

    const { body } = await handler(
      socketEvent('agent', { type: 'typing.set', sessionId: SESSION_ID, on: true }),
    );

    expect(body).toBeUndefined();
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { type: 'typing.changed', on: true, from: { name: 'Asha Rao' } } },
    ]);
    expect(sdkCalls()).toBe(2);
  });

  it('message.read moves a mark outside the head and shows it to the other side, in 3 calls', async () => {
    storedHead(activeSession());
    table.on(UpdateCommand).resolves({});

    const { body } = await handler(
      socketEvent('agent', { type: 'message.read', sessionId: SESSION_ID, seq: 99 }),
    );

    expect(body).toBeUndefined();
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: `S#${SESSION_ID}`, sk: 'M~READ' },
      // Never beyond the transcript.
      ExpressionAttributeValues: { ':seq': 3 },
      ExpressionAttributeNames: { '#by': 'agent' },
    });
    expect(pushed()).toEqual([
      {
        to: 'customer-1',
        frame: { type: 'message.read', sessionId: SESSION_ID, by: 'agent', seq: 3 },
      },
    ]);
    expect(sdkCalls()).toBe(3);
  });

  it('message.leave closes the chat and stores the message for the queue in one transaction', async () => {
    storedHead(queuedSession());
    storedAgents(agentRecord());

    const answer = await answerTo(
      socketEvent('customer', {
        type: 'message.leave',
        sessionId: SESSION_ID,
        contact: 'dana@mail.example',
        text: 'Please call me back',
      }),
    );

    expect(answer).toMatchObject({ type: 'session.closed', reason: 'message_left' });
    const left = lastTransaction().find(({ Put }) => Put?.Item?.pk === 'LEFT#billing')?.Put?.Item;
    expect(left).toMatchObject({ contact: 'dana@mail.example', text: 'Please call me back' });
    expect(left).not.toHaveProperty('handled');
  });

  it('csat.submit after the end is stored and counted, in 3 calls', async () => {
    storedHead(wrappingSession());
    table.on(UpdateCommand).resolves({});

    const answer = await answerTo(
      socketEvent('customer', { type: 'csat.submit', sessionId: SESSION_ID, score: 4 }),
    );

    expect(answer).toMatchObject({ type: 'session.status_changed', reason: 'csat' });
    expect(table.commandCalls(PutCommand)[0]?.args[0].input.Item).toMatchObject({
      csat: { score: 4 },
    });
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input.Key?.pk).toMatch(/^STATS#/);
    expect(sdkCalls()).toBe(3);
  });

  it('agent.heartbeat notes a sign of life, in 1 call; a taken-over connection is told', async () => {
    table.on(UpdateCommand).resolvesOnce({ Attributes: agentItem(agentRecord()) });

    expect(await answerTo(socketEvent('agent', { type: 'agent.heartbeat' }))).toMatchObject({
      type: 'agent.status_changed',
      agent: { agentId: 'asha', sessions: [] },
    });
    expect(sdkCalls()).toBe(1);

    table.on(UpdateCommand).rejects(conditionFailed());
    expect(await answerTo(socketEvent('agent', { type: 'agent.heartbeat' }))).toEqual({
      type: 'session.superseded',
    });
  });
});

describe('bad input changes nothing and names its fault', () => {
  const cases: [name: string, body: object | string, code: string][] = [
    ['malformed JSON', '{"type":', 'malformed_json'],
    ['no body', '', 'malformed_json'],
    ['not an object', '"hello"', 'unknown_type'],
    ['unknown type', { type: 'message.shout' }, 'unknown_type'],
    ['no text', say(''), 'text_empty'],
    ['only white space', say(' \n '), 'text_empty'],
    ['4,001 characters', say('x'.repeat(4001)), 'text_too_long'],
    ['4,001 characters beyond the BMP', say('😀'.repeat(4001)), 'text_too_long'],
    ['a lone surrogate', say('\ud800'), 'text_malformed'],
    ['a wrong field', say('hi', { cseq: 'one' }), 'invalid_field'],
    ['cseq 0', say('hi', { cseq: 0 }), 'invalid_field'],
    ['an id that is none', say('hi', { id: 'abc' }), 'invalid_field'],
    ['another session', say('hi', { sessionId: OTHER_SESSION_ID }), 'not_your_session'],
    ['a frame for agents', { type: 'agent.heartbeat' }, 'wrong_role'],
  ];

  it.each(cases)('%s → %s', async (_name, body, code) => {
    const problem = await answerTo(socketEvent('customer', body));

    expect(problem).toMatchObject({ type: 'problem', code, retriable: false, ref: 'request-1' });
    expect(sdkCalls()).toBe(0);
  });

  it('4,000 characters beyond the BMP are fine', async () => {
    storedHead(sessionOf());

    expect(await answerTo(socketEvent('customer', say('😀'.repeat(4000))))).toMatchObject({
      type: 'message.ack',
    });
  });

  it('names the wrong field', async () => {
    expect(await answerTo(socketEvent('customer', say('hi', { cseq: 1.5 })))).toMatchObject({
      code: 'invalid_field',
      field: 'cseq',
      id: MESSAGE_ID,
      sessionId: SESSION_ID,
    });
  });

  it('a message to an ended session is refused', async () => {
    storedHead(sessionOf({ status: 'closed' }));

    expect(await answerTo(socketEvent('customer', say('hi')))).toMatchObject({
      code: 'session_closed',
    });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  it('a customer’s frame without authorizer context is refused', async () => {
    const event = socketEvent('customer', say('hi'));
    event.requestContext.authorizer = undefined;

    expect(await answerTo(event)).toMatchObject({ code: 'unauthenticated' });
  });
});
