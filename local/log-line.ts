/** Fields of a structured log line that say nothing a person at the screen needs. */
const routine = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'sampling_rate',
  'xray_trace_id',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'stack',
]);

const loud = new Set(['WARN', 'ERROR', 'CRITICAL', 'FATAL']);

/**
 * A function's log line as a person wants to see it, or undefined for a routine one: warnings and
 * errors of a structured log in short, and what was written to stderr as it is.
 */
export function noteworthy(stream: 'stdout' | 'stderr', line: string): string | undefined {
  const fields = parseFields(line);
  if (!fields) return stream === 'stderr' && line.trim() ? line : undefined;
  const level = String(fields.level ?? '').toUpperCase();
  if (!loud.has(level)) return undefined;
  const rest = Object.entries(fields).filter(([key]) => !routine.has(key));
  const details = rest.map(([key, value]) => ` ${key}=${briefly(value)}`).join('');
  return `${level} ${String(fields.message ?? '')}${details}`;
}

/** An error is its name and message; its stack belongs in the full log, not on one line. */
function briefly(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) {
    const { name = 'Error', message } = value as { name?: unknown; message: unknown };
    return `${String(name)}: ${String(message)}`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseFields(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
