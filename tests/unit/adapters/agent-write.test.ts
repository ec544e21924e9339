import { describe, expect, it } from 'vitest';
import { agentWrite } from '../../../lambdas/adapters/dynamo/agent-write.ts';
import type { AgentWrite } from '../../../lambdas/domain/change.ts';
import { NOON } from '../domain/builders.ts';
import { SESSION_ID, stored, TABLE } from './fixtures.ts';

const update = (write: Omit<AgentWrite, 'agentId'>) =>
  agentWrite(TABLE, stored(), { agentId: 'asha', ...write }, NOON).Update;

const mine = new Set([SESSION_ID]);
const offer = { offerId: 'offer-1', seenAfter: 5 };
const target = { TableName: TABLE, Key: { pk: 'AGENTS', sk: 'asha' } };

describe('what a change does to an agent is one update of their record', () => {
  it('take: only if they are there, not offline and below capacity', () => {
    expect(update({ take: { seenAfter: 5 } })).toEqual({
      ...target,
      UpdateExpression: 'ADD #sessions :sessions',
      ConditionExpression:
        'attribute_exists(#connectionId) AND #seenAt > :seenAfter AND #availability <> :offline' +
        ' AND (attribute_not_exists(#sessions) OR size(#sessions) < #capacity)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ExpressionAttributeNames: {
        '#sessions': 'sessions',
        '#connectionId': 'connectionId',
        '#seenAt': 'seenAt',
        '#availability': 'availability',
        '#capacity': 'capacity',
      },
      ExpressionAttributeValues: { ':seenAfter': 5, ':offline': 'offline', ':sessions': mine },
    });
  });

  it('leave: whatever they do meanwhile, and they are idle from now', () => {
    expect(update({ leave: true })).toEqual({
      ...target,
      UpdateExpression: 'SET #idleSince = :now DELETE #sessions :sessions',
      ExpressionAttributeNames: { '#idleSince': 'idleSince', '#sessions': 'sessions' },
      ExpressionAttributeValues: { ':now': NOON, ':sessions': mine },
    });
  });

  it('an offer by routing: only if they are available, answer and are not being asked', () => {
    expect(update({ offer: { ...offer, directed: false } })).toEqual({
      ...target,
      UpdateExpression: 'ADD #offers :offers',
      ConditionExpression:
        'attribute_exists(#connectionId) AND #seenAt > :seenAfter' +
        ' AND (attribute_not_exists(#sessions) OR size(#sessions) < #capacity)' +
        ' AND #availability = :available AND attribute_not_exists(#offers)' +
        ' AND attribute_not_exists(#notResponding)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ExpressionAttributeNames: {
        '#offers': 'offers',
        '#connectionId': 'connectionId',
        '#seenAt': 'seenAt',
        '#sessions': 'sessions',
        '#capacity': 'capacity',
        '#availability': 'availability',
        '#notResponding': 'notResponding',
      },
      ExpressionAttributeValues: {
        ':offers': new Set(['offer-1']),
        ':seenAfter': 5,
        ':available': 'available',
      },
    });
  });

  it('an offer by a colleague: unless they are gone, offline or full', () => {
    expect(update({ offer: { ...offer, directed: true } })).toEqual({
      ...target,
      UpdateExpression: 'ADD #offers :offers',
      ConditionExpression:
        'attribute_exists(#connectionId) AND #seenAt > :seenAfter' +
        ' AND (attribute_not_exists(#sessions) OR size(#sessions) < #capacity)' +
        ' AND #availability <> :offline',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ExpressionAttributeNames: {
        '#offers': 'offers',
        '#connectionId': 'connectionId',
        '#seenAt': 'seenAt',
        '#sessions': 'sessions',
        '#capacity': 'capacity',
        '#availability': 'availability',
      },
      ExpressionAttributeValues: {
        ':offers': new Set(['offer-1']),
        ':seenAfter': 5,
        ':offline': 'offline',
      },
    });
  });

  it('a missed offer: withdrawn, and they are not responding', () => {
    expect(update({ withdraw: 'offer-1', notResponding: true })).toEqual({
      ...target,
      UpdateExpression: 'SET #notResponding = :true DELETE #offers :withdrawn',
      ExpressionAttributeNames: { '#notResponding': 'notResponding', '#offers': 'offers' },
      ExpressionAttributeValues: { ':true': true, ':withdrawn': new Set(['offer-1']) },
    });
  });

  it('an accepted offer: withdrawn and taken at once, and they respond again', () => {
    const write = update({ withdraw: 'offer-1', take: { seenAfter: 5 }, notResponding: false });

    expect(write).toMatchObject({
      UpdateExpression: 'REMOVE #notResponding ADD #sessions :sessions DELETE #offers :withdrawn',
      ExpressionAttributeValues: {
        ':sessions': mine,
        ':withdrawn': new Set(['offer-1']),
        ':seenAfter': 5,
        ':offline': 'offline',
      },
    });
  });

  it('wrap-up that no longer counts: from one set to the other, and out of it', () => {
    expect(update({ leave: true, parked: true })).toMatchObject({
      UpdateExpression: 'SET #idleSince = :now ADD #parked :sessions DELETE #sessions :sessions',
      ExpressionAttributeValues: { ':now': NOON, ':sessions': mine },
    });
    expect(update({ parked: false })).toEqual({
      ...target,
      UpdateExpression: 'DELETE #parked :sessions',
      ExpressionAttributeNames: { '#parked': 'parked' },
      ExpressionAttributeValues: { ':sessions': mine },
    });
  });

  it('only "responds again" needs no values, and DynamoDB refuses empty ones', () => {
    expect(update({ notResponding: false })).toEqual({
      ...target,
      UpdateExpression: 'REMOVE #notResponding',
      ExpressionAttributeNames: { '#notResponding': 'notResponding' },
    });
  });

  it('names exactly what its expressions use, in every combination', () => {
    const flags = Array.from({ length: 2 ** 5 }, (_, bits) =>
      [0, 1, 2, 3, 4].map((i) => (bits >> i) & 1),
    );
    for (const [take, asks, withdraw, marks, leaves] of flags) {
      if (!take && !asks && !withdraw && !marks && !leaves) continue;
      const write = update({
        ...(take && { take: { seenAfter: 5 } }),
        ...(asks && { offer: { ...offer, directed: true } }),
        ...(withdraw && { withdraw: 'offer-0' }),
        ...(marks && { notResponding: true }),
        ...(leaves && !take && { leave: true as const }),
      });
      const text = `${write?.UpdateExpression} ${write?.ConditionExpression ?? ''}`;
      const used = (pattern: RegExp) => [...new Set(text.match(pattern))].sort();

      expect(Object.keys(write?.ExpressionAttributeNames ?? {}).sort()).toEqual(used(/#\w+/g));
      expect(Object.keys(write?.ExpressionAttributeValues ?? {}).sort()).toEqual(used(/:\w+/g));
    }
  });
});
