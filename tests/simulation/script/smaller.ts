import type { Plan } from './plan.ts';

/** Which parts of a plan are kept, by their places in it. */
export interface Kept {
  customers: readonly number[];
  agents: readonly number[];
  actions: readonly number[];
  faults: readonly number[];
}

const PARTS = ['customers', 'agents', 'actions', 'faults'] as const;

/** All of a plan. */
export function allOf(plan: Plan): Kept {
  const places = (list: readonly unknown[]) => list.map((_, i) => i);
  return {
    customers: places(plan.customers),
    agents: places(plan.agents),
    actions: places(plan.actions),
    faults: places(plan.faults),
  };
}

/** The plan with nothing but what is kept. */
export function smaller(plan: Plan, kept: Kept): Plan {
  const only = <T>(list: readonly T[], places: readonly number[]) =>
    list.filter((_, i) => places.includes(i));
  return {
    ...plan,
    customers: plan.customers.map((one, i) => ({ ...one, absent: !kept.customers.includes(i) })),
    agents: plan.agents.map((one, i) => ({ ...one, absent: !kept.agents.includes(i) })),
    actions: only(plan.actions, kept.actions),
    faults: only(plan.faults, kept.faults),
  };
}

/** What is kept, as a short text: one hexadecimal number of bits for each part. */
export function tokenOf(kept: Kept): string {
  return PARTS.map((part) =>
    kept[part].reduce((bits, place) => bits | (1n << BigInt(place)), 0n).toString(16),
  ).join('.');
}

/** @throws Error if the text is no such token. */
export function keptBy(token: string): Kept {
  const numbers = token.split('.');
  if (numbers.length !== PARTS.length || !numbers.every((bits) => /^[0-9a-f]+$/.test(bits))) {
    throw new Error(`${token} is no replay token.`);
  }
  const places = (bits: bigint) => {
    const list: number[] = [];
    for (let place = 0; bits >> BigInt(place) > 0n; place += 1) {
      if ((bits >> BigInt(place)) & 1n) list.push(place);
    }
    return list;
  };
  const [customers, agents, actions, faults] = numbers.map((hex) => places(BigInt(`0x${hex}`)));
  return {
    customers: customers ?? [],
    agents: agents ?? [],
    actions: actions ?? [],
    faults: faults ?? [],
  };
}
