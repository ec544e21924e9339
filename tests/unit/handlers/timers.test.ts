import type { ScheduledEvent, SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '../../../lambdas/handlers/timers.ts';
import type { Timer } from '../../../protocol/queue-messages.ts';
import {
  activeSession,
  agentItem,
  agentRecord,
  GetCommand,
  lastTransaction,
  OFFER_ID,
  offeredSession,
  PutCommand,
  pushed,
  putEntries,
  putItem,
  QueryCommand,
  queuedSession,
  resetClients,
  SESSION_ID,
  sessionOf,
  storedAgents,
  storedHead,
  TransactWriteCommand,
  table,
  timers,
  updateOf,
  wrappingSession,
} from './fixtures.ts';

const MINUTE = 60_000;
const ago = (ms: number) => Date.now() - ms;

const timer = (message: Timer): SQSEvent =>
  ({
    Records: [
      {
        messageId: 'm-0',
        body: JSON.stringify(message),
        attributes: { ApproximateReceiveCount: '1' },
      },
    ],
  }) as unknown as SQSEvent;

const minute = { source: 'aws.events', 'detail-type': 'Scheduled Event' } as ScheduledEvent;

const customerLost: Timer = {
  kind: 'customer_lost',
  sessionId: SESSION_ID,
  connectionId: 'customer-1',
};

function due(...sessionIds: string[]): void {
  table
    .on(QueryCommand, { IndexName: 'due' }, false)
    .resolvesOnce({ Items: sessionIds.map((id) => ({ pk: `S#${id}`, sk: 'HEAD' })) })
    .resolves({ Items: [] });
}

beforeEach(resetClients);

describe('a customer who stayed away', () => {
  it('while waiting: the session closes as abandoned and leaves the agents’ lists', async () => {
    storedHead(queuedSession({ customerConnectionId: undefined, customerLostAt: ago(4 * MINUTE) }));
    storedAgents(agentRecord());

    expect(await handler(timer(customerLost))).toEqual({ batchItemFailures: [] });

    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({
      status: 'closed',
      closeReason: 'abandoned_in_queue',
    });
    expect(pushed()).toMatchObject([
      { to: 'agent-1', frame: { type: 'escalation.completed', status: 'abandoned' } },
    ]);
  });

  it('while active: the session goes to wrap-up and the agent is told', async () => {
    storedHead(activeSession({ customerConnectionId: undefined, customerLostAt: ago(4 * MINUTE) }));

    await handler(timer(customerLost));

    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({
      status: 'wrap_up',
      closeReason: 'customer_left',
    });
    expect(pushed()).toMatchObject([
      { to: 'agent-1', frame: { type: 'session.closed', reason: 'customer_left' } },
    ]);
  });

  it('but came back in time: a late timer does nothing', async () => {
    storedHead(queuedSession());
    storedAgents(agentRecord());

    await handler(timer(customerLost));

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(table.commandCalls(PutCommand)).toHaveLength(0);
    expect(pushed()).toHaveLength(0);
  });
});

describe('an agent who stayed away', () => {
  const lost = agentRecord({
    sessions: [SESSION_ID],
    connectionId: undefined,
    lostAt: ago(2 * MINUTE),
    lostConnectionId: 'agent-1',
  });
  const agentLost: Timer = { kind: 'agent_lost', agentId: 'asha', connectionId: 'agent-1' };

  beforeEach(() => {
    storedHead(activeSession({ agentConnectionId: undefined }));
    table
      .on(GetCommand, { TableName: 'conversations', Key: { pk: 'AGENTS', sk: 'asha' } }, false)
      .resolves({ Item: agentItem(lost) });
    storedAgents(agentRecord({ agentId: 'meera', connectionId: 'agent-2' }));
  });

  it('gives the session back with its wait clock, the customer told, other agents alerted', async () => {
    const before = activeSession().escalation?.waitingSince;

    await handler(timer(agentLost));

    const head = lastTransaction()[0]?.Put?.Item;
    expect(head).toMatchObject({ status: 'queued', escalation: { status: 'pending' } });
    expect(Math.abs(head?.card.waitingSince - (before ?? 0))).toBeLessThan(1000);
    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toContain('DELETE #sessions :sessions');
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { type: 'participant.left', reason: 'agent_lost' } },
      { to: 'agent-2', frame: { type: 'escalation.created' } },
    ]);
  });

  it('is left alone when they are back on another connection', async () => {
    table
      .on(GetCommand, { TableName: 'conversations', Key: { pk: 'AGENTS', sk: 'asha' } }, false)
      .resolves({ Item: agentItem(agentRecord({ connectionId: 'agent-9' })) });

    await handler(timer(agentLost));

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});

