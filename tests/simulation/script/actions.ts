import type { Random } from '../random.ts';
import { AGENT_ACTIONS, type AgentAct } from './agent-actions.ts';
import type { Cast } from './cast.ts';
import { CUSTOMER_ACTIONS, type CustomerAct } from './customer-actions.ts';

/** One thing that somebody does at a time; one small object, so that a script can be shortened. */
export type Action = { at: number; n: number } & (
  | { who: 'customer'; index: number; does: CustomerAct }
  | { who: 'agent'; index: number; does: AgentAct }
);

/** Does it, if it is possible now. */
export function perform(action: Action, cast: Cast): void {
  const { n, index } = action;
  if (action.who === 'customer') {
    const customer = cast.customers[index];
    if (customer) CUSTOMER_ACTIONS[action.does].does(customer, n, cast);
  } else {
    const agent = cast.agents[index];
    if (agent) AGENT_ACTIONS[action.does].does({ agent, n, cast });
  }
}

/** Draws a name by its weight. */
export function drawn<K extends string>(
  random: Random,
  actions: Readonly<Record<K, { weight: number }>>,
): K {
  const names = Object.keys(actions) as K[];
  const total = names.reduce((sum, name) => sum + actions[name].weight, 0);
  let left = random.next() * total;
  for (const name of names) {
    left -= actions[name].weight;
    if (left < 0) return name;
  }
  return names[0] as K;
}
