import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ENTRIES_PER_ITEM } from '../../../lambdas/adapters/dynamo/keys.ts';
import { toItem } from '../../../lambdas/adapters/dynamo/session-item.ts';
import { dynamoSessions } from '../../../lambdas/adapters/dynamo/session-store.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import { at, NOON } from '../domain/builders.ts';
import {
  client,
  conditionFailed,
  entriesItem,
  entry,
  PK,
  SESSION_ID,
  stored,
  storedItems,
  TABLE,
  table,
} from './fixtures.ts';

const store = dynamoSessions(client, TABLE);
const query = () => table.commandCalls(QueryCommand)[0]?.args[0].input;
const update = () => table.commandCalls(UpdateCommand)[0]?.args[0].input;

const seqs = (messages: readonly { seq: number }[]) => messages.map(({ seq }) => seq);
const marks = { pk: PK, sk: 'M~READ', ttl: 1, customer: 2, agent: 3 };

beforeEach(() => table.reset());

describe('a page of the transcript', () => {
  it('comes with the read marks, which follow the last message, in one consistent query', async () => {
    storedItems(entriesItem(1), entriesItem(2), entriesItem(3), marks);

    const page = await store.page(SESSION_ID, 1, 5);

    expect(page).toEqual({ messages: [entry(2), entry(3)], read: { customer: 2, agent: 3 } });
    expect(table.calls()).toHaveLength(1);
    expect(query()).toMatchObject({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :end',
      ExpressionAttributeValues: { ':pk': PK, ':end': 'M~READ' },
      ConsistentRead: true,
      ScanIndexForward: true,
    });
  });

  it.each([
    ['one entry in each item', [entriesItem(1), entriesItem(2)]],
    ['all in one item', [entriesItem(1, 2)]],
  ])('that is full still has its marks, if it reaches the end: %s', async (_, items) => {
    storedItems(...items, marks);

    const page = await store.page(SESSION_ID, 0, 2);

    expect(seqs(page.messages)).toEqual([1, 2]);
    expect(page.read).toEqual({ customer: 2, agent: 3 });
  });

  it('that begins late and is full has its marks past the most items a place can look back to', async () => {
    storedItems(...[1, 2, 3, 4, 5, 6, 7].map((seq) => entriesItem(seq)), marks);

    const page = await store.page(SESSION_ID, 5, 2);

    expect(seqs(page.messages)).toEqual([6, 7]);
    expect(page.read).toEqual({ customer: 2, agent: 3 });
  });

  it('that is far from the end has no more than was asked for, and no marks', async () => {
    storedItems(...Array.from({ length: 20 }, (_, i) => entriesItem(i + 1)), marks);

    const page = await store.page(SESSION_ID, 0, 2);

    expect(seqs(page.messages)).toEqual([1, 2]);
    expect(page.read).toEqual({ customer: 0, agent: 0 });
  });

  it('without marks is unread', async () => {
    storedItems();

    expect(await store.page(SESSION_ID, 9, 2)).toEqual({
      messages: [],
      read: { customer: 0, agent: 0 },
    });
  });

  it('of messages alone ends before the marks, forward and backward', async () => {
    storedItems(entriesItem(1), entriesItem(2), entriesItem(3), marks);

    expect(await store.lastMessages(SESSION_ID, 2)).toEqual([entry(2), entry(3)]);
    expect(await store.messagesAfter(SESSION_ID, 1, 7)).toEqual([entry(2), entry(3)]);

    const inputs = table.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(inputs).toMatchObject([{ ScanIndexForward: false }, { ScanIndexForward: true }]);
    for (const input of inputs) {
      expect(input.ConsistentRead).toBe(true);
      expect('M~READ' > String(input.ExpressionAttributeValues?.[':end'])).toBe(true);
    }
  });
});

