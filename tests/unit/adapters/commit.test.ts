import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { commitChange } from '../../../lambdas/adapters/dynamo/commit.ts';
import { ENTRIES_PER_ITEM } from '../../../lambdas/adapters/dynamo/keys.ts';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { type Change, says, step } from '../../../lambdas/domain/change.ts';
import { leaveMessage } from '../../../lambdas/domain/ending.ts';
import { escalate } from '../../../lambdas/domain/escalating.ts';
import { transferToAgent } from '../../../lambdas/domain/leaving.ts';
import { noted } from '../../../lambdas/domain/notes.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { ASHA, assessmentOf, at, decided, NOON, RAVI } from '../domain/builders.ts';
import { OPERATIONS, USUAL } from '../domain/operations.ts';
import {
  cancelled,
  client,
  conditionFailed,
  PK,
  SESSION_ID,
  stored,
  TABLE,
  table,
} from './fixtures.ts';

const TTL = Math.floor((NOON + POLICY.retentionMs) / 1000);
const FAILED = 'ConditionalCheckFailed';

const commit = (change: Change) => commitChange(client, TABLE, change, NOON);

/** What the transaction writes, by verb and key, in order. */
const written = () =>
  (table.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? []).map(
    ({ Put, Update }) => {
      const { pk, sk } = Put?.Item ?? Update?.Key ?? {};
      return `${Put ? 'put' : 'update'} ${pk} ${sk}`;
    },
  );
const items = () => table.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];

/** Asha passes her session on to Ravi with a note: head, entry, history, note and two agents. */
const transfer = () =>
  noted(
    transferToAgent(stored(), participantOf(ASHA), RAVI, { now: at(2), offerId: 'offer-1' }),
    participantOf(ASHA),
    'Knows the case',
    at(2),
  );

/** Something said so many times in one step. */
const stepOf = (entries: number) =>
  step(
    stored(),
    NOON,
    {},
    Array.from({ length: entries }, (_, i) => says(`words ${i}`, 'joined')),
  );

beforeEach(() => {
  table.reset();
  table.on(TransactWriteCommand).resolves({});
  table.on(PutCommand).resolves({});
});

