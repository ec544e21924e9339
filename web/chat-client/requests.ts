import type { ClientFrame, ClientFrameOf } from '../../protocol/client-frames.ts';
import type { SessionStatus } from '../../protocol/vocabulary.ts';
import { backoff } from './backoff.ts';
import { type Clock, createTimers } from './clock.ts';

/** What is asked of the session, with what goes along. */
export type Ask =
  | { kind: 'person' | 'cancel' | 'end' | 'keep_waiting' }
  | { kind: 'leave_message'; contact: string; text: string }
  | { kind: 'csat'; score: number; comment?: string };

/** Something asked of the session that its next state answers. */
export type SessionRequest = Ask['kind'];

/** What requests need from the session. */
export interface RequestsOptions {
  clock: Clock;
  random: () => number;
  /** True while the connection is up and the status is known. */
  ready(): boolean;
  status(): SessionStatus | null;
  send(frame: RequestFrame): void;
  probe(): void;
  changed(): void;
}

/** One request at a time, repeated until the session's state has answered it. */
export interface Requests {
  readonly current: Ask | null;
  make(ask: Ask): void;
  /** Sends what waits for a connection. */
  flush(): void;
  /** Some answer came: drops the request if the status leaves nothing to ask. */
  reconcile(): void;
  /** A status change with this reason came: drops the request if that is its answer. */
  answered(reason: string): void;
  /** Refused. */
  finish(): void;
  /** Some frame has failed with an unknown outcome. */
  fault(): void;
  /** The connection is gone: waits for `flush`. */
  stop(): void;
}

/** A request as it is sent, but for the session's id. */
export type RequestFrame = {
  [Type in (typeof REQUESTS)[SessionRequest]['type']]: Omit<ClientFrameOf<Type>, 'sessionId'>;
}[(typeof REQUESTS)[SessionRequest]['type']];

const REQUESTS = {
  person: { type: 'escalation.request', open: ['bot'], answer: 'person_requested' },
  cancel: { type: 'escalation.cancel', open: ['queued'], answer: 'cancelled' },
  // They would wait without it as well: any answer will do.
  keep_waiting: { type: 'escalation.request', open: ['queued'], answer: '*' },
  leave_message: { type: 'message.leave', open: ['queued'], answer: null },
  end: { type: 'session.end', open: ['bot', 'queued', 'active', 'on_hold'], answer: null },
  csat: { type: 'csat.submit', open: ['wrap_up', 'closed'], answer: 'csat' },
} as const satisfies Record<
  SessionRequest,
  {
    type: ClientFrame['type'];
    open: readonly SessionStatus[];
    /** Reason of the status change that answers it, where the status alone does not; `*` for any. */
    answer: string | null;
  }
>;

const ANSWER_WITHIN_MS = 10_000;

/** Makes the requests of one session. */
export function createRequests(options: RequestsOptions): Requests {
  const timers = createTimers<'answer'>(options.clock);
  let current: Ask | null = null;
  let tries = 0;

  const finish = () => {
    current = null;
    tries = 0;
    timers.clearAll();
  };

  const pointless = () => {
    const status = options.status();
    const open: readonly SessionStatus[] = current ? REQUESTS[current.kind].open : [];
    return status !== null && !open.includes(status);
  };

  const transmit = () => {
    if (!current || !options.ready()) return;
    if (pointless()) {
      finish();
      options.changed();
      return;
    }
    timers.set('answer', ANSWER_WITHIN_MS, () => {
      options.probe();
      transmit();
    });
    const { kind, ...content } = current;
    options.send({ type: REQUESTS[kind].type, ...content } as RequestFrame);
  };

  return {
    get current() {
      return current;
    },
    make(ask) {
      finish();
      current = ask;
      if (pointless()) finish();
      else transmit();
    },
    flush() {
      if (!timers.has('answer')) transmit();
    },
    reconcile() {
      if (current && pointless()) finish();
    },
    answered(reason) {
      if (!current) return;
      const { answer } = REQUESTS[current.kind];
      if (answer === reason || answer === '*' || pointless()) finish();
    },
    finish,
    fault() {
      if (!timers.has('answer')) return;
      tries += 1;
      timers.set('answer', backoff(tries, options.random), transmit);
    },
    stop: () => timers.clearAll(),
  };
}
