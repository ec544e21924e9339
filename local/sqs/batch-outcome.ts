import type { InvokeResult } from '../contracts.ts';

/** Which messages of a batch a function dealt with, and why not the others. */
export type BatchOutcome =
  | { done: string[]; failed: string[] }
  | { done: never[]; failed: string[]; reason: string };

/**
 * Reads a function's answer as the event source mapping does. Without partial responses any success
 * is all of it. With them, `null`, `{}` and an empty or absent list are all of it; a list of ids
 * fails those; anything else, an empty id or an id that is not in the batch fails the whole batch
 * (Lambda Developer Guide, "Success and failure conditions").
 */
export function batchOutcome(
  result: InvokeResult,
  ids: string[],
  reportBatchItemFailures: boolean,
): BatchOutcome {
  const nothingDone = (reason: string): BatchOutcome => ({ done: [], failed: ids, reason });
  if (!result.ok) return nothingDone(`${result.errorType}: ${result.errorMessage}`);
  if (!reportBatchItemFailures || result.payload == null) return { done: ids, failed: [] };
  if (typeof result.payload !== 'object' || Array.isArray(result.payload)) {
    return nothingDone('The response is not an object with batchItemFailures');
  }
  const failures = (result.payload as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures == null) return { done: ids, failed: [] };
  if (!Array.isArray(failures)) return nothingDone('batchItemFailures is not a list');
  const failed = failures.map((failure: { itemIdentifier?: unknown } | null) =>
    String(failure?.itemIdentifier ?? ''),
  );
  const stranger = failed.find((id) => !ids.includes(id));
  if (stranger !== undefined) {
    return nothingDone(`itemIdentifier '${stranger}' is not a message of the batch`);
  }
  return { done: ids.filter((id) => !failed.includes(id)), failed };
}
