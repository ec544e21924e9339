import { createStore } from 'zustand/vanilla';

/** A store that changes by events alone. */
export interface ReducerStore<State, Event> {
  /** What views show; behind `current` by a moment during a burst of events. */
  getState(): State;
  getInitialState(): State;
  subscribe(listener: (state: State, before: State) => void): () => void;
  /** The state after all events so far. */
  current(): State;
  dispatch(event: Event): void;
  /** Ends the timer of a burst. */
  close(): void;
}

/**
 * Makes a store of a pure reducer. A lone event is published at once; of a burst, views get one
 * state per `everyMs`, however many events there were. 0 publishes every event.
 */
export function createReducerStore<State, Event>(
  initial: State,
  reduce: (state: State, event: Event) => State,
  everyMs = 0,
): ReducerStore<State, Event> {
  const published = createStore<State>(() => initial);
  let current = initial;
  let publishedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const publish = () => {
    timer = null;
    publishedAt = Date.now();
    published.setState(current, true);
  };

  return {
    getState: published.getState,
    getInitialState: published.getInitialState,
    subscribe: published.subscribe,
    current: () => current,
    dispatch(event) {
      current = reduce(current, event);
      if (timer !== null) return;
      const wait = publishedAt + everyMs - Date.now();
      if (everyMs === 0 || wait <= 0) publish();
      else timer = setTimeout(publish, wait);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
