import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, type FaultKind, rulesOf } from '../../../../local/faults/kinds.ts';
import { FaultOrderError, parseOrder } from '../../../../local/faults/order.ts';

describe('an order', () => {
  it.each(Object.keys(FAULT_KINDS) as FaultKind[])(
    'of %s is understood with all it may have',
    (kind) => {
      const { aims, ms, afterCalls } = rulesOf(kind);
      const order = {
        kind,
        where: Object.fromEntries(aims.map((aim) => [aim, aim === 'service' ? 'dynamodb' : '*x'])),
        rate: 0.5,
        count: 3,
        ...(ms && { ms: 10 }),
        ...(afterCalls && { afterCalls: 2 }),
      };

      expect(parseOrder(order)).toEqual(order);
    },
  );

  it.each<[string, unknown, RegExp]>([
    ['no object', 'throttle', /object with a kind/],
    ['a list', [], /object with a kind/],
    ['no kind', {}, /kind must be one of throttle, .*, not nothing/],
    ['an unknown kind', { kind: 'flood' }, /not "flood"/],
    ['an inherited kind', { kind: 'toString' }, /not "toString"/],
    ['an unknown member', { kind: 'gone', chance: 1 }, /"chance" is no part of a fault/],
    ['a rate above 1', { kind: 'gone', rate: 1.1 }, /rate must be a number from 0 to 1/],
    ['a rate that is text', { kind: 'gone', rate: '1' }, /rate must be/],
    ['a rate of NaN', { kind: 'gone', rate: Number.NaN }, /rate must be/],
    ['a count of 0', { kind: 'gone', count: 0 }, /count must be a whole number from 1/],
    ['half a count', { kind: 'gone', count: 1.5 }, /count must be/],
    ['time where none is taken', { kind: 'gone', ms: 1 }, /gone takes no ms/],
    ['no time where it is needed', { kind: 'index_lag' }, /index_lag needs ms/],
    ['negative time', { kind: 'latency', ms: -1 }, /ms must be a number from 0/],
    ['endless time', { kind: 'latency', ms: Number.POSITIVE_INFINITY }, /ms must be/],
    ['calls to count where none are', { kind: 'gone', afterCalls: 1 }, /takes no afterCalls/],
    ['a place that is no object', { kind: 'gone', where: 'message' }, /where must be an object/],
    [
      'a place the kind does not have',
      { kind: 'gone', where: { queue: 'q' } },
      /gone can be aimed at operation, function, connection, not at "queue"/,
    ],
    ['a place without a name', { kind: 'throttle', where: { table: '' } }, /where.table must be/],
    [
      'an unknown service',
      { kind: 'throttle', where: { service: 'lambda' } },
      /one of dynamodb, sqs, execute-api$/,
    ],
  ])('with %s is refused with the reason', (_, input, reason) => {
    expect(() => parseOrder(input)).toThrow(FaultOrderError);
    expect(() => parseOrder(input)).toThrow(reason);
  });
});