describe('entries that share an item', () => {
  const transcript = [
    entriesItem(1, 2),
    entriesItem(3, 4, 5, 6),
    entriesItem(7),
    entriesItem(8, 9, 10),
  ];

  it.each([2, 3, 4, 5, 6])('a page that begins after %i shows only what follows', async (seq) => {
    storedItems(...transcript, marks);
    const following = [3, 4, 5, 6, 7, 8, 9, 10].filter((each) => each > seq);

    expect(seqs(await store.messagesAfter(SESSION_ID, seq, 100))).toEqual(following);
    expect(seqs((await store.page(SESSION_ID, seq, 100)).messages)).toEqual(following);
  });

  it('one entry is found at any place, inside an item as well as at its start', async () => {
    storedItems(...transcript, marks);

    for (let seq = 0; seq < 10; seq++) {
      expect(await store.messagesAfter(SESSION_ID, seq, 1)).toEqual([entry(seq + 1)]);
      expect((await store.page(SESSION_ID, seq, 1)).messages).toEqual([entry(seq + 1)]);
    }
    expect(await store.messagesAfter(SESSION_ID, 10, 1)).toEqual([]);
  });

  it('one entry is found behind as many single items as a full item has entries', async () => {
    storedItems(...Array.from({ length: 10 }, (_, i) => entriesItem(i + 1)), marks);

    expect(await store.messagesAfter(SESSION_ID, 6, 1)).toEqual([entry(7)]);
  });

  it('the query looks back no further than an item reaches, and for as many items more', async () => {
    storedItems();

    await store.messagesAfter(SESSION_ID, 9, 7);

    // Entry 10 may be the last of a full item that begins at 7: three items more at most.
    expect(ENTRIES_PER_ITEM).toBe(4);
    expect(query()).toMatchObject({
      ExpressionAttributeValues: { ':from': 'M#0000000007' },
      Limit: 10,
    });
  });

  it.each([
    [1, [10]],
    [2, [9, 10]],
    [4, [7, 8, 9, 10]],
    [5, [6, 7, 8, 9, 10]],
    [100, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('the last %i are the latest, in order, wherever the items begin', async (limit, latest) => {
    storedItems(...transcript, marks);

    expect(seqs(await store.lastMessages(SESSION_ID, limit))).toEqual(latest);
  });

  it('pages one after another show every entry once', async () => {
    storedItems(...transcript, marks);

    for (const limit of [1, 2, 3, 4, 5]) {
      const shown: number[] = [];
      // As many pages as entries are enough for any limit.
      for (let page = 0; page < 10; page++) {
        const { messages } = await store.page(SESSION_ID, shown.at(-1) ?? 0, limit);
        shown.push(...seqs(messages));
      }
      expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });
});

describe('read marks', () => {
  it('are one consistent read, and 0 while nobody has read', async () => {
    table.on(GetCommand).resolvesOnce({ Item: marks }).resolves({});

    expect(await store.readMarks(SESSION_ID)).toEqual({ customer: 2, agent: 3 });
    expect(await store.readMarks(SESSION_ID)).toEqual({ customer: 0, agent: 0 });
    expect(table.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
      TableName: TABLE,
      Key: { pk: PK, sk: 'M~READ' },
      ConsistentRead: true,
    });
  });

  it.each(['customer', 'agent'] as const)('of the %s move forward only', async (by) => {
    table.on(UpdateCommand).resolvesOnce({}).rejects(conditionFailed());

    expect(await store.markRead(SESSION_ID, by, 5, NOON)).toBe(true);
    expect(await store.markRead(SESSION_ID, by, 4, NOON)).toBe(false);

    expect(update()).toEqual({
      TableName: TABLE,
      Key: { pk: PK, sk: 'M~READ' },
      UpdateExpression: 'SET #by = :seq, #ttl = :ttl',
      ConditionExpression: 'attribute_not_exists(#by) OR #by < :seq',
      ExpressionAttributeNames: { '#by': by, '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':seq': 5,
        ':ttl': Math.floor((NOON + POLICY.retentionMs) / 1000),
      },
    });
  });

  it('leave the head alone: reading is no reason for others to lose a race', async () => {
    table.on(UpdateCommand).resolves({});
    await store.markRead(SESSION_ID, 'agent', 5, NOON);

    expect(table.calls()).toHaveLength(1);
    expect(update()?.Key).not.toMatchObject({ sk: 'HEAD' });
  });
});

describe('what else is kept of a session', () => {
  it('notes come oldest first, over all pages', async () => {
    const note = (n: number) => ({ n, at: NOON, by: { role: 'agent' }, text: `note ${n}` });
    const item = (n: number) => ({ pk: PK, sk: `N#000${n}`, ttl: 1, ...note(n) });
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [item(1)], LastEvaluatedKey: { pk: PK, sk: 'N#0001' } })
      .resolves({ Items: [item(2)] });

    expect(await store.notes(SESSION_ID)).toEqual([note(1), note(2)]);

    const inputs = table.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(inputs[0]).toMatchObject({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': PK, ':prefix': 'N#' },
      ConsistentRead: true,
    });
    expect(inputs[1]?.ExclusiveStartKey).toEqual({ pk: PK, sk: 'N#0001' });
  });

  it('escalations are found by their own prefix', async () => {
    table.on(QueryCommand).resolves({ Items: [] });

    await store.escalations(SESSION_ID);

    expect(query()?.ExpressionAttributeValues).toEqual({ ':pk': PK, ':prefix': 'E#' });
  });

  it('contacts of a customer since a time come newest first, at most 20', async () => {
    const contact = { sessionId: SESSION_ID, at: NOON, agentId: 'asha', queue: 'billing' };
    table
      .on(QueryCommand)
      .resolves({ Items: [{ pk: 'U#dana', sk: `${NOON}#${SESSION_ID}`, ttl: 1, ...contact }] });

    expect(await store.contacts('dana', at(-60))).toEqual([contact]);

    expect(query()).toEqual({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: { ':pk': 'U#dana', ':from': `${at(-60)}#` },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 20,
    });
  });

  it('a head comes back as it was stored, without what storage adds', async () => {
    const session = stored('queued');
    table.on(GetCommand).resolves({ Item: toItem(session, NOON) });

    expect(await store.get(SESSION_ID)).toEqual(session);
    table.on(GetCommand).resolves({});
    expect(await store.get(SESSION_ID)).toBeNull();
  });
});

describe('who waits', () => {
  it('is what the index shows, with what the head knows better than the card', async () => {
    const session = stored('queued');
    const lost = { ...toItem(session, NOON), version: 99, customerLostAt: NOON };
    table.on(QueryCommand).resolves({ Items: [toItem(session, NOON), lost] });

    expect(await store.pending('billing')).toEqual([
      cardOf(session),
      { ...cardOf(session), version: 99, customerPresent: false },
    ]);
    expect(query()).toMatchObject({
      IndexName: 'pending',
      ExpressionAttributeValues: { ':queue': 'Q#billing' },
    });
  });

  it('and what is due is asked of every shard, up to now', async () => {
    table.on(QueryCommand).resolves({ Items: [{ pk: PK, sk: 'HEAD' }] });

    expect(await store.due(NOON)).toEqual(Array.from({ length: 4 }, () => SESSION_ID));

    const asked = table
      .commandCalls(QueryCommand)
      .map(({ args }) => args[0].input.ExpressionAttributeValues);
    expect(asked.map((values) => values?.[':shard'])).toEqual(['DUE#0', 'DUE#1', 'DUE#2', 'DUE#3']);
    expect(asked[0]?.[':end']).toBe(String(NOON + 1));
  });
});

it('a table that fails is said to be unavailable by every method', async () => {
  table.rejects(new Error('down'));

  const calls = [
    store.get(SESSION_ID),
    store.page(SESSION_ID, 0, 5),
    store.readMarks(SESSION_ID),
    store.markRead(SESSION_ID, 'agent', 1, NOON),
    store.notes(SESSION_ID),
    store.contacts('dana', 0),
    store.pending('billing'),
    store.due(NOON),
    store.helloCustomer(SESSION_ID, 'c-1'),
    store.loseCustomer(SESSION_ID, 'c-1', NOON),
  ];

  for (const outcome of await Promise.allSettled(calls)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  }
});
