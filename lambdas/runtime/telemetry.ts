import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SwitchboardError } from '../domain/errors.ts';
import type { Telemetry } from '../ports.ts';

/**
 * Logs as JSON lines and counts in the embedded metric format. Errors are logged by name, code
 * and cause; their messages are ours and never hold customer text.
 */
export function telemetry(): Telemetry {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    info: (message, facts = {}) => logger.info(message, facts),
    warn: (message, facts = {}) => logger.warn(message, facts),
    error: (message, cause, facts = {}) =>
      logger.error(message, { ...facts, error: factsOf(cause) }),
    count(metric) {
      metrics.addMetric(metric, MetricUnit.Count, 1);
      // One line a count: a Lambda that is frozen before its end must not lose it.
      metrics.publishStoredMetrics();
    },
  };
}

function factsOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    // Messages of foreign errors can quote input, such as the JSON that did not parse.
    ...(error instanceof SwitchboardError ? { code: error.code } : {}),
    ...(error.stack && {
      at: error.stack
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 5),
    }),
    ...(error.cause !== undefined && { cause: factsOf(error.cause) }),
  };
}
