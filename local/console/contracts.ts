/**
 * What the console's server and its page tell each other, and what the server needs of the cloud.
 * Times are epoch milliseconds.
 */

/** One SDK call of an invocation. */
export interface CallView {
  /** Its place among the calls of the invocation, from 1. */
  number: number;
  service: string;
  operation: string;
  ms: number;
  readUnits: number;
  writeUnits: number;
  errorType?: string;
}

/** One finished invocation with what it wrote. */
export interface InvocationView {
  id: string;
  at: number;
  trigger: string;
  ms: number;
  durationMs?: number;
  initMs?: number;
  usedMemoryMb?: number;
  error?: string;
  calls: CallView[];
  lines: string[];
}

/** A function with its latest invocations in numbers. */
export interface FunctionView {
  name: string;
  invocations: number;
  failures: number;
  lastAt?: number;
  lastMs?: number;
}

/** A queue with what it holds in numbers. */
export interface QueueView {
  name: string;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Names of the queues whose dead letters come here. */
  deadLettersOf: string[];
}

/** A message as it lies in its queue. */
export interface MessageView {
  id: string;
  state: 'visible' | 'in flight' | 'delayed';
  body: string;
  attributes: Record<string, string>;
  sentAt: number;
  visibleAt: number;
  receiveCount: number;
  /** The queue it was moved from. */
  deadLetterOf?: string;
}

/** The key attributes of a table or an index, with their DynamoDB types. */
export interface KeyView {
  /** Absent for the table itself. */
  index?: string;
  partition: { name: string; type: string };
  sort?: { name: string; type: string };
}

/** A table and the ways to query it, its own key first. */
export interface TableView {
  name: string;
  keys: KeyView[];
}

/** One page of items, as plain JSON. */
export interface ItemsView {
  items: Record<string, unknown>[];
  /** To be passed on for the next page; absent on the last. */
  next?: string;
}

/** An open connection of the WebSocket API. */
export interface ConnectionView {
  connectionId: string;
  /** What the authorizer said about it, e.g. role and subject. */
  who: Record<string, string>;
  since: number;
  lastActiveAt: number;
}

/** What one kind of fault does, and what can be said about it. */
export interface FaultKindView {
  does: string;
  aims: readonly string[];
  ms?: 'required' | 'optional';
  afterCalls?: true;
}

/** A fault in force. */
export interface FaultView {
  id: string;
  kind: string;
  where?: Partial<Record<string, string>>;
  rate?: number;
  count?: number;
  ms?: number;
  afterCalls?: number;
  injected?: number;
}

/** Faults in force and what has come of all. */
export interface FaultsView {
  kinds: Record<string, FaultKindView>;
  inForce: FaultView[];
  injected: Record<string, number>;
}

/** Everything the page shows before anything is chosen. */
export interface Overview {
  functions: FunctionView[];
  queues: QueueView[];
  tables: TableView[];
  connections: number;
  faultsInForce: number;
}

/** The faults of the cloud, as far as the console orders them. */
export interface FaultControl {
  list(): FaultView[];
  /** Throws an error with the reason for an order that makes no sense. */
  add(fault: unknown): FaultView;
  remove(id: string): boolean;
  clear(): void;
  injected(): Partial<Record<string, number>>;
}
