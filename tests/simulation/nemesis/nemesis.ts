import type { Recorder } from '../history.ts';
import type { Fault, FaultKind, Spot } from './kinds.ts';

/** Decides at each chance whether a fault of the schedule strikes. */
export interface Nemesis {
  /** True if a fault of this kind strikes here and now; it is used up and taken down. */
  strikes(kind: FaultKind, about: string, at?: { spot?: Spot; call?: number }): boolean;
  /** Faults of this kind whose time has come; they count as having struck. */
  due(kind: FaultKind): number;
  /** No more faults from here on. */
  rest(): void;
}

/** @param now milliseconds since the start. */
export function createNemesis(
  schedule: readonly Fault[],
  now: () => number,
  recorder: Recorder,
): Nemesis {
  const armed = new Map<FaultKind, { fault: Fault; left: number }[]>();
  for (const fault of schedule) {
    const list = armed.get(fault.kind) ?? [];
    list.push({ fault, left: fault.times });
    armed.set(fault.kind, list);
  }
  const take = (kind: FaultKind, spot: Spot | undefined): boolean => {
    const list = armed.get(kind);
    if (!list) return false;
    const moment = now();
    const index = list.findIndex(
      ({ fault }) => fault.at <= moment && (fault.spot === undefined || fault.spot === spot),
    );
    const entry = list[index];
    if (!entry) return false;
    entry.left -= 1;
    if (entry.left === 0) list.splice(index, 1);
    if (list.length === 0) armed.delete(kind);
    return true;
  };
  return {
    strikes(kind, about, { spot, call } = {}) {
      if (!take(kind, spot)) return false;
      recorder.note({ kind: 'fault', fault: kind, call: call ?? null, about });
      return true;
    },
    due(kind) {
      let count = 0;
      while (take(kind, undefined)) count += 1;
      return count;
    },
    rest: () => armed.clear(),
  };
}
