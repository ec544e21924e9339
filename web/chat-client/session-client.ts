import { v7 } from 'uuid';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type {
  ServerFrame,
  ServerFrameOf,
  SessionUpdateFrame,
} from '../../protocol/server-frames.ts';
import { backoff } from './backoff.ts';
import { type Clock, createTimers, systemClock } from './clock.ts';
import { createDelivery } from './delivery.ts';
import { openOutbox } from './outbox.ts';
import { createRequests, type SessionRequest } from './requests.ts';
import { UNKNOWN_SESSION, updateFacts } from './session-facts.ts';
import type { SessionState } from './session-state.ts';
import { memoryStore, type Store } from './store.ts';
import { createTranscript } from './transcript.ts';
import { createTypingSignal } from './typing-signal.ts';

/** What a session client needs from outside. */
export interface SessionClientOptions {
  /** Read at each use, so that a session may be opened after its first message was typed. */
  sessionId: string | (() => string);
  /** Keeps the outboxes of several senders in one store apart. */
  sender: 'customer' | 'agent';
  link: {
    /** False if the frame could not be sent. */
    send(frame: ClientFrame): boolean;
    /** Checks that the connection still lives. */
    probe(): void;
  };
  /** Keeps the outbox; without one it ends with the page. */
  store?: Store;
  /** Defaults to `outbox:<sender>:<sessionId>`. */
  storeKey?: string;
  clock?: Clock;
  /** From 0 up to 1; for jitter only. */
  random?: () => number;
  newId?: () => string;
}

/** One session over a connection: ordering, replay, outbox. */
export interface SessionClient {
  getState(): SessionState;
  /** Calls `listener` after each change; returns the unsubscription. */
  subscribe(listener: () => void): () => void;
  /** Puts a message in line and returns its id; it is sent once the connection allows. */
  send(text: string): string;
  /** Tries a failed message again, with the same id. */
  retry(id: string): void;
  /** Forgets a failed message. */
  discard(id: string): void;
  /** The customer asks for a person. */
  requestPerson(): void;
  /** The customer leaves the line. */
  cancelEscalation(): void;
  /** The customer ends the chat. */
  end(): void;
  /** Call on each keystroke with true; goes off by itself after 5 s. Sent to people only. */
  setTyping(on: boolean): void;
  dismissNotice(): void;
  /** Feed: a frame about this session. */
  receive(frame: ServerFrame): void;
  /** Feed: the outcome of a frame is unknown. */
  fault(): void;
  /** Feed: the connection is there. */
  connected(): void;
  /** Feed: the connection is gone. */
  disconnected(): void;
  /** Ends all timers and subscriptions; the stored outbox stays. */
  close(): void;
}

const SNAPSHOT_WITHIN_MS = 10_000;
/** Frames that overtook one another usually meet within this time. */
const GAP_PATIENCE_MS = 300;
const TYPING_VALID_MS = 10_000;

