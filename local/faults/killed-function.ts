import type { Call } from '../front-door/call.ts';
import type { EnvironmentRun } from '../lambda/options.ts';
import { callTarget } from './call-target.ts';
import { type Fault, type Faults, isAimedAt } from './faults.ts';

/** Ends execution environments in the middle of an event. */
export interface KilledFunctions {
  /** Told of an event in an environment; the answer is to be told when the event is over. */
  began(run: EnvironmentRun): () => void;
  /** Told of a call that was carried out; true when its environment has died of it. */
  called(call: Call): boolean;
}

/**
 * Chance decides once per event. The doomed environment lives until its SDK call number
 * `afterCalls` has been carried out and never sees that call's answer; calls that the fault is not
 * aimed at do not count. An event that makes fewer calls ends well.
 */
export function createKilledFunctions(faults: Faults): KilledFunctions {
  const doomed = new Map<string, { run: EnvironmentRun; fault: Fault; calls: number }>();

  return {
    began(run) {
      const { session, functionName } = run;
      const target = { function: functionName };
      const undecided = ['service', 'operation'] as const;
      const fault = faults.draw('killed_function', functionName, target, undecided);
      if (!fault) return () => {};
      if ((fault.afterCalls ?? 0) > 0) doomed.set(session, { run, fault, calls: 0 });
      else if (faults.confirm(fault, target)) run.kill();
      return () => doomed.delete(session);
    },

    called(call) {
      const doom = call.session === undefined ? undefined : doomed.get(call.session);
      if (!doom) return false;
      const target = callTarget(call);
      if (!isAimedAt(doom.fault, target)) return false;
      doom.calls += 1;
      if (doom.calls < (doom.fault.afterCalls ?? 0)) return false;
      doomed.delete(doom.run.session);
      if (!faults.confirm(doom.fault, target)) return false;
      doom.run.kill();
      return true;
    },
  };
}