describe('a change is stored', () => {
  it('of the head alone: with one conditional write and no transaction', async () => {
    const change = step(stored('bot'), NOON, {});

    expect(await commit(change)).toBe('committed');

    expect(table.calls()).toHaveLength(1);
    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      TableName: TABLE,
      Item: { pk: PK, sk: 'HEAD', version: change.after.version, ttl: TTL },
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': change.before.version },
    });
  });

  it('in one transaction: head, entries, history, records, and the agents last', async () => {
    expect(await commit(transfer())).toBe('committed');

    expect(table.calls()).toHaveLength(1);
    expect(written()).toEqual([
      `put ${PK} HEAD`,
      `put ${PK} M#0000000004`,
      `update ${PK} E#0001`,
      `put ${PK} N#0001`,
      'update AGENTS asha',
      'update AGENTS ravi',
    ]);
  });

  it('entries never over others, and with their time to live', async () => {
    const change = transfer();
    await commit(change);

    expect(items()[1]?.Put).toMatchObject({
      Item: { pk: PK, sk: 'M#0000000004', entries: change.messages, ttl: TTL },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    expect(items()[3]?.Put).toEqual({
      TableName: TABLE,
      Item: {
        pk: PK,
        sk: 'N#0001',
        n: 1,
        at: at(2),
        by: participantOf(ASHA),
        text: 'Knows the case',
        ttl: TTL,
      },
    });
  });

  it('all entries of one step in one item, under the number of the first', async () => {
    const change = stepOf(ENTRIES_PER_ITEM);

    expect(await commit(change)).toBe('committed');

    expect(written()).toEqual([`put ${PK} HEAD`, `put ${PK} M#0000000004`]);
    expect(items()[1]?.Put?.Item).toEqual({
      pk: PK,
      sk: 'M#0000000004',
      entries: change.messages,
      ttl: TTL,
    });
    expect(change.messages.map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
  });

  it('only with as many entries as a reader looks back for: more are refused unwritten', async () => {
    await expect(commit(stepOf(ENTRIES_PER_ITEM + 1))).rejects.toThrow(RangeError);

    expect(table.calls()).toHaveLength(0);
  });

  it('the history is appended to a record that exists', async () => {
    const change = transfer();
    await commit(change);

    expect(items()[2]?.Update).toEqual({
      TableName: TABLE,
      Key: { pk: PK, sk: 'E#0001' },
      UpdateExpression: 'SET #status = :status, #history = list_append(#history, :entry)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status', '#history': 'history' },
      ExpressionAttributeValues: {
        ':status': 'offered',
        ':entry': [change.escalation?.kind === 'append' && change.escalation.entry],
      },
    });
  });

  it('a new escalation never over another', async () => {
    const change = escalate(stored('bot'), assessmentOf(), {
      now: NOON,
      escalationId: 'esc-1',
      excerpt: 'words',
      trouble: null,
    });
    await commit(change);

    const put = items().find(({ Put }) => Put?.Item?.sk === 'E#0001')?.Put;
    expect(put).toMatchObject({
      Item: { escalationId: 'esc-1', status: 'pending', ttl: TTL },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  it('a contact under its customer, so that their sessions are found newest first', async () => {
    const session = { ...stored('queued'), customerId: 'dana' };
    await commit(OPERATIONS.claim(session, { ...USUAL, now: at(1) }));

    const put = items().find(({ Put }) => Put?.Item?.pk === 'U#dana')?.Put;
    expect(put).toEqual({
      TableName: TABLE,
      Item: {
        pk: 'U#dana',
        sk: `${NOON}#${SESSION_ID}`,
        sessionId: SESSION_ID,
        at: NOON,
        agentId: 'asha',
        agentName: 'Asha Rao',
        queue: 'billing',
        ttl: TTL,
      },
    });
  });

  it('a left message in its queue, nobody having taken care of it', async () => {
    const words = { contact: 'dana@example.org', text: 'Call me' };
    await commit(leaveMessage(stored('queued'), words, at(3)));

    const put = items().find(({ Put }) => Put?.Item?.pk === 'LEFT#billing')?.Put;
    expect(put?.Item).toEqual({
      pk: 'LEFT#billing',
      sk: `${at(3)}#${SESSION_ID}`,
      sessionId: SESSION_ID,
      queue: 'billing',
      at: at(3),
      customer: { name: 'Dana' },
      ...words,
      ttl: TTL,
    });
  });

  it('with the index keys that the state asks for, and none otherwise', async () => {
    await commit(step(stored('queued'), NOON, {}));
    await commit(step(stored('closed'), NOON, {}));

    const [waiting, closed] = table
      .commandCalls(PutCommand)
      .map(({ args }) => args[0].input.Item as Record<string, unknown>);
    expect(waiting).toMatchObject({
      pendingQueue: 'Q#billing',
      pendingSort: `${at(-10)}#${SESSION_ID}`,
      dueShard: 'DUE#2',
      card: { sessionId: SESSION_ID, version: waiting?.version },
    });
    for (const key of ['pendingQueue', 'pendingSort', 'card', 'dueShard', 'dueSort']) {
      expect(Object.keys(closed ?? {})).not.toContain(key);
    }
  });
});

describe('a refusal', () => {
  const full = { Code: FAILED, Item: { sessions: { SS: ['a', 'b'] }, capacity: { N: '2' } } };
  const free = { Code: FAILED, Item: { sessions: { SS: ['a'] }, capacity: { N: '2' } } };
  const empty = { Code: FAILED, Item: { capacity: { N: '2' } } };
  /** Head, entry, history, note, Asha, Ravi. */
  const refusedBy = (place: number, reason: string | { Code: string; Item: object }) =>
    cancelled(...Array.from({ length: 6 }, (_, i) => (i === place ? reason : 'None')));

  it.each([
    ['the head', refusedBy(0, FAILED), 'conflict'],
    ['an entry that exists', refusedBy(1, FAILED), 'conflict'],
    ['a history that is gone', refusedBy(2, FAILED), 'conflict'],
    ['the first agent, who is full', refusedBy(4, full), 'agent_full'],
    ['the second agent, who is full', refusedBy(5, full), 'agent_full'],
    ['an agent with room, who is away', refusedBy(5, free), 'agent_absent'],
    ['an agent without any session', refusedBy(5, empty), 'agent_absent'],
    ['an agent who does not exist', refusedBy(5, FAILED), 'agent_absent'],
    ['the head and an agent', cancelled(FAILED, 'None', 'None', 'None', 'None', full), 'conflict'],
    ['another transaction', refusedBy(4, 'TransactionConflict'), 'conflict'],
    [
      'another transaction and an agent',
      cancelled('None', 'TransactionConflict', 'None', 'None', 'None', full),
      'conflict',
    ],
  ])('by %s: %s', async (_, error, result) => {
    table.on(TransactWriteCommand).rejects(error);

    expect(await commit(transfer())).toBe(result);
  });

  it('of a lone head is a conflict', async () => {
    table.on(PutCommand).rejects(conditionFailed());

    expect(await commit(step(stored('bot'), NOON, {}))).toBe('conflict');
  });

  it('without agents never blames one', async () => {
    table.on(TransactWriteCommand).rejects(cancelled('None', 'None', FAILED));
    const held = decided(OPERATIONS.hold(stored(), { ...USUAL, now: at(2) }));

    expect(await commit(held)).toBe('conflict');
  });

  it('because the same transaction is still running is a conflict', async () => {
    const error = Object.assign(new Error('running'), { name: 'TransactionInProgressException' });
    table.on(TransactWriteCommand).rejects(error);

    expect(await commit(transfer())).toBe('conflict');
  });

  it.each([
    ['an unknown outcome', new Error('socket hang up')],
    ['throttling', refusedBy(4, 'ThrottlingError')],
    ['a wrong expression', refusedBy(5, 'ValidationError')],
  ])('by %s is the table’s failure, with its cause', async (_, error) => {
    table.on(TransactWriteCommand).rejects(error);

    await expect(commit(transfer())).rejects.toMatchObject({ code: 'unavailable', cause: error });
  });

  it('of a lone head by the table is its failure, too', async () => {
    table.on(PutCommand).rejects(new Error('down'));

    await expect(commit(step(stored('bot'), NOON, {}))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
