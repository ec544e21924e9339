import type {
  SocketConstructor,
  SocketEvent,
  SocketEventType,
  SocketLike,
} from '../../../web/chat-client/socket.ts';
import type { Gateway, Line } from '../platform/gateway.ts';

/** Who connects from where, and what becomes of frames on the way to an old client. */
export interface SocketOwner {
  who: string;
  origin: string;
  /** The frame as this client understands it, or `null` if it knows none of that type. */
  understands?(data: string): string | null;
  /** Told of each connection's id when it is dialled. */
  dialled(connectionId: string, ticket: string): void;
}

type Listener = (event: SocketEvent) => void;

/** Makes the WebSocket of one client: the browser's interface over the simulated gateway. */
export function socketOf(gateway: Gateway, owner: SocketOwner): SocketConstructor {
  return class SimulatedSocket implements SocketLike {
    readyState = 0;
    readonly #line: Line;
    readonly #listeners = new Map<SocketEventType, Set<Listener>>();

    constructor(url: string) {
      const ticket = new URL(url).searchParams.get('ticket') ?? '';
      this.#line = gateway.dial({
        who: owner.who,
        ticket,
        origin: owner.origin,
        wire: {
          opened: () => {
            if (this.readyState !== 0) return;
            this.readyState = 1;
            this.#emit({ type: 'open' });
          },
          received: (raw) => {
            const data = owner.understands ? owner.understands(raw) : raw;
            if (data !== null && this.readyState === 1) this.#emit({ type: 'message', data });
          },
          closed: () => {
            if (this.readyState === 3) return;
            this.readyState = 3;
            this.#emit({ type: 'close' });
          },
        },
      });
      owner.dialled(this.#line.connectionId, ticket);
    }

    send(data: string): void {
      this.#line.send(data);
    }

    close(): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.#line.close();
    }

    addEventListener(type: SocketEventType, listener: Listener): void {
      const listeners = this.#listeners.get(type) ?? new Set();
      this.#listeners.set(type, listeners.add(listener));
    }

    removeEventListener(type: SocketEventType, listener: Listener): void {
      this.#listeners.get(type)?.delete(listener);
    }

    #emit(event: SocketEvent): void {
      for (const listener of [...(this.#listeners.get(event.type as SocketEventType) ?? [])]) {
        listener(event);
      }
    }
  };
}
