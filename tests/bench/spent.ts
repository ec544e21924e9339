import type { FinishedCall } from '../../local/front-door/call.ts';
import type { Invocation } from '../../local/functions.ts';

/** What the invocations of one function came to, in the units that bills are made of. */
export interface Spent {
  invocations: number;
  /** SDK calls other than pushes, by `service:Operation`. */
  calls: Record<string, number>;
  /** Frames sent through the gateway's callback address. */
  pushes: number;
  readUnits: number;
  writeUnits: number;
  /** Frames that arrived and were answered by a function. */
  framesIn: number;
  /** Answers that went back on the frame's own route. */
  framesOut: number;
  httpRequests: number;
  /** Sockets that opened or closed: no message, but a line in the access log. */
  handshakes: number;
  /** Messages taken from a queue. */
  received: number;
  /** What the function wrote to its log. */
  logBytes: number;
}

/** By function. */
export type Spending = Readonly<Record<string, Spent>>;

/** Keeps the books of one event at a time. */
export interface Books {
  /** Closes the account of the event before. */
  open(): void;
  called(call: FinishedCall): void;
  ended(invocation: Invocation): void;
  wrote(functionName: string, line: string): void;
  spending(): Spending;
}

/** Nothing spent. */
export function nothingSpent(): Spent {
  return {
    invocations: 0,
    calls: {},
    pushes: 0,
    readUnits: 0,
    writeUnits: 0,
    framesIn: 0,
    framesOut: 0,
    httpRequests: 0,
    handshakes: 0,
    received: 0,
    logBytes: 0,
  };
}

/** `a + times × b`, without keeping zeros among the calls. */
export function plus(a: Spent, b: Spent, times = 1): Spent {
  const calls = { ...a.calls };
  for (const [name, count] of Object.entries(b.calls)) {
    const sum = (calls[name] ?? 0) + times * count;
    if (sum === 0) delete calls[name];
    else calls[name] = sum;
  }
  return {
    invocations: a.invocations + times * b.invocations,
    calls,
    pushes: a.pushes + times * b.pushes,
    readUnits: a.readUnits + times * b.readUnits,
    writeUnits: a.writeUnits + times * b.writeUnits,
    framesIn: a.framesIn + times * b.framesIn,
    framesOut: a.framesOut + times * b.framesOut,
    httpRequests: a.httpRequests + times * b.httpRequests,
    handshakes: a.handshakes + times * b.handshakes,
    received: a.received + times * b.received,
    logBytes: a.logBytes + times * b.logBytes,
  };
}

/** The sum over some functions, or all of them. */
export function total(spending: Spending, functions = Object.keys(spending)): Spent {
  return functions.reduce(
    (sum, name) => plus(sum, spending[name] ?? nothingSpent()),
    nothingSpent(),
  );
}

/** SDK calls other than pushes. */
export function callsOf({ calls }: Spent): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** Empty books. */
export function createBooks(): Books {
  let accounts: Record<string, Spent> = {};
  const enter = (functionName: string, entry: Partial<Spent>): void => {
    const before = accounts[functionName] ?? nothingSpent();
    accounts[functionName] = plus(before, { ...nothingSpent(), ...entry });
  };
  return {
    open() {
      accounts = {};
    },
    called({ caller, service, operation, readUnits, writeUnits }) {
      const isPush = operation === 'PostToConnection';
      enter(caller, {
        ...(isPush ? { pushes: 1 } : { calls: { [`${service}:${operation}`]: 1 } }),
        readUnits,
        writeUnits,
      });
    },
    ended({ functionName, trigger, result }) {
      const answered =
        result.ok && (result.payload as { body?: string } | null)?.body !== undefined;
      const isFrame = trigger === '$default';
      enter(functionName, {
        invocations: 1,
        framesIn: isFrame ? 1 : 0,
        framesOut: isFrame && answered ? 1 : 0,
        httpRequests: /^[A-Z]+ \//.test(trigger) ? 1 : 0,
        handshakes: trigger === '$connect' || trigger === '$disconnect' ? 1 : 0,
        received: Number(/ x(\d+)$/.exec(trigger)?.[1] ?? 0),
      });
    },
    wrote(functionName, line) {
      enter(functionName, { logBytes: Buffer.byteLength(line) + 1 });
    },
    spending: () => structuredClone(accounts),
  };
}
