import { describe, expect, it } from 'vitest';
import {
  createFaults,
  describeInjected,
  type FaultTarget,
  type InjectedFault,
} from '../../../../local/faults/faults.ts';
import type { FaultOrder } from '../../../../local/faults/order.ts';

const PUT: FaultTarget = {
  function: 'message',
  service: 'dynamodb',
  operation: 'PutItem',
  table: ['chats', 'people'],
};

/** Which of so many opportunities a fault takes. */
function strikes(orders: FaultOrder[], opportunities: number, seed = 1): boolean[] {
  const faults = createFaults({ seed, orders });
  return Array.from(
    { length: opportunities },
    () => faults.strike('throttle', 'message PutItem', PUT) !== undefined,
  );
}

describe('faults in force', () => {
  it('strike every time without rate and count', () => {
    expect(strikes([{ kind: 'throttle' }], 3)).toEqual([true, true, true]);
  });

  it('strike at most as often as their count, and at their rate before', () => {
    expect(strikes([{ kind: 'throttle', count: 2 }], 4)).toEqual([true, true, false, false]);
    const some = strikes([{ kind: 'throttle', rate: 0.3 }], 1000).filter(Boolean).length;
    expect(some).toBeGreaterThan(240);
    expect(some).toBeLessThan(360);
    expect(strikes([{ kind: 'throttle', rate: 0 }], 100)).not.toContain(true);
  });

  it('strike at the same opportunities for the same seed only', () => {
    const orders: FaultOrder[] = [{ kind: 'throttle', rate: 0.5 }];

    expect(strikes(orders, 64, 9)).toEqual(strikes(orders, 64, 9));
    expect(strikes(orders, 64, 10)).not.toEqual(strikes(orders, 64, 9));
  });

  it.each<[string, FaultOrder['where'], boolean]>([
    ['nowhere in particular', {}, true],
    ['the function', { function: 'message' }, true],
    ['one of the tables', { table: 'people' }, true],
    ['a pattern', { operation: '*Item', table: 'c*s' }, true],
    ['a pattern in the middle', { function: '*ss*' }, true],
    ['a pattern whose ends would overlap', { function: 'messa*sage' }, false],
    ['another function', { function: 'connect' }, false],
    ['the function, but another operation', { function: 'message', operation: 'GetItem' }, false],
    ['a part of a name', { function: 'mess' }, false],
    ['what the target does not have', { queue: '*' }, false],
    ['a name with a dot in place of a letter', { function: 'm.ssage' }, false],
  ])('aimed at %s', (_, where = {}, expected) => {
    const [struck] = strikes([{ kind: 'throttle', where }], 1);

    expect(struck).toBe(expected);
  });

  it('are looked for without delay, however many stars a name has', () => {
    const faults = createFaults({
      orders: [{ kind: 'throttle', where: { table: `${'*'.repeat(20)}x` } }],
    });
    const before = performance.now();

    const struck = faults.strike('throttle', 'stars', { table: 'a'.repeat(22) });

    expect(struck).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('leave other kinds alone, and are the second when the first is used up', () => {
    const faults = createFaults({
      orders: [{ kind: 'latency', ms: 5 }, { kind: 'throttle', count: 1 }, { kind: 'throttle' }],
    });

    const ids = [1, 2].map(() => faults.strike('throttle', 's', PUT)?.id);

    expect(ids).toEqual(['f2', 'f3']);
    expect(faults.strike('gone', 's', PUT)).toBeUndefined();
  });

  it('are counted, by fault and by kind, and told of one by one', () => {
    const told: InjectedFault[] = [];
    const faults = createFaults({ onInjected: (injected) => told.push(injected) });
    const { id } = faults.add({ kind: 'throttle', where: { function: 'message' } });

    faults.strike('throttle', 's', PUT);
    faults.strike('throttle', 's', { ...PUT, function: 'connect' });
    faults.strike('throttle', 's', PUT);

    expect(faults.list()).toEqual([
      { id, kind: 'throttle', where: { function: 'message' }, injected: 2 },
    ]);
    expect(faults.injected()).toEqual({ throttle: 2 });
    expect(told.map(describeInjected)).toEqual(
      Array(2).fill(
        'f1 throttle: function message, service dynamodb, operation PutItem, table chats+people',
      ),
    );
  });

  it('that were drawn come true only while they are still in force', () => {
    const faults = createFaults({ orders: [{ kind: 'throttle', count: 1 }] });
    const [first, second] = [faults.draw('throttle', 's', PUT), faults.draw('throttle', 's', PUT)];

    expect(first && faults.confirm(first, PUT)).toBe(true);
    expect(second && faults.confirm(second, PUT)).toBe(false);
    expect(faults.injected()).toEqual({ throttle: 1 });
  });

  it('end when removed or cleared, with what they did still counted', () => {
    const faults = createFaults({ orders: [{ kind: 'throttle' }, { kind: 'throttle' }] });
    faults.strike('throttle', 's', PUT);

    expect([faults.remove('f1'), faults.remove('f1')]).toEqual([true, false]);
    expect(faults.strike('throttle', 's', PUT)?.id).toBe('f2');
    faults.clear();

    expect(faults.strike('throttle', 's', PUT)).toBeUndefined();
    expect(faults.injected()).toEqual({ throttle: 2 });
  });

  it('start over as if nothing had been, and keep what was there if the new orders are wrong', () => {
    const orders: FaultOrder[] = [{ kind: 'throttle', rate: 0.5 }];
    const faults = createFaults({ seed: 3, orders });
    const play = () => Array.from({ length: 32 }, () => !!faults.strike('throttle', 's', PUT));
    const first = play();

    faults.restart(3, orders);
    const again = play();

    expect(again).toEqual(first);
    expect(faults.injected()).toEqual({ throttle: first.filter(Boolean).length });
    expect(() => faults.restart(4, [{ kind: 'latency' }])).toThrow('latency needs ms');
    expect(faults.seed).toBe(3);
    expect(faults.list()).toHaveLength(1);
  });

  it('cannot be changed through what list and add hand out', () => {
    const faults = createFaults();
    const added = faults.add({ kind: 'throttle', where: { function: 'message' } });

    added.injected = 99;
    if (added.where) added.where.function = 'other';

    expect(faults.list()).toEqual([
      { id: 'f1', kind: 'throttle', where: { function: 'message' }, injected: 0 },
    ]);
  });
});
