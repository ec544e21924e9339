import type { EngineResponse } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';
import { callStream, callTarget } from './call-target.ts';
import type { Faults } from './faults.ts';
import { gone } from './gone.ts';
import type { KilledFunctions } from './killed-function.ts';
import type { FaultKind } from './kinds.ts';
import { latency } from './latency.ts';
import { canBePartial, type PartialBatch, partial } from './partial-batch.ts';
import { serverError } from './server-error.ts';
import { throttled } from './throttle.ts';
import { canConflict, conflict } from './transaction-conflict.ts';

/** The faults of SDK calls, asked by the front door about each call. */
export interface CallFaults {
  /** Waits if told to; an answer stands instead of the engine's. `signal`: the client has gone. */
  before(call: Call, signal: AbortSignal): Promise<EngineResponse | undefined>;
  /** What of a batch is to be carried out, when a part of it is to be left. */
  part(call: Call): PartialBatch | undefined;
  /** After the engine has carried the call out; true when the answer must not arrive. */
  loses(call: Call): boolean;
}

/** Refusals in the order they are tried; the first that strikes is the answer. */
const REFUSALS: {
  kind: FaultKind;
  applies: (call: Call) => boolean;
  answer: (call: Call, faults: Faults) => EngineResponse;
}[] = [
  { kind: 'gone', applies: ({ service }) => service === 'execute-api', answer: gone },
  { kind: 'throttle', applies: () => true, answer: throttled },
  { kind: 'server_error', applies: () => true, answer: serverError },
  {
    kind: 'transaction_conflict',
    applies: canConflict,
    answer: (call, { schedule }) => conflict(call, schedule),
  },
];

/** Joins every fault that can befall a call. */
export function createCallFaults(faults: Faults, killed: KilledFunctions): CallFaults {
  const strike = (kind: FaultKind, call: Call) =>
    faults.inForce(kind) ? faults.strike(kind, callStream(call), callTarget(call)) : undefined;

  return {
    async before(call, signal) {
      const wait = strike('latency', call)?.ms;
      if (wait) await latency(wait, signal);
      for (const { kind, applies, answer } of REFUSALS) {
        if (applies(call) && strike(kind, call)) return answer(call, faults);
      }
      return undefined;
    },

    part: (call) =>
      faults.inForce('partial_batch') && canBePartial(call) && strike('partial_batch', call)
        ? partial(call, faults.schedule)
        : undefined,

    loses(call) {
      // Both are asked: a lost answer is an SDK call carried out, too.
      const dead = killed.called(call);
      const lost = !dead && strike('lost_response', call) !== undefined;
      return dead || lost;
    },
  };
}
