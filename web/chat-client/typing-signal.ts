import { type Clock, createTimers } from './clock.ts';

/** Turns keystrokes into few "is typing" frames. */
export interface TypingSignal {
  /** True on each keystroke; false when the field was emptied. */
  set(on: boolean): void;
  /** Forgets without a frame: the message itself, or a lost connection, says enough. */
  reset(): void;
}

/** The other side shows it for 10 s: repeat it before that, drop it when the keys rest. */
const REPEAT_MS = 8_000;
const REST_MS = 5_000;

/** Makes a signal that calls `send` on each frame to be sent. */
export function createTypingSignal(clock: Clock, send: (on: boolean) => void): TypingSignal {
  const timers = createTimers<'rest'>(clock);
  let sentAt: number | null = null;
  const off = () => {
    timers.clear('rest');
    if (sentAt === null) return;
    sentAt = null;
    send(false);
  };
  return {
    set(on) {
      if (!on) {
        off();
        return;
      }
      timers.set('rest', REST_MS, off);
      if (sentAt !== null && clock.now() - sentAt < REPEAT_MS) return;
      sentAt = clock.now();
      send(true);
    },
    reset() {
      timers.clear('rest');
      sentAt = null;
    },
  };
}
