import { type Clock, createTimers } from './clock.ts';

/** What a read signal needs from the session. */
export interface ReadSignalOptions {
  clock: Clock;
  /** True while the connection is up and the transcript is known to its end. */
  ready(): boolean;
  /** Last entry that the other side would like to know as seen; 0 for none. */
  newest(): number;
  /** False if the frame could not be sent. */
  send(seq: number): boolean;
}

/** Tells the other side what has been seen: once for each piece of news, and only while visible. */
export interface ReadSignal {
  setVisible(visible: boolean): void;
  /** Takes the server's own mark of this side; before the first one nothing is sent. */
  marked(seq: number): void;
  /** Sends what is new, now or once the last frame is 2 s old. */
  check(): void;
  /** The connection is gone. */
  stop(): void;
}

const APART_MS = 2_000;

/** Makes the read signal of one session; it starts invisible. */
export function createReadSignal(options: ReadSignalOptions): ReadSignal {
  const timers = createTimers<'apart'>(options.clock);
  let visible = false;
  // A server that sends no marks knows no such frame.
  let told: number | null = null;
  const check = () => {
    if (!visible || told === null || !options.ready() || timers.has('apart')) return;
    const seq = options.newest();
    if (seq <= told || !options.send(seq)) return;
    told = seq;
    timers.set('apart', APART_MS, check);
  };
  return {
    setVisible(now) {
      visible = now;
      check();
    },
    marked(seq) {
      told = seq;
    },
    check,
    stop: () => timers.clearAll(),
  };
}
