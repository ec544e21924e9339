import { CALL_BUDGETS, type EventName, isDesigned } from './call-budgets.ts';
import { costOf, countEvents } from './count-events.ts';
import { type Cell, type GroupResult, tableLines } from './report.ts';
import { callsOf } from './spent.ts';

/** Plays every event alone on an idle cloud, counts the SDK calls it makes and prints them. */
export async function benchCalls(): Promise<GroupResult> {
  const costs = await countEvents();
  const rows: Cell[][] = [];
  const figures: GroupResult['figures'] = {};
  const violations: string[] = [];
  for (const name of Object.keys(CALL_BUDGETS) as EventName[]) {
    const spent = costOf(costs, name);
    const { pushes, readUnits, writeUnits } = spent;
    const calls = callsOf(spent);
    const budget = CALL_BUDGETS[name];
    const ok = calls <= budget.calls && pushes <= budget.pushes;
    if (!ok) {
      const found = `${calls} calls and ${pushes} pushes`;
      violations.push(`${name}: ${found}, allowed are ${budget.calls} and ${budget.pushes}`);
    }
    const by = isDesigned(name) ? 'design' : '';
    const verdict = ok ? 'ok' : 'OVER';
    rows.push([
      name,
      calls,
      budget.calls,
      pushes,
      budget.pushes,
      readUnits,
      writeUnits,
      by,
      verdict,
    ]);
    Object.assign(figures, {
      [`${name}: calls`]: calls,
      [`${name}: pushes`]: pushes,
      [`${name}: readUnits`]: readUnits,
      [`${name}: writeUnits`]: writeUnits,
    });
  }
  const head = ['event', 'calls', 'budget', 'pushes', 'budget', 'RRU', 'WRU', 'named by', ''];
  for (const line of tableLines(head, rows)) console.log(line);
  return { figures, violations };
}
