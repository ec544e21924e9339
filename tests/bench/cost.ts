import { type AccessLogBytes, accessLogBytes } from './access-logs.ts';
import { type BillLine, billOf, NO_METERS } from './bill.ts';
import { COST_BUDGET } from './cost-mix.ts';
import { countEvents } from './count-events.ts';
import { gather } from './crowd.ts';
import { measureGrowth } from './growth.ts';
import { type Cell, type GroupResult, rounded, tableLines } from './report.ts';
import { nothingSpent, plus } from './spent.ts';
import { type Thousand, thousandOf } from './thousand.ts';

/** Who is there while a day's events are counted. */
interface Scenario {
  open: number;
  /** Agents who have ever signed in: their list is read with most decisions. */
  staff: number;
  /** Agents present in the queue of a session. */
  listeners: number;
}

/** The same day, and only more open sessions beside it: it must cost the same. */
const FLAT: readonly Scenario[] = [
  { open: 100, staff: 25, listeners: 8 },
  { open: 1_000, staff: 25, listeners: 8 },
  { open: 10_000, staff: 25, listeners: 8 },
];

/** The same day with ten times the people at work, who are all told of what waits. */
const MORE_STAFF: Scenario = { open: 1_000, staff: 250, listeners: 80 };

/** Events that are listed by what they cost. */
const SHOWN_EVENTS = 14;

/** More than this between the cheapest and the dearest is growth. */
const FLAT_WITHIN = 1.01;

/**
 * Counts each event's calls and capacity on the laptop cloud, adds them up over a day's mix of
 * events and puts list prices on the sum.
 */
export async function benchCost(): Promise<GroupResult> {
  const logs = await accessLogBytes();
  const figures: GroupResult['figures'] = {};
  const totals: number[] = [];
  const rows: Cell[][] = [];
  for (const scenario of [...FLAT, MORE_STAFF]) {
    const { open, staff, listeners } = scenario;
    const costs = await countEvents((cloud) => gather(cloud, { open, staff }));
    const thousand = thousandOf(costs, listeners);
    const bill = billOf(spentIn(thousand), thousand.meters, logs);
    const total = sumOf(bill);
    if (rows.length === 0) {
      Object.assign(figures, report(bill, total));
      Object.assign(figures, reportEvents(thousand, logs));
    }
    if (scenario !== MORE_STAFF) totals.push(total);
    const ratio = total / (totals[0] ?? total);
    rows.push([open, staff, listeners, total.toFixed(4), ratio.toFixed(3)]);
    figures[`1,000 conversations, ${open} open, ${staff} agents: dollars`] = rounded(total, 4);
  }
  const first = totals[0] ?? 0;
  const flatness = Math.max(...totals) / Math.min(...totals);
  figures['dearest to cheapest, 100 to 10,000 open'] = rounded(flatness, 4);
  console.log();
  const head = ['sessions open', 'agents', 'present in a queue', '$ per 1,000', 'ratio'];
  for (const line of tableLines(head, rows)) console.log(line);

  console.log();
  Object.assign(figures, await measureGrowth());
  const violations = [
    ...(first > COST_BUDGET
      ? [`1,000 conversations cost $${first.toFixed(4)}, allowed are $${COST_BUDGET}`]
      : []),
    ...(flatness > FLAT_WITHIN
      ? [`cost grows ${flatness.toFixed(3)} times from 100 to 10,000 open sessions`]
      : []),
  ];
  return { figures, violations };
}

/** Prints the bill and gives its figures. */
function report(bill: readonly BillLine[], total: number): GroupResult['figures'] {
  const figures: GroupResult['figures'] = {};
  const rows: Cell[][] = bill.map(({ service, unit, quantity, dollars }) => {
    figures[`${service}, ${unit}: quantity`] = rounded(quantity, 4);
    figures[`${service}, ${unit}: dollars`] = rounded(dollars, 4);
    const shown = quantity < 10 ? quantity.toFixed(4) : String(Math.round(quantity));
    return [service, unit, shown, dollars.toFixed(4), percent(dollars, total)];
  });
  rows.push(['total', '', '', total.toFixed(4), total <= COST_BUDGET ? 'ok' : 'OVER']);
  const head = ['per 1,000 conversations', 'unit', 'quantity', '$', 'share'];
  for (const line of tableLines(head, rows)) console.log(line);
  console.log(`\nBudget: $${COST_BUDGET}`);
  return figures;
}

/** Prints which events cost most. */
function reportEvents({ events }: Thousand, logs: AccessLogBytes): GroupResult['figures'] {
  const dear = [...events]
    .map(([name, { spent, times, pings }]) => {
      const dollars = sumOf(billOf(spent, { ...NO_METERS, pings }, logs));
      return { name, times, dollars };
    })
    .sort((a, b) => b.dollars - a.dollars)
    .slice(0, SHOWN_EVENTS);
  const rows = dear.map(({ name, times, dollars }): Cell[] => [
    name,
    Math.round(times),
    dollars.toFixed(4),
  ]);
  console.log();
  const head = ['dearest events', 'per 1,000', '$'];
  for (const line of tableLines(head, rows)) console.log(line);
  return Object.fromEntries(
    dear.map(({ name, dollars }) => [`event ${name}: dollars`, rounded(dollars, 4)]),
  );
}

function spentIn({ events }: Thousand) {
  return [...events.values()].reduce((sum, { spent }) => plus(sum, spent), nothingSpent());
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}

function sumOf(bill: readonly BillLine[]): number {
  return bill.reduce((sum, { dollars }) => sum + dollars, 0);
}
