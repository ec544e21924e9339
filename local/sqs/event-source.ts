import type { SQSEvent } from 'aws-lambda';
import type { Closable, InvokeResult } from '../contracts.ts';
import { type BatchOutcome, batchOutcome } from './batch-outcome.ts';
import type { StoredMessage } from './contracts.ts';
import type { SqsEngine } from './engine.ts';
import { eventRecord } from './event-record.ts';

/** An event source mapping: which queue feeds which function, and how. */
export interface EventSourceOptions {
  engine: SqsEngine;
  queueArn: string;
  /** Most messages in one event, from 1. */
  batchSize: number;
  /** How long to gather a batch after its first message, in seconds; 0 takes what is there. */
  batchWindowSeconds: number;
  /** Whether the function names failed messages itself (`ReportBatchItemFailures`). */
  reportBatchItemFailures: boolean;
  /** Batches in progress at once; 2 unless told, which is the least the service allows. */
  maxConcurrency?: number;
  invoke: (event: SQSEvent) => Promise<InvokeResult>;
  /**
   * Told of every batch that failed as a whole, and of a queue that could not be read or written,
   * without ids then; the messages come back by themselves.
   */
  onError?: (failure: { reason: string; messageIds: string[] }) => void;
}

/** Most messages one poll may bring (service quota). */
const POLL_SIZE = 10;
/** How long a poller leaves a queue alone that has failed, as with a full disk. */
const RETRY_MS = 1_000;

/**
 * Feeds a queue's messages to a function until closed: deletes what the function dealt with, and
 * leaves the rest to come back after the queue's visibility timeout. Closing waits for the batches
 * in progress; messages gathered but not yet handed over become visible again.
 */
export function startEventSource(options: EventSourceOptions): Closable {
  const { engine, queueArn, maxConcurrency = 2 } = options;
  const { clock } = engine;
  const queue = engine.queueByArn(queueArn);
  const closing = new AbortController();
  const { signal } = closing;

  async function gather(): Promise<StoredMessage[]> {
    const max = Math.min(options.batchSize, POLL_SIZE);
    const batch = await queue.receive({ max, waitMs: Number.POSITIVE_INFINITY, signal });
    const until = clock.now() + options.batchWindowSeconds * 1000;
    while (batch.length > 0 && batch.length < options.batchSize && !signal.aborted) {
      const waitMs = until - clock.now();
      if (waitMs <= 0) break;
      const missing = Math.min(options.batchSize - batch.length, POLL_SIZE);
      batch.push(...(await queue.receive({ max: missing, waitMs, signal })));
    }
    return batch;
  }

  async function deliver(batch: StoredMessage[]): Promise<void> {
    const event: SQSEvent = {
      Records: batch.map((message) => eventRecord(message, queueArn, engine.region)),
    };
    const ids = batch.map(({ id }) => id);
    const outcome = batchOutcome(await options.invoke(event), ids, options.reportBatchItemFailures);
    settle(batch, outcome);
  }

  function settle(batch: StoredMessage[], outcome: BatchOutcome): void {
    const done = new Set<string>(outcome.done);
    for (const { id, receiptHandle } of batch) {
      if (receiptHandle && done.has(id)) queue.remove(receiptHandle);
    }
    if ('reason' in outcome) {
      options.onError?.({ reason: outcome.reason, messageIds: outcome.failed });
    }
  }

  function release(batch: StoredMessage[]): void {
    for (const { receiptHandle } of batch) {
      if (receiptHandle) queue.changeVisibility(receiptHandle, 0);
    }
  }

  async function poll(): Promise<void> {
    while (!signal.aborted) {
      try {
        const batch = await gather();
        if (signal.aborted) release(batch);
        else if (batch.length > 0) await deliver(batch);
      } catch (error) {
        options.onError?.({ reason: String(error), messageIds: [] });
        await pause();
      }
    }
  }

  /** Over at once when it is closed. */
  function pause(): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const over = () => {
        clock.clearTimeout(timer);
        signal.removeEventListener('abort', over);
        resolve();
      };
      const timer = clock.setTimeout(over, RETRY_MS);
      signal.addEventListener('abort', over);
    });
  }

  const pollers = Array.from({ length: maxConcurrency }, poll);
  return {
    async close() {
      closing.abort();
      await Promise.all(pollers);
    },
  };
}
