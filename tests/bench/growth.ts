import { type BenchCloud, type Observation, startBenchCloud } from './bench-cloud.ts';
import { type Crowd, gather } from './crowd.ts';
import { type Cell, type GroupResult, tableLines } from './report.ts';
import { callsOf, total } from './spent.ts';
import { createStage } from './stage.ts';

/** Lines and staffs in which the same work is measured. */
const CROWDS: readonly Required<Omit<Crowd, 'open'>>[] = [
  { waiting: 0, staff: 0 },
  { waiting: 100, staff: 0 },
  { waiting: 500, staff: 0 },
  { waiting: 0, staff: 100 },
  { waiting: 0, staff: 1_000 },
];

/** What one run came to. */
interface Run {
  calls: number;
  readUnits: number;
  pushes: number;
  ms: number;
}

/**
 * Measures and prints what the length of the line and the number of agents add to a single run of
 * the routing and to the sweep. Times are those of this machine and only tell the order.
 */
export async function measureGrowth(): Promise<GroupResult['figures']> {
  const figures: GroupResult['figures'] = {};
  const rows: Cell[][] = [];
  for (const crowd of CROWDS) {
    const runs = await withCrowd(crowd);
    for (const [name, { calls, readUnits, pushes, ms }] of Object.entries(runs)) {
      rows.push([crowd.waiting, crowd.staff, name, calls, readUnits, pushes, Math.round(ms)]);
      const key = `${name}, ${crowd.waiting} waiting, ${crowd.staff} agents`;
      figures[`${key}: calls`] = calls;
      figures[`${key}: readUnits`] = readUnits;
    }
  }
  const head = ['waiting', 'agents', 'work', 'calls', 'RRU', 'pushes', 'ms here'];
  for (const line of tableLines(head, rows)) console.log(line);
  return figures;
}

async function withCrowd(crowd: Crowd): Promise<Record<string, Run>> {
  const cloud = await startBenchCloud({ keepsMessages: true });
  try {
    await gather(cloud, crowd);
    const stage = createStage(cloud, () => {});
    // At work, so that there is no trouble to tell, and free for nobody.
    await stage.agent('asha', 'busy');
    return {
      'route run, nobody is free': await run(() =>
        cloud.deliver({ consumer: 'timers', body: { kind: 'route', queues: ['billing'] } }),
      ),
      'sweep, places new': await run(() => sweep(cloud)),
      'sweep, no place new': await run(() => sweep(cloud)),
    };
  } finally {
    await cloud.close();
  }
}

function sweep(cloud: BenchCloud): Promise<Observation<unknown>> {
  return cloud.observe(['timers'], cloud.sweep);
}

async function run(act: () => Promise<Observation<unknown>>): Promise<Run> {
  const started = performance.now();
  const { spending } = await act();
  const ms = performance.now() - started;
  const spent = total(spending);
  return { calls: callsOf(spent), readUnits: spent.readUnits, pushes: spent.pushes, ms };
}
