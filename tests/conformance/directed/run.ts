import { createTally, type Tally } from '../compare/tally.ts';
import type { EnginePair } from '../engines/pair.ts';
import { makeTables } from '../tables.ts';
import { expressions } from './expressions.ts';
import { items } from './items.ts';
import { limits } from './limits.ts';
import { queries } from './queries.ts';
import { play } from './suite.ts';
import { transactions } from './transactions.ts';

const SCENARIOS = [...items, ...expressions, ...queries, ...transactions, ...limits];

/** What the directed suite came to. */
export interface DirectedResult {
  scenarios: number;
  tally: Tally;
}

/**
 * Plays every scenario against both engines, with fresh tables. A request has one fault at most
 * here, so that both engines must name it.
 */
export async function runDirected(
  pair: Pick<EnginePair, 'ours' | 'official'>,
): Promise<DirectedResult> {
  await makeTables(pair);
  const tally = createTally((id) => id !== 'several-faults');
  for (const scenario of SCENARIOS) await play(pair, scenario, tally);
  return { scenarios: SCENARIOS.length, tally };
}
