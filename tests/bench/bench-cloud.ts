import type { FunctionName } from '../../lib/functions.ts';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type CloudLogEntry, startCloud } from '../../local/cloud.ts';
import type { Closable } from '../../local/contracts.ts';
import type { Call } from '../../local/front-door/call.ts';
import type { CallTally } from '../../local/front-door/tally.ts';
import type { Invocation } from '../../local/functions.ts';
import { inTime } from '../support/in-time.ts';
import { createLedger } from './ledger.ts';

/** What one event came to. */
export interface Observation<T> {
  value: T;
  /** The SDK calls it caused, by function. */
  tally: CallTally;
}

/** A stop in front of the queues. */
export interface QueueHold {
  /** Resolves when a sender waits. */
  reached: Promise<void>;
  release(): void;
}

/** The laptop cloud with everything told that happens in it. */
export interface BenchCloud extends Closable {
  outputs: Record<string, Record<string, string>>;
  /**
   * Runs one event alone and waits until all that follows from it is over. `causes` are the
   * functions that it invokes, once for each time named; what they put on a queue without delay
   * is waited for too. Rejects when a function fails or one runs that was not expected.
   */
  observe<T>(causes: readonly FunctionName[], act: () => Promise<T>): Promise<Observation<T>>;
  /** Lets the minute pass: fires what is scheduled. */
  sweep(): Promise<unknown>;
  /** Keeps messages from reaching the queues until released, their senders waiting. */
  holdQueues(): QueueHold;
  /** Hears every finished invocation until the returned function is called. */
  onInvocation(listener: (invocation: Invocation) => void): () => void;
}

/** Starts the current sources on free ports, with one environment of each function loaded. */
export async function startBenchCloud(): Promise<BenchCloud> {
  const assemblyDir = await prepareAssembly((label) => console.error(`Building the ${label} ...`));
  const ledger = createLedger();
  const invocations = new Set<(invocation: Invocation) => void>();
  let addresses = 0;
  let pass = async (): Promise<void> => {};

  const onLog = (entry: CloudLogEntry): void => {
    if (entry.kind === 'problem') console.error(entry.text);
    else if (entry.kind === 'line' && entry.line.includes('"level":"ERROR"')) {
      console.error(`${entry.functionName}: ${entry.line}`);
    } else if (entry.kind === 'invocation') {
      for (const listener of invocations) listener(entry);
      ledger.ended(entry);
    }
  };

  const before = async (call: Call): Promise<undefined> => {
    const key = (call.input.Key as { pk?: { S?: string } } | undefined)?.pk;
    // Every chat comes from an address of its own: the limit per address is not what is measured.
    if (key?.S?.startsWith('RATE#')) key.S += `#${addresses++}`;
    if (call.operation !== 'SendMessage') return;
    if (!call.input.DelaySeconds) ledger.queued(String(call.input.QueueUrl));
    await pass();
  };

  const cloud = await startCloud({
    assemblyDir,
    basePort: 0,
    before,
    onLog,
  });
  await cloud.warm();

  return {
    outputs: cloud.outputs,
    async observe(causes, act) {
      cloud.resetCalls();
      ledger.open(causes);
      const value = await act();
      await inTime(ledger.settled(), 'the cloud is quiet');
      return { value, tally: cloud.calls() };
    },
    sweep: () => cloud.fireSchedule(),
    holdQueues() {
      let release = (): void => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const reached = new Promise<void>((resolve) => {
        pass = () => {
          resolve();
          return released;
        };
      });
      return { reached, release };
    },
    onInvocation(listener) {
      invocations.add(listener);
      return () => void invocations.delete(listener);
    },
    close: cloud.close,
  };
}
