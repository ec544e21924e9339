import type { ScheduledEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Timer } from '../../protocol/queue-messages.ts';
import { processBatch } from '../runtime/batch.ts';
import { wirePorts } from '../runtime/wiring.ts';
import { runTimer, sweep } from '../usecases/run-deadlines.ts';

const ports = wirePorts();

/** Timers from the queue, and every minute the sweep that catches those which were lost. */
export async function handler(
  event: SQSEvent | ScheduledEvent,
): Promise<SQSBatchResponse | undefined> {
  if ('Records' in event) {
    return processBatch(event, ports.telemetry, (body) => runTimer(ports, Timer.parse(body)));
  }
  await sweep(ports);
  return undefined;
}
