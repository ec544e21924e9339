import { describe, expect, test } from 'vitest';
import {
  NO_PENDING,
  type Pending,
  type PendingEvent,
  reducePending,
  rowsInOrder,
} from '../../../../web/dashboard/features/queue/pending.ts';
import { rowState, standsBack } from '../../../../web/dashboard/features/queue/row-state.ts';
import { card } from './fixtures.ts';

const asked = (agentId: string, until = 30_000) => ({
  offerId: 'o1',
  agentId,
  name: 'Ben',
  until,
});
const stateOf = (change: Parameters<typeof card>[0], now = 10_000) =>
  rowState(card(change), 'a1', now)?.text ?? null;

describe('what a row tells', () => {
  test('who is asked right now, until their time is over', () => {
    expect(stateOf({ offeredTo: asked('a2') })).toBe('Asking Ben');
    expect(stateOf({ offeredTo: asked('a1') })).toBe('Asking you');
    expect(stateOf({ offeredTo: asked('a2') }, 30_000)).toBeNull();
  });

  test('trouble before anything else', () => {
    expect(stateOf({ trouble: 'nobody_left', offeredTo: asked('a2') })).toBe('Nobody left');
  });

  test('what the customer has to do with this agent', () => {
    expect(stateOf({ preferredAgent: 'a1' })).toBe('Asks for you');
    expect(stateOf({ preferredAgent: 'a2' })).toBeNull();
    expect(stateOf({ passedBy: ['a1'], preferredAgent: 'a1' })).toBe('You let it go');
  });

  test('one that was let go stands back, unless waiting alone will not help', () => {
    expect(standsBack(card({ passedBy: ['a1'] }), 'a1')).toBe(true);
    expect(standsBack(card({ passedBy: ['a2'] }), 'a1')).toBe(false);
    expect(standsBack(card({ passedBy: ['a1'], trouble: 'no_agents' }), 'a1')).toBe(false);
  });
});

describe('a customer taken under one’s hand', () => {
  const cards = [card(), card({ sessionId: 's2', place: 2_000 })];
  const waiting: PendingEvent = { kind: 'listed', cards, askedAt: 0, at: 0 };
  const taken: PendingEvent = { kind: 'taken', sessionId: 's1', version: 6, by: 'Ben' };
  const fold = (events: readonly PendingEvent[], from: Pending = NO_PENDING) =>
    events.reduce(reducePending, from);
  const rows = (state: Pending) => rowsInOrder(state).map(({ id, takenBy }) => [id, takenBy]);

  test('keeps the place, until it fades', () => {
    const state = fold([waiting, taken]);

    expect(rows(state)).toEqual([
      ['s1', 'Ben'],
      ['s2', null],
    ]);
    expect(rows(fold([{ kind: 'faded', sessionId: 's1' }], state))).toEqual([['s2', null]]);
  });

  test('is named by whom, whichever news comes first', () => {
    const unnamed: PendingEvent = { kind: 'taken', sessionId: 's1', by: 'A colleague' };

    expect(rows(fold([waiting, unnamed, taken]))[0]).toEqual(['s1', 'Ben']);
  });

  test('waits like anybody else once queued again, also if that news was quicker', () => {
    const again: PendingEvent = { kind: 'created', card: card({ version: 9 }), at: 5 };

    expect(rows(fold([waiting, taken, again]))[0]).toEqual(['s1', null]);
    expect(rows(fold([waiting, again, taken]))[0]).toEqual(['s1', null]);
  });

  test('of whom nothing was known leaves no row', () => {
    expect(rows(fold([taken]))).toEqual([]);
  });
});
