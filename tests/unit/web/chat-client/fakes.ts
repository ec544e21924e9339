import { setImmediate } from 'node:timers/promises';
import type { ClientFrame, ClientFrameOf } from '../../../../protocol/client-frames.ts';
import type { Message } from '../../../../protocol/message.ts';
import type { ServerFrame, ServerFrameOf } from '../../../../protocol/server-frames.ts';
import type { Clock } from '../../../../web/chat-client/clock.ts';
import type {
  SocketConstructor,
  SocketEvent,
  SocketEventType,
} from '../../../../web/chat-client/socket.ts';

/** A clock that stands still until it is advanced. */
export class FakeClock implements Clock {
  private time = 1_000_000;
  private count = 0;
  private readonly waiting = new Map<number, { at: number; run: () => void }>();

  now = () => this.time;

  setTimeout = (run: () => void, ms: number) => {
    this.count += 1;
    this.waiting.set(this.count, { at: this.time + ms, run });
    return this.count;
  };

  clearTimeout = (handle: unknown) => {
    this.waiting.delete(handle as number);
  };

  get timers() {
    return this.waiting.size;
  }

  /** Runs everything due within `ms`, in order, letting promises settle in between. */
  async advance(ms: number) {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const due = [...this.waiting].filter(([, { at }]) => at <= end);
      const first = due.sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!first) break;
      const [handle, { at, run }] = first;
      this.waiting.delete(handle);
      this.time = at;
      run();
      await settled();
    }
    this.time = end;
    await settled();
  }
}

/** Lets every promise that can settle do so. */
export async function settled() {
  await setImmediate();
}

/** A socket whose other end is the test. */
export class FakeSocket {
  readonly url: string;
  readonly sent: ClientFrame[] = [];
  readyState = 0;
  private readonly listeners = new Map<SocketEventType, Set<(event: SocketEvent) => void>>();

  constructor(url: string) {
    this.url = url;
  }

  get listenerCount() {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  addEventListener(type: SocketEventType, listener: (event: SocketEvent) => void) {
    const set = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, set.add(listener));
  }

  removeEventListener(type: SocketEventType, listener: (event: SocketEvent) => void) {
    this.listeners.get(type)?.delete(listener);
  }

  send(data: string) {
    this.sent.push(JSON.parse(data) as ClientFrame);
  }

  close() {
    this.readyState = 3;
  }

  open() {
    this.readyState = 1;
    this.emit('open');
  }

  say(frame: ServerFrame | object) {
    this.emit('message', JSON.stringify(frame));
  }

  end() {
    this.readyState = 3;
    this.emit('close');
  }

  frames<T extends ClientFrame['type']>(type: T): ClientFrameOf<T>[] {
    return this.sent.filter((frame): frame is ClientFrameOf<T> => frame.type === type);
  }

  private emit(type: SocketEventType, data?: unknown) {
    for (const listener of [...(this.listeners.get(type) ?? [])]) listener({ type, data });
  }
}

/** A constructor of fake sockets that keeps all it made. */
export function fakeSockets() {
  const made: FakeSocket[] = [];
  const WebSocket = class extends FakeSocket {
    constructor(url: string) {
      super(url);
      made.push(this);
    }
  } satisfies SocketConstructor;
  return {
    WebSocket,
    made,
    get last() {
      const socket = made.at(-1);
      if (!socket) throw new Error('No socket was opened.');
      return socket;
    },
  };
}

export const SESSION = '0190b1a0-0000-7000-8000-000000000001';

/** A transcript entry. */
export function entry(seq: number, change: Partial<Message> = {}): Message {
  return { seq, from: { role: 'bot' }, text: `entry ${seq}`, at: 1_000_000 + seq, ...change };
}

/** A snapshot of a session in the bot's hands. */
export function snapshot(
  change: Partial<ServerFrameOf<'session.snapshot'>> = {},
): ServerFrameOf<'session.snapshot'> {
  const messages = change.messages ?? [];
  return {
    type: 'session.snapshot',
    sessionId: SESSION,
    version: 1,
    status: 'bot',
    lastSeq: messages.at(-1)?.seq ?? 0,
    messages,
    more: false,
    lastCseq: 0,
    agent: null,
    waitingSince: null,
    wait: null,
    read: { customer: 0, agent: 0 },
    closeReason: null,
    csat: null,
    continuedFrom: null,
    serverTime: 1_000_000,
    ...change,
  };
}

/** A push of entries. */
export function created(
  version: number,
  messages: Message[],
  change: Partial<ServerFrameOf<'message.created'>> = {},
): ServerFrameOf<'message.created'> {
  return {
    type: 'message.created',
    sessionId: SESSION,
    version,
    status: 'active',
    lastSeq: Math.max(...messages.map(({ seq }) => seq)),
    messages,
    ...change,
  };
}

/** The acknowledgement of a `message.send`, stored at `seq`. */
export function ack(
  sent: ClientFrameOf<'message.send'>,
  seq: number,
  change: Partial<ServerFrameOf<'message.ack'>> = {},
): ServerFrameOf<'message.ack'> {
  const own = entry(seq, { id: sent.id, from: { role: 'customer' }, text: sent.text });
  return {
    type: 'message.ack',
    sessionId: SESSION,
    version: seq + 1,
    status: 'bot',
    lastSeq: seq,
    messages: [own],
    id: sent.id,
    cseq: sent.cseq,
    seq,
    delivered: false,
    ...change,
  };
}

/** A refusal of a `message.send`. */
export function refusal(
  sent: ClientFrameOf<'message.send'>,
  code: string,
  retriable: boolean,
): ServerFrameOf<'problem'> {
  return {
    type: 'problem',
    code,
    title: code,
    retriable,
    ref: 'r1',
    sessionId: SESSION,
    id: sent.id,
  };
}
