import type { FinishedCall } from './call.ts';

/** What one caller did with one operation. */
interface OperationTally {
  /** Requests on the wire: a client's retry is one more. */
  calls: number;
  errors: number;
  readUnits: number;
  writeUnits: number;
}

/** By caller, then by `service:Operation`, e.g. `dynamodb:GetItem`. */
export type CallTally = Record<string, Record<string, OperationTally>>;

/** Counts until told to start over. */
export interface CallCounter {
  count(call: FinishedCall): void;
  /** A copy, which later calls do not change. */
  tally(): CallTally;
  reset(): void;
}

/** Starts at nothing. */
export function createCallCounter(): CallCounter {
  let callers: CallTally = {};
  return {
    count({ caller, service, operation, readUnits, writeUnits, errorType }) {
      const operations = callers[caller] ?? {};
      const name = `${service}:${operation}`;
      const before = operations[name] ?? { calls: 0, errors: 0, readUnits: 0, writeUnits: 0 };
      operations[name] = {
        calls: before.calls + 1,
        errors: before.errors + (errorType ? 1 : 0),
        readUnits: before.readUnits + readUnits,
        writeUnits: before.writeUnits + writeUnits,
      };
      callers[caller] = operations;
    },
    tally: () => structuredClone(callers),
    reset() {
      callers = {};
    },
  };
}
