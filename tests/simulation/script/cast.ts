import type { Agent } from '../clients/agent.ts';
import type { Customer } from '../clients/customer.ts';
import type { Intruder } from './intruder.ts';

/** Everybody that a script moves. */
export interface Cast {
  customers: readonly Customer[];
  agents: readonly Agent[];
  intruder: Intruder;
}
