import type { FunctionName } from '../../lib/functions.ts';
import type { CallTally } from '../../local/front-door/tally.ts';
import type { BenchCloud } from './bench-cloud.ts';
import { CALL_BUDGETS, type EventName } from './call-budgets.ts';
import { playEvents } from './call-events.ts';
import { type Cell, type GroupResult, tableLines } from './report.ts';

/** What one event cost. */
interface EventCost {
  calls: number;
  pushes: number;
  readUnits: number;
  writeUnits: number;
}

/** Plays every event alone on an idle cloud, counts the SDK calls it makes and prints them. */
export async function benchCalls(cloud: BenchCloud): Promise<GroupResult> {
  const costs = new Map<EventName, EventCost>();
  await playEvents(cloud, (name, tally, functions) => {
    if (costs.has(name)) throw new Error(`The event "${name}" was played twice.`);
    costs.set(name, costOf(tally, functions));
  });

  const rows: Cell[][] = [];
  const figures: GroupResult['figures'] = {};
  const violations: string[] = [];
  for (const name of Object.keys(CALL_BUDGETS) as EventName[]) {
    const cost = costs.get(name);
    if (!cost) throw new Error(`The event "${name}" was not played.`);
    const budget = CALL_BUDGETS[name];
    const ok = cost.calls <= budget.calls && cost.pushes <= budget.pushes;
    if (!ok) {
      const spent = `${cost.calls} calls and ${cost.pushes} pushes`;
      violations.push(`${name}: ${spent}, allowed are ${budget.calls} and ${budget.pushes}`);
    }
    const { calls, pushes, readUnits, writeUnits } = cost;
    rows.push([
      name,
      calls,
      budget.calls,
      pushes,
      budget.pushes,
      readUnits,
      writeUnits,
      ok ? 'ok' : 'OVER',
    ]);
    for (const [unit, value] of Object.entries(cost)) figures[`${name}: ${unit}`] = value;
  }
  const head = ['event', 'calls', 'budget', 'pushes', 'budget', 'RRU', 'WRU', ''];
  for (const line of tableLines(head, rows)) console.log(line);
  return { figures, violations };
}

/** The part of a tally that given functions have run up. */
function costOf(tally: CallTally, functions: readonly FunctionName[]): EventCost {
  const cost = { calls: 0, pushes: 0, readUnits: 0, writeUnits: 0 };
  for (const [operation, spent] of functions.flatMap((name) => Object.entries(tally[name] ?? {}))) {
    if (operation === 'execute-api:PostToConnection') cost.pushes += spent.calls;
    else cost.calls += spent.calls;
    cost.readUnits += spent.readUnits;
    cost.writeUnits += spent.writeUnits;
  }
  return cost;
}
