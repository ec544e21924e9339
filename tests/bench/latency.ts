import { seededRandom } from '../../lambdas/language/random.ts';
import { startBenchCloud } from './bench-cloud.ts';
import { type Cell, type GroupResult, rounded, tableLines } from './report.ts';
import { measureRoundTrips, type RoundTrips } from './round-trips.ts';
import { percentile } from './statistics.ts';

/** Budgets of the median, in milliseconds. */
const P50_BUDGETS: Partial<Record<keyof RoundTrips, number>> = {
  'message to ack, ws': 5,
  'message to ack, chat client': 5,
  'message to escalation seen by an agent': 15,
};

/** Fewer values than this say nothing about the slowest hundredth. */
const ENOUGH_FOR_P99 = 100;

/** Fewer than this are a series' by-catch. */
const FEW = 10;

/** Measures round trips of one customer at a time and prints them; they break no budget. */
export async function benchLatency(seed: number): Promise<GroupResult> {
  const { trips, functions } = await measured(seed);
  const figures: GroupResult['figures'] = {};
  const rows: Cell[][] = [];
  const names = Object.keys(trips) as (keyof RoundTrips)[];
  for (const name of names) {
    const times = trips[name];
    const percents = times.length < ENOUGH_FOR_P99 ? [50, 95] : [50, 95, 99];
    const values = percents.map((percent) => rounded(percentile(times, percent), 2));
    percents.forEach((percent, i) => {
      figures[`${name}: p${percent} ms`] = values[i] ?? 0;
    });
    const budget = P50_BUDGETS[name];
    const verdict = budget === undefined ? '' : (values[0] ?? 0) <= budget ? 'ok' : 'OVER';
    const shown = [0, 1, 2].map((i) => values[i]?.toFixed(2) ?? '-');
    rows.push([name, times.length, ...shown, budget ?? '-', verdict]);
  }
  const head = ['ms from', 'n', 'p50', 'p95', 'p99', 'p50 budget', ''];
  for (const line of tableLines(head, rows)) console.log(line);

  const inside = Object.entries(functions)
    .filter(([, times]) => times.length >= FEW)
    .map(([name, times]): Cell[] => {
      const p50 = rounded(percentile(times, 50), 2);
      figures[`function ${name}: p50 ms`] = p50;
      return [name, times.length, p50.toFixed(2)];
    });
  console.log();
  for (const line of tableLines(['ms in function', 'n', 'p50'], inside)) console.log(line);
  return { figures, violations: [] };
}

async function measured(seed: number) {
  const cloud = await startBenchCloud();
  try {
    return await measureRoundTrips(cloud, seededRandom(seed));
  } finally {
    await cloud.close();
  }
}