describe('wrap-up', () => {
  const wrapUp: Timer = { kind: 'wrap_up', sessionId: SESSION_ID, assignmentId: 'asg-1' };
  const wrapping = (at: number, capacityHeld: boolean) =>
    wrappingSession(at, { wrapUp: { at, capacityHeld } });

  it('stops counting against capacity after 2 minutes', async () => {
    storedHead(wrapping(ago(3 * MINUTE), true));

    await handler(timer(wrapUp));

    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({
      status: 'wrap_up',
      wrapUp: { capacityHeld: false },
    });
    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toContain('DELETE #sessions :sessions');
    expect(timers()).toMatchObject([{ body: { kind: 'route' } }]);
  });

  it('that is over, or another agent’s by now, is left alone', async () => {
    storedHead(sessionOf({ status: 'closed' }));
    await handler(timer(wrapUp));
    storedHead(wrapping(ago(3 * MINUTE), true));
    await handler(timer({ ...wrapUp, assignmentId: 'asg-0' }));

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(table.commandCalls(PutCommand)).toHaveLength(0);
  });

  it('closes by itself after 15 minutes', async () => {
    storedHead(wrapping(ago(16 * MINUTE), false));
    due(SESSION_ID);
    storedAgents();

    await handler(minute);

    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({ status: 'closed' });
  });
});

describe('work on the timers queue', () => {
  beforeEach(() => storedAgents(agentRecord()));

  it('route offers who waits to who is free, reading the named session itself', async () => {
    storedHead(queuedSession());

    await handler(timer({ kind: 'route', queues: ['billing'], sessionId: SESSION_ID }));

    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toContain('ADD #offers :offers');
    expect(pushed()).toContainEqual(
      expect.objectContaining({
        to: 'agent-1',
        frame: expect.objectContaining({ type: 'offer.created' }),
      }),
    );
    expect(timers()).toMatchObject([{ body: { kind: 'offer', sessionId: SESSION_ID }, delay: 30 }]);
  });

  it('offer: nobody answered, so the agent is not responding and somebody else is asked', async () => {
    storedHead(offeredSession({}, ago(1)));

    await handler(timer({ kind: 'offer', sessionId: SESSION_ID, offerId: OFFER_ID }));

    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toBe(
      'SET #notResponding = :true DELETE #offers :withdrawn',
    );
    expect(pushed()).toContainEqual({
      to: 'agent-1',
      frame: { type: 'offer.timed_out', offerId: OFFER_ID, sessionId: SESSION_ID },
    });
    expect(timers()).toMatchObject([{ body: { kind: 'route', sessionId: SESSION_ID } }]);
  });

  it('attention: an agent who owes an answer too long loses the session; else it looks again', async () => {
    const attention: Timer = {
      kind: 'attention',
      sessionId: SESSION_ID,
      assignmentId: 'asg-1',
    };
    storedHead(activeSession({ awaitingReplySince: ago(MINUTE) }));
    await handler(timer(attention));
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(timers()).toMatchObject([{ body: attention, delay: 60 }]);

    storedHead(activeSession({ awaitingReplySince: ago(2 * MINUTE) }));
    await handler(timer(attention));
    expect(putItem('HEAD')).toMatchObject({ status: 'queued' });
  });
});

describe('the minute sweep', () => {
  beforeEach(() => storedAgents(agentRecord()));

  it('escalates by itself what the customer asked for and nobody assessed', async () => {
    storedHead(sessionOf({ seq: 2, candidate: { seq: 2, at: ago(2 * MINUTE), explicit: true } }));
    due(SESSION_ID);

    await handler(minute);

    expect(putItem('E#')).toMatchObject({
      assessment: {
        reasons: [{ code: 'request.explicit' }, { code: 'system.analyzer_unavailable' }],
      },
    });
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { status: 'queued' } },
      { to: 'agent-1', frame: { type: 'escalation.created' } },
    ]);
  });

  it('offers a person to anybody else', async () => {
    storedHead(sessionOf({ seq: 2, candidate: { seq: 2, at: ago(2 * MINUTE), explicit: false } }));
    due(SESSION_ID);

    await handler(minute);

    expect(putEntries()).toMatchObject([{ seq: 3, event: 'person_offered' }]);
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { type: 'message.created', status: 'bot' } },
    ]);
  });

  it('moves a session that has no expired deadline out of its way, without a transaction', async () => {
    storedHead(queuedSession());
    due(SESSION_ID);

    await handler(minute);

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    const item = table.commandCalls(PutCommand)[0]?.args[0].input.Item;
    expect(Number(String(item?.dueSort).slice(0, 13))).toBeGreaterThan(Date.now());
  });

  it('finds agents that were not seen, whatever became of their timer', async () => {
    storedHead(activeSession());
    due();
    const unseen = agentRecord({ sessions: [SESSION_ID], seenAt: ago(2 * MINUTE) });
    storedAgents(unseen);
    table
      .on(GetCommand, { TableName: 'conversations', Key: { pk: 'AGENTS', sk: 'asha' } }, false)
      .resolves({ Item: agentItem(unseen) });

    await handler(minute);

    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({ status: 'queued' });
  });

  it('goes on with the others when one session fails', async () => {
    storedHead(sessionOf({ seq: 2, candidate: { seq: 2, at: ago(2 * MINUTE), explicit: true } }));
    due(SESSION_ID, SESSION_ID);
    table.on(TransactWriteCommand).rejectsOnce(new Error('down')).resolves({});

    await handler(minute);

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(2);
  });

  it('reports a timer that failed, so that the queue brings it back', async () => {
    table.on(GetCommand).rejects(new Error('down'));

    expect(await handler(timer(customerLost))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm-0' }],
    });
  });
});
