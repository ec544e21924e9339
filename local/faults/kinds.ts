/** The places a fault can be aimed at; each is a name, in which `*` stands for anything. */
export type Aim = 'service' | 'operation' | 'function' | 'table' | 'index' | 'queue' | 'connection';

/** What one kind of fault does, and what can be said about it. */
interface KindRules {
  /** The promise, in a line, for people who choose from a list. */
  does: string;
  aims: readonly Aim[];
  /** What `ms` means here; without it the kind takes no time. */
  ms?: 'required' | 'optional';
  /** True for the kind that counts SDK calls. */
  afterCalls?: true;
}

const CALL: readonly Aim[] = ['service', 'operation', 'function', 'table', 'index', 'queue'];

/** Every kind of fault that can be ordered. */
export const FAULT_KINDS = {
  throttle: {
    does: 'A call is refused as too frequent before it is carried out',
    aims: [...CALL, 'connection'],
  },
  server_error: {
    does: 'A call is answered with a 500 before it is carried out',
    aims: [...CALL, 'connection'],
  },
  transaction_conflict: {
    does: 'A write or a transaction is refused because another one holds the item',
    aims: ['operation', 'function', 'table'],
  },
  latency: {
    does: 'A call, or an event for a function (service lambda), waits before it is carried out',
    aims: [...CALL, 'connection'],
    ms: 'required',
  },
  partial_batch: {
    does: 'A batch is carried out in part, and the answer says what is left to send again',
    aims: CALL,
  },
  lost_response: {
    does: 'A call is carried out, then its connection is cut without an answer',
    aims: [...CALL, 'connection'],
  },
  gone: {
    does: 'A call to @connections is answered 410 although the connection is there',
    aims: ['operation', 'function', 'connection'],
  },
  duplicate_delivery: {
    does: 'A received message is delivered once more, `ms` later, whatever becomes of the first',
    aims: ['queue'],
    ms: 'optional',
  },
  delayed_delivery: {
    does: 'A sent message can be received only `ms` later than it should',
    aims: ['queue'],
    ms: 'required',
  },
  batch_disorder: {
    does: 'A receiver finds the waiting messages in another order than they were sent',
    aims: ['queue'],
  },
  dropped_disconnect: {
    does: 'A connection closes and $disconnect never reaches its function',
    aims: ['connection'],
  },
  killed_function: {
    does: 'An environment dies in the middle of an event, after its SDK call number `afterCalls`',
    aims: ['function', 'service', 'operation'],
    afterCalls: true,
  },
  retried: {
    does: 'A function finishes a batch or a scheduled event, and is given the same one again',
    aims: ['function'],
  },
  index_lag: {
    does: 'A query or scan of an index sees it as it was `ms` ago',
    aims: ['operation', 'function', 'table', 'index'],
    ms: 'required',
  },
} as const satisfies Record<string, KindRules>;

export type FaultKind = keyof typeof FAULT_KINDS;

/** The rules of a kind, whichever it is. */
export const rulesOf = (kind: FaultKind): KindRules => FAULT_KINDS[kind];
