import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countByQueue,
  inOrder,
  LIST_LAG_MS,
  MAX_DEPARTED,
  NO_PENDING,
  neighbour,
  type Pending,
  type PendingEvent,
  reducePending,
  stepFrom,
} from '../../../../web/dashboard/features/queue/pending.ts';
import { card } from './fixtures.ts';

const created = (version: number, sessionId = 's1'): PendingEvent => ({
  kind: 'created',
  card: card({ sessionId, version }),
  at: 0,
});
const departed = (version: number, sessionId = 's1'): PendingEvent => ({
  kind: 'departed',
  sessionId,
  version,
});
const fold = (events: readonly PendingEvent[], from: Pending = NO_PENDING) =>
  events.reduce(reducePending, from);
const ids = (state: Pending) => inOrder(state).map((item) => item.sessionId);

describe('frames', () => {
  test('a card that was taken does not come back with a late or repeated frame', () => {
    const state = fold([created(5), departed(6), created(5), created(6)]);

    expect(ids(state)).toEqual([]);
  });

  test('a frame of the departure that overtakes the card keeps the card away', () => {
    expect(ids(fold([departed(6), created(5)]))).toEqual([]);
  });

  test('a session that is queued again comes back, whichever frame is first', () => {
    expect(ids(fold([created(5), departed(6), created(9)]))).toEqual(['s1']);
    expect(ids(fold([created(5), created(9), departed(6)]))).toEqual(['s1']);
  });

  test('an older card does not replace a newer one', () => {
    const state = fold([created(8), created(5)]);

    expect(inOrder(state)[0]?.version).toBe(8);
  });

  test('every order and repetition of the same frames ends in the same list', () => {
    // A life: waits at 2, taken at 4, back at 7, taken at 9, back at 12; another one ends gone.
    const life = [
      created(2),
      departed(4),
      created(7),
      departed(9),
      created(12),
      created(3, 's2'),
      departed(5, 's2'),
    ];
    const disorder = fc
      .tuple(
        fc.shuffledSubarray(life, { minLength: life.length }),
        fc.array(fc.constantFrom(...life)),
      )
      .map(([all, more]) => [...more, ...all]);

    fc.assert(
      fc.property(disorder, (events) => {
        const state = fold(events);

        expect(ids(state)).toEqual(['s1']);
        expect(inOrder(state)[0]?.version).toBe(12);
      }),
    );
  });

  test('what departed is not remembered without bound', () => {
    const events = Array.from({ length: MAX_DEPARTED + 50 }, (_, n) => departed(2, `s${n}`));

    const state = fold(events);

    expect(state.departed.size).toBe(MAX_DEPARTED);
    expect(state.departed.has(`s${MAX_DEPARTED + 49}`)).toBe(true);
    expect(state.departed.has('s0')).toBe(false);
  });

  test('a departure without a version removes the card that is held', () => {
    const state = fold([created(5), { kind: 'departed', sessionId: 's1' }, created(5)]);

    expect(ids(state)).toEqual([]);
  });
});

describe('lists', () => {
  const listed = (versions: Record<string, number>, askedAt: number): PendingEvent => ({
    kind: 'listed',
    cards: Object.entries(versions).map(([sessionId, version]) => card({ sessionId, version })),
    askedAt,
    at: askedAt + 10,
  });

  test('a list brings what was missed and drops what went', () => {
    const state = fold([created(5, 'old'), listed({ s2: 3 }, LIST_LAG_MS + 1)]);

    expect(ids(state)).toEqual(['s2']);
    expect(state.loaded).toBe(true);
  });

  test('a card heard while the list was on its way stays', () => {
    const heard: PendingEvent = { kind: 'created', card: card({ sessionId: 'new' }), at: 10_005 };

    expect(ids(fold([heard, listed({}, 10_000)]))).toEqual(['new']);
  });

  test('a list from an index that lags does not resurrect a taken card', () => {
    expect(ids(fold([created(5), departed(6), listed({ s1: 5 }, 1)]))).toEqual([]);
  });

  test('a card that one list left out comes back with the next list, but not with a late frame', () => {
    const dropped = fold([created(5), listed({}, LIST_LAG_MS + 1)]);

    expect(ids(fold([created(5)], dropped))).toEqual([]);
    expect(ids(fold([listed({ s1: 5 }, LIST_LAG_MS + 100)], dropped))).toEqual(['s1']);
  });
});

describe('order', () => {
  test('the lowest place is first, then the longest wait', () => {
    const cards = [
      card({ sessionId: 'late', place: 20, waitingSince: 20 }),
      card({ sessionId: 'tie-later', place: 10, waitingSince: 15 }),
      card({ sessionId: 'tie-sooner', place: 10, waitingSince: 12 }),
      card({ sessionId: 'urgent', place: -5, waitingSince: 30, queue: 'technical' }),
    ];
    const state = fold([{ kind: 'listed', cards, askedAt: 0, at: 0 }]);

    expect(ids(state)).toEqual(['urgent', 'tie-sooner', 'tie-later', 'late']);
    expect(inOrder(state, 'technical').map((item) => item.sessionId)).toEqual(['urgent']);
    expect(countByQueue(state)).toEqual({ billing: 3, technical: 1 });
  });

  const order = [{ sessionId: 'a' }, { sessionId: 'b' }, { sessionId: 'c' }];

  test('the neighbour of a row is the next one, at the end the one before', () => {
    expect(neighbour(order, 'a')).toBe('b');
    expect(neighbour(order, 'c')).toBe('b');
    expect(neighbour([{ sessionId: 'a' }], 'a')).toBeNull();
  });

  test('steps stop at both ends and begin at the near one', () => {
    expect(stepFrom(order, 'a', 1)).toBe('b');
    expect(stepFrom(order, 'c', 1)).toBe('c');
    expect(stepFrom(order, 'a', -1)).toBe('a');
    expect(stepFrom(order, null, 1)).toBe('a');
    expect(stepFrom(order, null, -1)).toBe('c');
    expect(stepFrom([], null, 1)).toBeNull();
  });
});
