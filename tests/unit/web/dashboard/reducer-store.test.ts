import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReducerStore } from '../../../../web/dashboard/lib/reducer-store.ts';

const sum = (state: number, event: number) => state + event;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

test('a lone event is published at once', () => {
  const store = createReducerStore(0, sum, 50);

  store.dispatch(1);

  expect(store.getState()).toBe(1);
});

test('a burst is published at its first event and once more, and nothing of it is lost', () => {
  const store = createReducerStore(0, sum, 50);
  const shown: number[] = [];
  store.subscribe((state) => shown.push(state));

  for (let count = 0; count < 1_000; count += 1) store.dispatch(1);
  expect(store.current()).toBe(1_000);
  vi.advanceTimersByTime(50);

  expect(shown).toEqual([1, 1_000]);
});

test('without an interval every event is published', () => {
  const store = createReducerStore(0, sum);
  const shown: number[] = [];
  store.subscribe((state) => shown.push(state));

  store.dispatch(1);
  store.dispatch(1);

  expect(shown).toEqual([1, 2]);
});

test('closing in a burst leaves no timer', () => {
  const store = createReducerStore(0, sum, 50);
  store.dispatch(1);
  store.dispatch(1);

  store.close();

  expect(vi.getTimerCount()).toBe(0);
});
