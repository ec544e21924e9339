import type { ServerFrameOf } from '../../protocol/server-frames.ts';
import { backoff } from './backoff.ts';
import { type Clock, createTimers } from './clock.ts';
import type { Transcript } from './transcript.ts';

/** What syncing needs from the session. */
export interface SyncOptions {
  transcript: Transcript;
  clock: Clock;
  random: () => number;
  /** Asks for the state, and for the transcript after this entry. */
  hello(lastSeq: number): void;
  /** Checks that the connection still lives. */
  probe(): void;
}

/** Asks for the transcript until it is known to its end. */
export interface Sync {
  /** True once the whole transcript was received on this connection. */
  readonly done: boolean;
  /** Asks now, on a new connection. */
  start(): void;
  /** Asks again, because something does not fit; later if asking did not help before. */
  again(later: boolean): void;
  /** Asks for the news alone; what is known stays good. */
  refresh(): void;
  /** Takes an answer; `progress` if it brought entries. */
  answered(frame: ServerFrameOf<'session.snapshot'>, progress: boolean): void;
  /** Asks once frames that overtook one another had time to meet. */
  mindGap(): void;
  /** Some frame has failed with an unknown outcome. */
  fault(): void;
  /** The hello was refused for good. */
  giveUp(): void;
  /** The connection is gone. */
  stop(): void;
}

const SNAPSHOT_WITHIN_MS = 10_000;
/** Frames that overtook one another usually meet within this time. */
const GAP_PATIENCE_MS = 300;

/** Makes the sync of one session's transcript. */
export function createSync(options: SyncOptions): Sync {
  const { transcript } = options;
  const timers = createTimers<'hello' | 'gap'>(options.clock);
  let done = false;
  let tries = 0;

  const ask = () => {
    timers.clear('gap');
    timers.set('hello', SNAPSHOT_WITHIN_MS, () => {
      options.probe();
      ask();
    });
    options.hello(transcript.lastSeq);
  };

  const askLater = () => {
    tries += 1;
    timers.set('hello', backoff(tries, options.random), ask);
  };

  return {
    get done() {
      return done;
    },
    start() {
      done = false;
      tries = 0;
      ask();
    },
    again(later) {
      done = false;
      if (later) askLater();
      else ask();
    },
    refresh: ask,
    answered(frame, progress) {
      timers.clear('hello');
      if (!frame.more && transcript.complete) {
        tries = 0;
        done = true;
      } else if (progress) {
        ask();
      } else {
        askLater();
      }
    },
    mindGap() {
      if (transcript.complete) timers.clear('gap');
      else if (!timers.has('gap') && !timers.has('hello')) timers.set('gap', GAP_PATIENCE_MS, ask);
    },
    fault() {
      if (timers.has('hello')) askLater();
    },
    giveUp: () => timers.clear('hello'),
    stop() {
      done = false;
      timers.clearAll();
    },
  };
}
