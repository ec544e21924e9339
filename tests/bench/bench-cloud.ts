import type { FunctionName } from '../../lib/functions.ts';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type Cloud, type CloudLogEntry, startCloud } from '../../local/cloud.ts';
import type { Closable } from '../../local/contracts.ts';
import type { Call } from '../../local/front-door/call.ts';
import type { Invocation } from '../../local/functions.ts';
import type { PolicyOverrides } from '../../protocol/parse-policy.ts';
import { inTime } from '../support/in-time.ts';
import { eventOf, type KeptMessage, keepMessages } from './kept-messages.ts';
import { createLedger } from './ledger.ts';
import { createBooks, type Spending } from './spent.ts';

/** What one event came to. */
export interface Observation<T> {
  value: T;
  spending: Spending;
  /** What it put on the queues. Nothing has come of it yet. */
  messages: KeptMessage[];
}

/** How to start a cloud that is measured. */
export interface BenchOptions {
  /** Where the handoff deviates from its defaults. */
  policy?: PolicyOverrides;
  /**
   * Keeps what is sent to the queues, so that each event can be counted without what follows from
   * it; see {@link BenchCloud.deliver}.
   */
  keepsMessages?: boolean;
}

/** The laptop cloud with everything told that happens in it. */
export interface BenchCloud extends Closable {
  outputs: Record<string, Record<string, string>>;
  /** Where SDK calls go. */
  frontDoorUrl: string;
  /** What signs SDK calls that are none of a function's. */
  credentials: Cloud['credentials'];
  /**
   * Runs one event alone and waits until all that follows from it is over. `causes` are the
   * functions that it invokes, once for each time named. Rejects when a function fails or one runs
   * that was not expected.
   */
  observe<T>(causes: readonly FunctionName[], act: () => Promise<T>): Promise<Observation<T>>;
  /** Gives a message that was kept to its consumer, as an event. */
  deliver(message: Pick<KeptMessage, 'consumer' | 'body'>): Promise<Observation<unknown>>;
  /** Lets the minute pass: fires what is scheduled. */
  sweep(): Promise<unknown>;
  /** Hears every finished invocation until the returned function is called. */
  onInvocation(listener: (invocation: Invocation) => void): () => void;
}

/** Starts the current sources on free ports, with one environment of each function loaded. */
export async function startBenchCloud(options: BenchOptions = {}): Promise<BenchCloud> {
  const assemblyDir = await prepareAssembly(
    (label) => console.error(`Building the ${label} ...`),
    options.policy,
  );
  const ledger = createLedger();
  const books = createBooks();
  const listeners = new Set<(invocation: Invocation) => void>();
  let kept: KeptMessage[] = [];
  let addresses = 0;

  const onLog = (entry: CloudLogEntry): void => {
    if (entry.kind === 'problem') console.error(entry.text);
    else if (entry.kind === 'line') {
      books.wrote(entry.functionName, entry.line);
      if (/"level":"(ERROR|WARN)"/.test(entry.line)) {
        console.error(`${entry.functionName}: ${entry.line}`);
      }
    } else if (entry.kind === 'invocation') {
      for (const listener of listeners) listener(entry);
      books.ended(entry);
      ledger.ended(entry);
    }
  };

  const before = (call: Call): undefined => {
    const key = (call.input.Key as { pk?: { S?: string } } | undefined)?.pk;
    // Every chat comes from an address of its own: the limit per address is not what is measured.
    if (key?.S?.startsWith('RATE#')) key.S += `#${addresses++}`;
    if (options.keepsMessages) kept.push(...keepMessages(call));
  };

  const cloud = await startCloud({
    assemblyDir,
    basePort: 0,
    before,
    onCall: books.called,
    onLog,
  });
  await cloud.warm();

  const observe: BenchCloud['observe'] = async (causes, act) => {
    books.open();
    kept = [];
    ledger.open(causes);
    const value = await act();
    await inTime(ledger.settled(), 'the cloud is quiet');
    return { value, spending: books.spending(), messages: kept };
  };

  return {
    outputs: cloud.outputs,
    frontDoorUrl: cloud.urls.frontDoor,
    credentials: cloud.credentials,
    observe,
    deliver: ({ consumer, body }) =>
      observe([consumer], () =>
        cloud.invoke(consumer, eventOf({ body, queueUrl: `/${consumer}` })),
      ),
    sweep: () => cloud.fireSchedule(),
    onInvocation(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: cloud.close,
  };
}
