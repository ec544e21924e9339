import type { ServerFrameOf } from '../../protocol/server-frames.ts';
import { backoff } from './backoff.ts';
import { type Clock, createTimers } from './clock.ts';
import type { Outbox } from './outbox.ts';

/** What delivery needs from the session. */
export interface DeliveryOptions {
  outbox: Outbox;
  clock: Clock;
  random: () => number;
  /** True while the connection is up and the transcript is known to its end. */
  ready(): boolean;
  send(message: { id: string; cseq: number; text: string }): void;
  /** Checks that the connection still lives. */
  probe(): void;
  /** Asks for the transcript, because numbers disagree; later if it did not help before. */
  resync(again: boolean): void;
  /** True if a message that comes too late for this session is for another one. */
  continues: boolean;
  /** The outbox changed without a call from outside. */
  changed(): void;
}

/**
 * Sends the outbox one message at a time: the next goes out once the last is stored or refused for
 * good. A message whose outcome is unknown is sent again with the same id and number.
 */
export interface Delivery {
  /** Sends the next message if the way is free. */
  flush(): void;
  /** Takes notice of the highest number that the server has from this sender. */
  stored(cseq: number): void;
  /** Drops what the transcript holds; `has` tells by id. */
  reconcile(has: (id: string) => boolean): void;
  acknowledged(frame: ServerFrameOf<'message.ack'>): void;
  /** Takes the refusal of a message. */
  refused(frame: ServerFrameOf<'problem'>): void;
  /** Some frame has failed with an unknown outcome. */
  fault(): void;
  /** Puts the message that is under way back in line. */
  stop(): void;
  /** True if this message is under way. */
  carries(id: string): boolean;
}

const ACK_WITHIN_MS = 10_000;
/** Tries of one message before its sender is asked; about a minute of silence. */
const MOST_TRIES = 6;

/** Makes the delivery of one session's outbox. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { outbox } = options;
  const timers = createTimers<'ack' | 'resend'>(options.clock);
  let nextCseq = 1;
  let inFlight: { id: string; cseq: number } | null = null;
  let tries = 0;

  const settle = () => {
    inFlight = null;
    tries = 0;
    timers.clearAll();
  };

  const stored = (cseq: number) => {
    nextCseq = Math.max(nextCseq, cseq + 1);
  };

  const giveUp = (code: string) => {
    if (inFlight) outbox.fail(inFlight.id, code);
    settle();
    options.changed();
    flush();
  };

  const transmit = () => {
    const entry = outbox.entries.find(({ id }) => id === inFlight?.id);
    if (!inFlight || !entry) return;
    timers.set('ack', ACK_WITHIN_MS, () => {
      options.probe();
      tries += 1;
      if (tries < MOST_TRIES) transmit();
      else giveUp('unavailable');
    });
    options.send({ id: entry.id, cseq: inFlight.cseq, text: entry.text });
  };

  const sendLater = (code: string) => {
    timers.clear('ack');
    tries += 1;
    if (tries < MOST_TRIES) timers.set('resend', backoff(tries, options.random), transmit);
    else giveUp(code);
  };

  const flush = () => {
    if (inFlight || !options.ready()) return;
    const entry = outbox.next();
    if (!entry) return;
    inFlight = { id: entry.id, cseq: nextCseq };
    transmit();
  };

  return {
    flush,
    stored,
    reconcile(has) {
      for (const { id } of outbox.entries) {
        if (!has(id)) continue;
        outbox.remove(id);
        if (inFlight?.id !== id) continue;
        stored(inFlight.cseq);
        settle();
      }
    },
    acknowledged(frame) {
      outbox.acknowledge(frame.id);
      stored(frame.cseq);
      if (inFlight?.id === frame.id) settle();
    },
    refused(frame) {
      if (!inFlight || frame.id !== inFlight.id) return;
      const tooLate = options.continues && frame.code === 'session_closed';
      if (frame.code === 'cseq_conflict' || frame.code === 'gap' || tooLate) {
        tries += 1;
        if (tries >= MOST_TRIES) {
          giveUp(frame.code);
          return;
        }
        // Renumbered once the transcript is known; the count of tries goes on.
        timers.clearAll();
        inFlight = null;
        options.resync(tries > 1);
      } else if (frame.retriable) {
        sendLater(frame.code);
      } else {
        giveUp(frame.code);
      }
    },
    fault() {
      if (timers.has('ack')) sendLater('unavailable');
    },
    stop: settle,
    carries: (id) => inFlight?.id === id,
  };
}
