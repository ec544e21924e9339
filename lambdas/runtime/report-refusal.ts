import { SwitchboardError } from '../domain/errors.ts';
import type { Telemetry } from '../ports.ts';

/**
 * Logs why a request was refused: a line for what its sender did wrong, an error with its causes
 * for what went wrong here.
 */
export function reportRefusal(telemetry: Telemetry, error: unknown, ref: string): void {
  if (error instanceof SwitchboardError && !error.retriable) {
    telemetry.info('refused', { code: error.code, ref });
  } else {
    telemetry.error('request failed', error, { ref });
  }
}
