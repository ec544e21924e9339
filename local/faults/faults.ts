import type { Aim, FaultKind } from './kinds.ts';
import { type FaultOrder, parseOrder } from './order.ts';
import { createSchedule, type Schedule } from './schedule.ts';

/** An order in force. */
export interface Fault extends FaultOrder {
  id: string;
  /** How often it has struck. */
  injected: number;
}

/** One strike, as it is logged. */
export interface InjectedFault {
  id: string;
  kind: FaultKind;
  target: FaultTarget;
}

/** Where a fault could strike: what is known there by name. */
export type FaultTarget = Partial<Record<Aim, string | readonly string[]>>;

/** The faults on order: what people and tests talk to. */
export interface FaultDesk {
  readonly seed: number;
  list(): Fault[];
  /** Puts a fault in force. Throws `FaultOrderError`. */
  add(order: FaultOrder): Fault;
  /** Answers false if there is none of that id. */
  remove(id: string): boolean;
  /** Ends all of them; what they have done stays counted. */
  clear(): void;
  /** Starts over: nothing in force but these, nothing counted, chance at its beginning. */
  restart(seed: number, orders?: readonly FaultOrder[]): void;
  /** Strikes by kind since the start; a kind that never struck is absent. */
  injected(): Partial<Record<FaultKind, number>>;
}

/** The same seen from the parts in which faults strike. */
export interface Faults extends FaultDesk {
  /** True while a fault of that kind is in force, so that a part can save itself the trouble. */
  inForce(kind: FaultKind): boolean;
  /** The greatest `ms` of that kind in force; 0 without any. */
  longestMs(kind: FaultKind): number;
  /**
   * Asks whether a fault strikes here, and counts it. `stream` names the sequence of opportunities
   * this is one of: what a caller does again and again.
   */
  strike(kind: FaultKind, stream: string, target: FaultTarget): Fault | undefined;
  /**
   * The same without counting, for a fault that comes true later or not at all. Names of
   * `undecided` aims are not known yet and fit for now.
   */
  draw(
    kind: FaultKind,
    stream: string,
    target: FaultTarget,
    undecided?: readonly Aim[],
  ): Fault | undefined;
  /** Counts what was drawn; false if the fault has been used up or removed meanwhile. */
  confirm(fault: Fault, target: FaultTarget): boolean;
  /** Chance for what a fault does, beside whether it strikes. */
  readonly schedule: Schedule;
}

/** No fault is in force at first. `onInjected` is told of every strike. */
export function createFaults(
  options: {
    seed?: number;
    orders?: readonly FaultOrder[];
    onInjected?: (injected: InjectedFault) => void;
  } = {},
): Faults {
  let schedule = createSchedule(options.seed ?? 1);
  let inForce: Fault[] = [];
  let total: Partial<Record<FaultKind, number>> = {};
  let lastId = 0;

  function add(order: FaultOrder): Fault {
    const parsed = parseOrder(order);
    lastId += 1;
    const fault: Fault = { id: `f${lastId}`, ...parsed, injected: 0 };
    inForce.push(fault);
    return copyOf(fault);
  }

  function draw(
    kind: FaultKind,
    stream: string,
    target: FaultTarget,
    undecided: readonly Aim[] = [],
  ): Fault | undefined {
    for (const fault of inForce) {
      if (fault.kind !== kind || isUsedUp(fault) || !isAimedAt(fault, target, undecided)) continue;
      if (schedule.next(`${fault.id} ${stream}`) < (fault.rate ?? 1)) return fault;
    }
    return undefined;
  }

  function confirm(fault: Fault, target: FaultTarget): boolean {
    if (isUsedUp(fault) || !inForce.includes(fault)) return false;
    fault.injected += 1;
    total[fault.kind] = (total[fault.kind] ?? 0) + 1;
    options.onInjected?.({ id: fault.id, kind: fault.kind, target });
    return true;
  }

  function restart(seed: number, orders: readonly FaultOrder[] = []): void {
    const parsed = orders.map(parseOrder);
    schedule = createSchedule(seed);
    inForce = [];
    total = {};
    lastId = 0;
    for (const order of parsed) add(order);
  }

  restart(schedule.seed, options.orders);
  return {
    get seed() {
      return schedule.seed;
    },
    get schedule() {
      return schedule;
    },
    list: () => inForce.map(copyOf),
    add,
    remove(id) {
      const before = inForce.length;
      inForce = inForce.filter((fault) => fault.id !== id);
      return inForce.length < before;
    },
    clear() {
      inForce = [];
    },
    restart,
    injected: () => ({ ...total }),
    inForce: (kind) => inForce.some((fault) => fault.kind === kind && !isUsedUp(fault)),
    longestMs: (kind) =>
      inForce.reduce(
        (most, fault) => (fault.kind === kind ? Math.max(most, fault.ms ?? 0) : most),
        0,
      ),
    draw,
    confirm,
    strike(kind, stream, target) {
      const fault = draw(kind, stream, target);
      return fault && confirm(fault, target) ? fault : undefined;
    },
  };
}

/** One line for a log: `f1 throttle: function message, service dynamodb, operation PutItem`. */
export function describeInjected({ id, kind, target }: InjectedFault): string {
  const names = Object.entries(target)
    .filter(([, name]) => name.length > 0)
    .map(([aim, name]) => `${aim} ${[name].flat().join('+')}`);
  return `${id} ${kind}: ${names.join(', ')}`;
}

function copyOf(fault: Fault): Fault {
  return { ...fault, ...(fault.where && { where: { ...fault.where } }) };
}

function isUsedUp({ count, injected }: Fault): boolean {
  return count !== undefined && injected >= count;
}

/** Whether every name in the fault's `where` fits the target, leaving out `undecided` aims. */
export function isAimedAt(
  { where = {} }: FaultOrder,
  target: FaultTarget,
  undecided: readonly Aim[] = [],
): boolean {
  return Object.entries(where).every(
    ([aim, pattern]) =>
      undecided.includes(aim as Aim) ||
      [target[aim as Aim] ?? []].flat().some((name) => fits(pattern, name)),
  );
}

/** Takes the first place for each part: no pattern makes it look twice, as an expression would. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.length >= from + last.length && name.endsWith(last);
}
