import type { Cause, Recorder } from '../history.ts';
import type { Nemesis } from '../nemesis/nemesis.ts';
import type { Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Call, Functions } from './functions.ts';

/** A standard queue: at least once, in any order, with a dead-letter queue behind it. */
export interface Queue<T> {
  send(message: T, delayMs: number): void;
  /** Puts in a message that no function can read. */
  poison(): void;
}

/** What a queue needs. */
export interface QueueOptions<T> {
  name: 'candidates' | 'timers';
  scheduler: Scheduler;
  random: Random;
  nemesis: Nemesis;
  recorder: Recorder;
  functions: Functions;
  cause(message: T, delivery: string): Cause;
  handle(call: Call, message: T): Promise<void>;
}

/** As deployed: six times the function's time-out, and five receipts. */
const TIMEOUT_MS = 10_000;
const VISIBILITY_MS = 60_000;
const MAX_RECEIVES = 5;

/** Makes an empty queue with its function behind it. */
export function createQueue<T>(options: QueueOptions<T>): Queue<T> {
  const { name, scheduler, random, nemesis, recorder, functions } = options;
  let sent = 0;

  const deliver = async (message: T, id: string, receives: number): Promise<void> => {
    const receivedAt = scheduler.now();
    const { status } = await functions.invoke(
      options.cause(message, `${id}.${receives}`),
      TIMEOUT_MS,
      (call) => options.handle(call, message),
    );
    if (status === 'ok') return;
    if (receives >= MAX_RECEIVES) {
      recorder.note({ kind: 'dead_letter', queue: name, message });
      return;
    }
    const again = receivedAt + VISIBILITY_MS - scheduler.now();
    scheduler.after(again, () => void deliver(message, id, receives + 1));
  };

  const put = (message: T, delayMs: number) => {
    sent += 1;
    const id = `${name[0]}${sent}`;
    const arrive = (ms: number) => scheduler.after(ms, () => void deliver(message, id, 1));
    const early = delayMs > 0 && nemesis.strikes('timer_early', name);
    const late = delayMs > 0 && nemesis.strikes('timer_late', name);
    const slow = delayMs === 0 && nemesis.strikes('queue_late', name);
    const delay =
      (early ? delayMs * random.next() : delayMs) +
      (late ? random.int(20_000, 240_000) : 0) +
      (slow ? random.int(1000, 40_000) : 0);
    arrive(delay + random.int(5, 60));
    if (nemesis.strikes('queue_twice', name)) arrive(delay + random.int(5, 20_000));
  };

  return {
    send: (message, delayMs) => put(message, delayMs),
    poison: () => put({ bogus: true } as T, 0),
  };
}
