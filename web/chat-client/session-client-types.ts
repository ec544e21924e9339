import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { Clock } from './clock.ts';
import type { Pending } from './outbox.ts';
import type { SessionState } from './session-state.ts';
import type { Store } from './store.ts';

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
  /** True if messages that come too late wait for a sequel (`drain`) instead of failing. */
  continues?: boolean;
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
  /** Takes out all that the transcript does not hold, oldest first, to be sent elsewhere. */
  drain(): readonly Pending[];
  /** The customer asks for a person. */
  requestPerson(): void;
  /** The customer leaves the line. */
  cancelEscalation(): void;
  /** The customer waits on in spite of the trouble that they were told of. */
  keepWaiting(): void;
  /** The customer leaves a message instead of waiting; `contact` is where to answer. */
  leaveMessage(message: { contact: string; text: string }): void;
  /** The customer ends the chat. */
  end(): void;
  /** The customer rates the ended chat from 1 to 5; the last rating counts. */
  submitCsat(rating: { score: number; comment?: string }): void;
  /** Call on each keystroke with true; goes off by itself after 5 s. Sent to people only. */
  setTyping(on: boolean): void;
  /** Whether the newest message is in sight: then the other side hears that it was read. */
  setVisible(visible: boolean): void;
  dismissNotice(): void;
  /** Feed: a frame about this session. */
  receive(frame: ServerFrame): void;
  /** Feed: the outcome of a frame is unknown. */
  fault(): void;
  /** Feed: the connection is there. */
  connected(): void;
  /** Feed: the connection has changed its socket without having been away. */
  renewed(): void;
  /** Feed: the connection is gone. */
  disconnected(): void;
  /** Ends all timers and subscriptions; the stored outbox stays. */
  close(): void;
}
