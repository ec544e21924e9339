import { randomUUID } from 'node:crypto';
import type { FinishedCall } from '../front-door/call.ts';
import type { Invocation } from '../functions.ts';
import type { FunctionLogLine } from '../lambda/options.ts';
import type { CallView, FunctionView, InvocationView } from './contracts.ts';

/** The latest invocations of each function with what they wrote. */
export interface InvocationHistory {
  line(line: FunctionLogLine): void;
  finished(invocation: Invocation): void;
  functions(): FunctionView[];
  /** The latest first; undefined for a name that is no function's. */
  invocations(functionName: string): InvocationView[] | undefined;
}

const MAX_INVOCATIONS = 50;
const MAX_LINES = 200;

/** Remembers a bounded number of invocations per function; counts them all. */
export function createHistory(functionNames: readonly string[]): InvocationHistory {
  const functions = new Map(
    functionNames.map((name) => [name, { count: 0, failures: 0, latest: [] as InvocationView[] }]),
  );
  // Lines of events that are being handled; a few of one that was lost are dropped in time.
  const unfinished = new Map<string, string[]>();

  return {
    line({ requestId, line }) {
      if (requestId === undefined) return;
      const lines = unfinished.get(requestId) ?? [];
      if (lines.length < MAX_LINES) lines.push(line);
      unfinished.set(requestId, lines);
      const [oldest] = unfinished.keys();
      if (unfinished.size > 500 && oldest !== undefined) unfinished.delete(oldest);
    },

    finished({ functionName, at, trigger, ms, result, calls, run }) {
      const kept = functions.get(functionName);
      if (!kept) return;
      kept.count += 1;
      if (!result.ok) kept.failures += 1;
      const id = run?.requestId ?? randomUUID();
      kept.latest.unshift({
        id,
        at,
        trigger,
        ms,
        ...(run && { durationMs: run.durationMs }),
        ...(run?.initMs !== undefined && { initMs: run.initMs }),
        ...(run?.usedMemoryMb !== undefined && { usedMemoryMb: run.usedMemoryMb }),
        ...(!result.ok && { error: `${result.errorType}: ${result.errorMessage}` }),
        calls: calls.map(callView),
        lines: unfinished.get(id) ?? [],
      });
      unfinished.delete(id);
      kept.latest.length = Math.min(kept.latest.length, MAX_INVOCATIONS);
    },

    functions: () =>
      [...functions].map(([name, { count, failures, latest }]) => ({
        name,
        invocations: count,
        failures,
        ...(latest[0] && { lastAt: latest[0].at, lastMs: latest[0].ms }),
      })),

    invocations: (functionName) => functions.get(functionName)?.latest,
  };
}

function callView(call: FinishedCall, index: number): CallView {
  const { service, operation, ms, readUnits, writeUnits, errorType } = call;
  const number = index + 1;
  return { number, service, operation, ms, readUnits, writeUnits, ...(errorType && { errorType }) };
}