/** Makes the client of one session; it starts with `connected`. */
export function createSessionClient(options: SessionClientOptions): SessionClient {
  const { link } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const newId = options.newId ?? v7;
  const readId = options.sessionId;
  const sessionId = typeof readId === 'string' ? () => readId : readId;
  const key = options.storeKey ?? `outbox:${options.sender}:${sessionId()}`;
  const outbox = openOutbox(options.store ?? memoryStore(), key);
  const transcript = createTranscript();
  const timers = createTimers<'hello' | 'gap' | 'typing'>(clock);
  const listeners = new Set<() => void>();
  let connected = false;
  let helloTries = 0;
  const ready = () => connected && state.synced;

  const requests = createRequests({
    clock,
    random,
    ready,
    status: () => state.status,
    send: (type) => link.send({ type, sessionId: sessionId() }),
    probe: link.probe,
    changed: () => patch({}),
  });
  const delivery = createDelivery({
    outbox,
    clock,
    random,
    ready,
    send: (message) => link.send({ type: 'message.send', sessionId: sessionId(), ...message }),
    probe: link.probe,
    changed: () => patch({}),
    resync(again) {
      patch({ synced: false });
      if (again) helloLater();
      else hello();
    },
  });
  const typingSignal = createTypingSignal(clock, (on) => {
    link.send({ type: 'typing.set', sessionId: sessionId(), on });
  });

  const own = () => ({
    messages: transcript.messages,
    pending: outbox.entries,
    requesting: requests.current,
  });
  let state: SessionState = {
    ...UNKNOWN_SESSION,
    ...own(),
    synced: false,
    typing: null,
    customerPresent: true,
    notice: null,
    clockOffsetMs: 0,
  };
  const patch = (change: Partial<Omit<SessionState, keyof ReturnType<typeof own>>>) => {
    const next = { ...state, ...change, ...own() };
    const names = Object.keys(next) as (keyof SessionState)[];
    if (names.every((name) => next[name] === state[name])) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const hello = () => {
    timers.clear('gap');
    timers.set('hello', SNAPSHOT_WITHIN_MS, () => {
      link.probe();
      hello();
    });
    link.send({ type: 'session.hello', sessionId: sessionId(), lastSeq: transcript.lastSeq });
  };

  const helloLater = () => {
    helloTries += 1;
    timers.set('hello', backoff(helloTries, random), hello);
  };

  const snapshot = (frame: ServerFrameOf<'session.snapshot'>, progress: boolean) => {
    timers.clear('hello');
    delivery.stored(frame.lastCseq);
    if (!frame.more && transcript.complete) {
      helloTries = 0;
      patch({ synced: true, clockOffsetMs: frame.serverTime - clock.now() });
    } else if (progress) {
      hello();
    } else {
      helloLater();
    }
  };

  const update = (frame: SessionUpdateFrame) => {
    const before = transcript.lastSeq;
    transcript.add(frame.messages, frame.lastSeq);
    if (frame.type === 'message.ack') delivery.acknowledged(frame);
    delivery.reconcile(transcript.has);
    const facts = updateFacts(state, frame);
    const spoke = frame.messages.some(({ from }) => from.role === state.typing?.role);
    patch({ ...facts, ...(spoke || !isPersonal(facts.status) ? { typing: null } : {}) });
    if (frame.type === 'session.snapshot') snapshot(frame, transcript.lastSeq > before);
    if (frame.type === 'session.status_changed') requests.answered(frame.reason);
    else requests.reconcile();
    if (transcript.complete) timers.clear('gap');
    else if (!timers.has('gap') && !timers.has('hello')) timers.set('gap', GAP_PATIENCE_MS, hello);
    delivery.flush();
    requests.flush();
    patch({});
  };

  const problem = (frame: ServerFrameOf<'problem'>) => {
    if (frame.id !== undefined) {
      delivery.refused(frame);
      // The refusal tells of a change that was missed.
      if (frame.code === 'session_closed') hello();
      patch({});
    } else if (frame.retriable) {
      fault();
    } else {
      // A cancel whose answer was lost, or that an agent forestalled: the state says which.
      const settled = requests.current === 'cancel' && frame.code === 'session_not_waiting';
      requests.finish();
      if (!state.synced) timers.clear('hello');
      else if (settled || frame.code === 'session_closed') hello();
      if (settled) patch({});
      else patch({ notice: { code: frame.code, title: frame.title, ref: frame.ref } });
    }
  };

  const fault = () => {
    if (timers.has('hello')) helloLater();
    delivery.fault();
    requests.fault();
  };

  const typing = ({ on, from }: ServerFrameOf<'typing.changed'>) => {
    if (on) timers.set('typing', TYPING_VALID_MS, () => patch({ typing: null }));
    else timers.clear('typing');
    patch({ typing: on ? from : null });
  };

  const stop = () => {
    connected = false;
    timers.clearAll();
    delivery.stop();
    requests.stop();
    typingSignal.reset();
  };

  const request = (wish: SessionRequest) => {
    requests.make(wish);
    patch({ notice: null });
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    send(text) {
      const id = newId();
      outbox.add(id, text);
      typingSignal.reset();
      delivery.flush();
      patch({});
      return id;
    },
    retry(id) {
      outbox.retry(id);
      delivery.flush();
      patch({});
    },
    discard(id) {
      if (delivery.carries(id)) return;
      outbox.remove(id);
      patch({});
    },
    requestPerson: () => request('person'),
    cancelEscalation: () => request('cancel'),
    end: () => request('end'),
    setTyping(on) {
      if (connected && isPersonal(state.status)) typingSignal.set(on);
    },
    dismissNotice: () => patch({ notice: null }),
    receive(frame) {
      if ('messages' in frame) update(frame);
      else if (frame.type === 'problem') problem(frame);
      else if (frame.type === 'typing.changed') typing(frame);
      else if (frame.type === 'participant.disconnected') patch({ customerPresent: false });
      else if (frame.type === 'participant.returned') patch({ customerPresent: true });
    },
    fault,
    connected() {
      connected = true;
      helloTries = 0;
      hello();
    },
    disconnected() {
      stop();
      patch({ synced: false, typing: null });
    },
    close() {
      stop();
      listeners.clear();
    },
  };
}

/** Only people are shown that somebody types. */
function isPersonal(status: string | null): boolean {
  return status === 'active' || status === 'on_hold';
}
