import type { ServerFrameOf, SessionUpdateFrame } from '../../protocol/server-frames.ts';
import { createTimers, systemClock } from './clock.ts';
import { createDelivery } from './delivery.ts';
import { openOutbox } from './outbox.ts';
import { createReadSignal } from './read-signal.ts';
import { type Ask, createRequests } from './requests.ts';
import type { SessionClient, SessionClientOptions } from './session-client-types.ts';
import { furthest, isEnded, UNKNOWN_SESSION, updateFacts, updateWait } from './session-facts.ts';
import type { SessionState } from './session-state.ts';
import { memoryStore } from './store.ts';
import { createSync } from './sync.ts';
import { createTranscript } from './transcript.ts';
import { createTypingSignal } from './typing-signal.ts';
import { uuidV7 } from './uuid-v7.ts';

export type { SessionClient, SessionClientOptions };

const TYPING_VALID_MS = 10_000;

/** Makes the client of one session; it starts with `connected`. */
export function createSessionClient(options: SessionClientOptions): SessionClient {
  const { link, sender } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const newId = options.newId ?? (() => uuidV7(clock.now()));
  const readId = options.sessionId;
  const sessionId = typeof readId === 'string' ? () => readId : readId;
  const key = options.storeKey ?? `outbox:${sender}:${sessionId()}`;
  const outbox = openOutbox(options.store ?? memoryStore(), key);
  const transcript = createTranscript();
  const timers = createTimers<'typing'>(clock);
  const listeners = new Set<() => void>();
  let connected = false;
  const ready = () => connected && sync.done;
  const changed = () => patch({});

  const sync = createSync({
    transcript,
    clock,
    random,
    hello: (lastSeq) => link.send({ type: 'session.hello', sessionId: sessionId(), lastSeq }),
    probe: link.probe,
  });
  const requests = createRequests({
    clock,
    random,
    ready,
    status: () => state.status,
    send: (frame) => link.send({ ...frame, sessionId: sessionId() }),
    probe: link.probe,
    changed,
  });
  const continues = options.continues ?? false;
  const delivery = createDelivery({
    outbox,
    clock,
    random,
    ready: () => ready() && !(continues && isEnded(state.status)),
    send: (message) => link.send({ type: 'message.send', sessionId: sessionId(), ...message }),
    probe: link.probe,
    continues,
    changed,
    resync(later) {
      sync.again(later);
      patch({ synced: false });
    },
  });
  const readSignal = createReadSignal({
    clock,
    ready,
    newest: () => (isPersonal(state.status) ? newestForeign(transcript.messages, sender) : 0),
    send: (seq) => link.send({ type: 'message.read', sessionId: sessionId(), seq }),
  });
  const typingSignal = createTypingSignal(clock, (on) => {
    link.send({ type: 'typing.set', sessionId: sessionId(), on });
  });

  const own = () => ({
    messages: transcript.messages,
    complete: transcript.complete,
    pending: outbox.entries,
    requesting: requests.current?.kind ?? null,
  });
  let state: SessionState = {
    ...UNKNOWN_SESSION,
    ...own(),
    synced: false,
    typing: null,
    customerPresent: true,
    notice: null,
    waitsInSpiteOf: null,
    clockOffsetMs: 0,
  };
  const patch = (change: Partial<Omit<SessionState, keyof ReturnType<typeof own>>>) => {
    const next = { ...state, ...change, ...own() };
    const names = Object.keys(next) as (keyof SessionState)[];
    if (names.every((name) => next[name] === state[name])) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const snapshot = (frame: ServerFrameOf<'session.snapshot'>, progress: boolean) => {
    delivery.stored(frame.lastCseq);
    // An older server sends no marks.
    const read: typeof frame.read | undefined = frame.read;
    if (read) readSignal.marked(read[sender]);
    sync.answered(frame, progress);
    if (!sync.done) return;
    // The customer has ended it: what came too late does not begin another chat by itself.
    if (continues && state.closeReason === 'customer_ended') {
      for (const { id, state } of outbox.entries) {
        if (state === 'sending') outbox.fail(id, 'session_closed');
      }
    }
    patch({ synced: true, clockOffsetMs: frame.serverTime - clock.now() });
  };

  const update = (frame: SessionUpdateFrame) => {
    const before = transcript.lastSeq;
    transcript.add(frame.messages, frame.lastSeq);
    if (frame.type === 'message.ack') delivery.acknowledged(frame);
    delivery.reconcile(transcript.has);
    const facts = updateFacts(state, frame);
    const spoke = frame.messages.some(({ from }) => from.role === state.typing?.role);
    patch({
      ...facts,
      ...(spoke || !isPersonal(facts.status) ? { typing: null } : {}),
      ...(frame.type === 'escalation.failed' ? { waitsInSpiteOf: null } : {}),
    });
    if (frame.type === 'session.snapshot') snapshot(frame, transcript.lastSeq > before);
    if (frame.type === 'session.status_changed') answered(frame.reason);
    else requests.reconcile();
    sync.mindGap();
    delivery.flush();
    requests.flush();
    readSignal.check();
    patch({});
  };

  const answered = (reason: string) => {
    const ask = requests.current;
    // The answer does not repeat the rating.
    if (ask?.kind === 'csat' && reason === 'csat') patch({ csat: ask.score });
    requests.answered(reason);
  };

  const problem = (frame: ServerFrameOf<'problem'>) => {
    if (frame.id !== undefined) {
      const resyncs = continues || frame.code !== 'session_closed';
      delivery.refused(frame);
      // The refusal tells of a change that was missed.
      if (!resyncs) sync.refresh();
      patch({});
    } else if (frame.retriable) {
      fault();
    } else {
      // A request whose answer was lost, or that an agent forestalled: the state says which.
      const kind = requests.current?.kind;
      const settled =
        frame.code === 'session_not_waiting' && (kind === 'cancel' || kind === 'leave_message');
      requests.finish();
      if (!state.synced) sync.giveUp();
      else if (settled || frame.code === 'session_closed') sync.refresh();
      const { code, title, ref, field } = frame;
      patch(settled ? {} : { notice: { code, title, ref, field } });
    }
  };

  const fault = () => {
    sync.fault();
    delivery.fault();
    requests.fault();
  };

  const typing = ({ on, from }: ServerFrameOf<'typing.changed'>) => {
    if (on) timers.set('typing', TYPING_VALID_MS, () => patch({ typing: null }));
    else timers.clear('typing');
    patch({ typing: on ? from : null });
  };

  const queueUpdated = (frame: ServerFrameOf<'queue.updated'>) => {
    const still = frame.trouble === state.waitsInSpiteOf;
    patch({ ...updateWait(state, frame), ...(still ? {} : { waitsInSpiteOf: null }) });
  };

  const seenByOther = ({ by, seq }: ServerFrameOf<'message.read'>) => {
    patch({ read: furthest(state.read, { [by === 'customer' ? 'customer' : 'agent']: seq }) });
  };

  const returned = ({ participant }: ServerFrameOf<'participant.returned'>) => {
    // They have the whole transcript now.
    const deliveredSeq = Math.max(state.deliveredSeq, transcript.lastSeq);
    patch({ deliveredSeq, ...(participant.role === 'customer' ? { customerPresent: true } : {}) });
  };

  /** Leaves what is under way to the next answer on a new socket. */
  const halt = () => {
    delivery.stop();
    requests.stop();
    readSignal.stop();
    typingSignal.reset();
  };

  const stop = () => {
    connected = false;
    timers.clearAll();
    sync.stop();
    halt();
  };

  const request = (ask: Ask, change: Partial<SessionState> = {}) => {
    requests.make(ask);
    patch({ ...change, notice: null });
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
    drain() {
      delivery.stop();
      const all = outbox.drain();
      patch({});
      return all;
    },
    requestPerson: () => request({ kind: 'person' }),
    cancelEscalation: () => request({ kind: 'cancel' }),
    keepWaiting: () =>
      request({ kind: 'keep_waiting' }, { waitsInSpiteOf: state.wait?.trouble ?? null }),
    leaveMessage: (message) => request({ kind: 'leave_message', ...message }),
    end: () => request({ kind: 'end' }),
    submitCsat: (rating) => request({ kind: 'csat', ...rating }),
    setTyping(on) {
      if (connected && isPersonal(state.status)) typingSignal.set(on);
    },
    setVisible: readSignal.setVisible,
    dismissNotice: () => patch({ notice: null }),
    receive(frame) {
      if ('messages' in frame) update(frame);
      else if (frame.type === 'problem') problem(frame);
      else if (frame.type === 'typing.changed') typing(frame);
      else if (frame.type === 'queue.updated') queueUpdated(frame);
      else if (frame.type === 'message.read') seenByOther(frame);
      else if (frame.type === 'participant.returned') returned(frame);
      else if (frame.type === 'participant.disconnected' && frame.participant.role === 'customer') {
        patch({ customerPresent: false });
      }
    },
    fault,
    connected() {
      connected = true;
      sync.start();
    },
    renewed() {
      halt();
      sync.start();
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

/** Only people are shown that somebody types or has read. */
function isPersonal(status: string | null): boolean {
  return status === 'active' || status === 'on_hold';
}

/** Where the newest entry stands that a person on the other side wrote; 0 for none. */
function newestForeign(messages: SessionState['messages'], sender: 'customer' | 'agent'): number {
  const foreign = messages.findLast(({ from: { role } }) =>
    sender === 'agent' ? role === 'customer' : role === 'agent' || role === 'supervisor',
  );
  return foreign?.seq ?? 0;
}
