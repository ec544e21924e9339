import type { Customer, HostEvents } from '../host.ts';

/** `window.SwitchboardChat` once the loader runs. */
export interface ChatApi {
  open(): void;
  close(): void;
  toggle(): void;
  /** What agents see of the customer; counts for the next chat that is opened. */
  setUser(customer: Customer | null): void;
  /** Adds a listener and returns its removal. */
  on<Name extends keyof HostEvents>(
    name: Name,
    listener: (detail: HostEvents[Name]) => void,
  ): () => void;
  /** For a logout: ends the chat on this device, erases what is stored, removes the widget. */
  shutdown(): void;
  /** Takes `[method, ...arguments]`, as the queue before loading does. */
  push(...calls: Call[]): void;
}

/** A call that was queued before the loader ran: `(window.SwitchboardChat ||= []).push([...])`. */
export type Call = readonly [method: string, ...args: unknown[]];

type Methods = Omit<ChatApi, 'push' | 'on'>;
type Listener = (detail: never) => void;

/** Makes the global object and the function that tells its listeners. */
export function createApi(methods: Methods) {
  const listeners = new Map<string, Set<Listener>>();
  const api: ChatApi = {
    ...methods,
    on(name, listener) {
      const set = listeners.get(name) ?? new Set<Listener>();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    push(...calls) {
      for (const [method, ...args] of calls) {
        const run = Object.hasOwn(api, method) ? api[method as keyof ChatApi] : undefined;
        if (run) (run as (...args: unknown[]) => void)(...args);
        else console.warn(`SwitchboardChat has no "${method}".`);
      }
    },
  };
  const emit = <Name extends keyof HostEvents>(name: Name, detail: HostEvents[Name]) => {
    for (const listener of [...(listeners.get(name) ?? [])]) {
      (listener as (detail: HostEvents[Name]) => void)(detail);
    }
  };
  return { api, emit };
}
