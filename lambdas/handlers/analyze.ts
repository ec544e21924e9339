import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Candidate } from '../../protocol/queue-messages.ts';
import { warmUp } from '../analysis/analyzer.ts';
import { processBatch } from '../runtime/batch.ts';
import { wirePorts } from '../runtime/wiring.ts';
import { assessEscalation } from '../usecases/assess-escalation.ts';

const ports = wirePorts();
warmUp(ports.analyzer);

/** Assesses every candidate of the batch; one that fails comes back alone. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return processBatch(event, ports.telemetry, (body) =>
    assessEscalation(ports, Candidate.parse(body)),
  );
}
