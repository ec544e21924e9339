import type { HandoffPolicy } from '../../../protocol/policy.ts';
import { FAULTS, type Fault, type FaultKind, type Spot } from '../nemesis/kinds.ts';
import { createRandom, type Random } from '../random.ts';
import { type Action, drawn } from './actions.ts';
import { AGENT_ACTIONS } from './agent-actions.ts';
import { CUSTOMER_ACTIONS } from './customer-actions.ts';

/** What is special about a person. */
interface PersonPlan {
  /** How far the device's clock is off. */
  skewMs: number;
  /** Does not come back in the end. */
  leaves: boolean;
  /** Never comes at all; only in a plan that was made smaller. */
  absent?: boolean;
}

/** `old`: a client of the first release. */
export type CustomerPlan = PersonPlan & { old: boolean };
/** `eager`: accepts every offer. */
export type AgentPlan = PersonPlan & { capacity: number; supervisor: boolean; eager: boolean };

/**
 * Everything that a run does, drawn from its seed: who, what when, and which faults.
 */
export interface Plan {
  seed: number;
  customers: readonly CustomerPlan[];
  agents: readonly AgentPlan[];
  routing: HandoffPolicy['routing'];
  /** How far functions' clocks may be off. */
  skewMs: number;
  actions: readonly Action[];
  faults: readonly Fault[];
  /** When faults stop and everybody comes back, in ms after the start. */
  quietAt: number;
}

/** Draws the plan of a seed. */
export function planOf(seed: number): Plan {
  const random = createRandom(seed, 'plan');
  const customers = Array.from({ length: random.pick([1, 1, 1, 2, 2, 3]) }, () => ({
    old: random.chance(0.15),
    skewMs: random.chance(0.2) ? random.int(-300_000, 300_000) : 0,
    leaves: random.chance(0.15),
  }));
  const agents = Array.from({ length: random.pick([1, 2, 2, 3]) }, (_, i) => ({
    capacity: random.pick([1, 1, 2, 4]),
    supervisor: i > 0 && random.chance(0.4),
    eager: random.chance(0.4),
    skewMs: random.chance(0.2) ? random.int(-300_000, 300_000) : 0,
    leaves: random.chance(0.15),
  }));
  const actions = scriptOf(random, customers.length, agents.length);
  const lastAt = actions.at(-1)?.at ?? 0;
  return {
    seed,
    customers,
    agents,
    routing: random.pick(['offer', 'offer', 'offer', 'auto', 'manual']),
    skewMs: random.chance(0.2) ? random.int(1, 1000) : 0,
    actions,
    faults: scheduleOf(random, lastAt),
    quietAt: lastAt + 2000,
  };
}

/** A quick exchange mostly, with pauses in which deadlines pass. */
function pauseOf(random: Random): number {
  const kind = random.next();
  if (kind < 0.12) return 0;
  if (kind < 0.6) return random.int(5, 900);
  if (kind < 0.9) return random.int(900, 9000);
  if (kind < 0.98) return random.int(9000, 80_000);
  return random.int(80_000, 260_000);
}

function scriptOf(random: Random, customers: number, agents: number): Action[] {
  const length = random.int(10, 46);
  const actions: Action[] = [];
  let at = 1500;
  for (let n = 0; n < length; n += 1) {
    at += pauseOf(random);
    const kind = random.next();
    if (kind < 0.55) {
      const index = random.int(0, customers - 1);
      // A chat that starts with a wish for a person gets to the interesting part sooner.
      const does = n < 4 && random.chance(0.5) ? 'demand' : drawn(random, CUSTOMER_ACTIONS);
      actions.push({ at, n, who: 'customer', index, does });
    } else if (kind < 0.6) {
      // A race: everybody reaches for the first in line at once.
      for (let index = 0; index < agents; index += 1) {
        actions.push({ at, n, who: 'agent', index, does: 'claim' });
      }
    } else if (kind < 0.65) {
      actions.push(...crossing(random, at, n, customers, agents));
    } else {
      const index = random.int(0, agents - 1);
      actions.push({ at, n, who: 'agent', index, does: drawn(random, AGENT_ACTIONS) });
    }
  }
  return actions.sort((a, b) => a.at - b.at);
}

/** Somebody changes their connection just while the others speak to them. */
function crossing(
  random: Random,
  at: number,
  n: number,
  customers: number,
  agents: number,
): Action[] {
  const customer = random.int(0, customers - 1);
  const agent = random.int(0, agents - 1);
  const moves: Action = random.chance(0.5)
    ? { at, n, who: 'customer', index: customer, does: random.pick(['reload', 'second_tab']) }
    : { at, n, who: 'agent', index: agent, does: random.pick(['reload', 'second_desk']) };
  const speaks = (does: 'answer' | 'say'): Action => {
    const time = { at: at + random.int(0, 1500), n };
    return does === 'say'
      ? { ...time, who: 'customer', index: customer, does }
      : { ...time, who: 'agent', index: agent, does };
  };
  const takes: Action = {
    at: at - random.int(0, 400),
    n,
    who: 'agent',
    index: agent,
    does: 'claim',
  };
  return [takes, moves, speaks('answer'), speaks('say'), speaks('answer')];
}

const KINDS = Object.keys(FAULTS) as FaultKind[];
const SPOTTED: Partial<Record<FaultKind, readonly Spot[]>> = {
  crash_before: ['commit', 'commit', 'touch', 'queue', 'push'],
  crash_after: ['commit', 'commit', 'touch', 'queue', 'push'],
  pause: ['commit', 'commit', 'touch', 'queue'],
  throttle_before: ['commit', 'touch', 'queue', 'read'],
  throttle_after: ['commit', 'touch', 'queue'],
  slow: ['commit', 'touch', 'touch', 'push'],
  retried: ['commit', 'touch', 'queue', 'push'],
};

/** Faults that strike several times in a row. */
const BURSTS: readonly FaultKind[] = [
  'conflict',
  'index_lag',
  'push_refused',
  'slow',
  'slow_handshake',
  'late_loss',
  'late_hello',
  'timer_early',
];

function scheduleOf(random: Random, until: number): Fault[] {
  // Some runs without any fault, because disorder of people is enough to go wrong.
  const count = random.chance(0.1) ? 0 : random.int(1, 22);
  return Array.from({ length: count }, () => {
    const kind = random.pick(KINDS);
    const spots = SPOTTED[kind];
    const burst = BURSTS.includes(kind);
    return {
      kind,
      at: random.int(0, until),
      times: burst ? random.int(1, 7) : 1,
      ...(spots && { spot: random.pick(spots) }),
    };
  }).sort((a, b) => a.at - b.at);
}
