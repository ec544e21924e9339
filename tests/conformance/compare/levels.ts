import type { Outcome } from '../engines/wire.ts';
import type { Level } from './answers.ts';

type Failure = Extract<Outcome, { error: unknown }>['error'];
type Reason = { Code: string; Message?: string };

/** The error of an outcome, if it is one. */
export function failure(outcome: Outcome): Failure | undefined {
  return 'error' in outcome ? outcome.error : undefined;
}

/** The reasons of a cancelled transaction; none for any other error. */
export function reasons(error: Failure): Reason[] {
  return (error.CancellationReasons ?? []) as Reason[];
}

/** Evens out two refusals by the same exception whose messages both match. */
export function sameInOtherWords(ours: RegExp, official: RegExp): Level {
  return (answers) => {
    const [a, b] = [failure(answers.ours), failure(answers.official)];
    if (!a || !b || a.name !== b.name) return undefined;
    if (!ours.test(a.message) || !official.test(b.message)) return undefined;
    return { ours: answers.ours, official: { error: { ...b, message: a.message } } };
  };
}

const SHARES = ['ReadCapacityUnits', 'WriteCapacityUnits'];

/** The outcome without the read and write shares of its capacity. */
export function withoutShares(outcome: Outcome): Outcome {
  return 'output' in outcome && outcome.output.ConsumedCapacity
    ? {
        output: {
          ...outcome.output,
          ConsumedCapacity: stripped(outcome.output.ConsumedCapacity),
        },
      }
    : outcome;
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !SHARES.includes(name))
      .map(([name, inner]) => [name, stripped(inner)]),
  );
}

/** The outcome with its rows in an order of their own. */
export function rowsSorted(outcome: { output: Record<string, unknown> }): Outcome {
  const { output } = outcome;
  if (!Array.isArray(output.Items)) return outcome;
  const rows = output.Items.map((row) => JSON.stringify(row)).sort();
  return { output: { ...output, Items: rows } };
}

/** Whether every part of one value is in the other, at the same place. */
export function contained(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((each) => whole.some((one) => contained(each, one)));
  }
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([name, inner]) =>
    contained(inner, (whole as Record<string, unknown>)[name]),
  );
}

/** Numbers as DynamoDB stores them, wherever they are in an outcome. */
export function trimmed(value: unknown, name?: string): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => (name === 'NS' ? trimmedNumber(String(each)) : trimmed(each)));
  }
  if (typeof value === 'string' && name === 'N') return trimmedNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, trimmed(inner, member)]),
  );
}

function trimmedNumber(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const DESCRIBED = ['TableName', 'KeySchema', 'AttributeDefinitions', 'BillingModeSummary'];

/** Of a table description: names, keys, attributes and billing. */
export function shapeOf({ output }: { output: Record<string, unknown> }): Outcome {
  const table = (output.Table ?? output.TableDescription ?? {}) as Record<string, unknown>;
  return { output: Object.fromEntries(DESCRIBED.map((name) => [name, table[name] ?? null])) };
}

/** How many items a batch answered and how many keys it left, table by table. */
export function countsOf({ output }: { output: Record<string, unknown> }): Outcome {
  const counts = (member: unknown, listOf: (value: unknown) => unknown) =>
    Object.entries((member ?? {}) as object).map(([table, value]) => [
      table,
      (listOf(value) as unknown[]).length,
    ]);
  return {
    output: {
      ...output,
      Responses: counts(output.Responses, (items) => items),
      UnprocessedKeys: counts(output.UnprocessedKeys, (left) => (left as { Keys: [] }).Keys),
    },
  };
}

/** All units of a capacity report. */
export function unitsOf(capacity: unknown): number {
  return ([capacity].flat() as { CapacityUnits?: number }[]).reduce(
    (sum, each) => sum + (each?.CapacityUnits ?? 0),
    0,
  );
}
