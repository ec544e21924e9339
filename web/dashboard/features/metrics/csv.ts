import type { Metrics } from '../../../../protocol/http.ts';
import {
  type AgentFigures,
  type Figures,
  figuresOf,
  longest,
  queueFigures,
  reasonBars,
} from './figures.ts';
import { QUEUES } from './words.ts';

/** One cell: text, a number, or nothing. */
export type Cell = string | number | null;

/**
 * Rows as comma-separated values after RFC 4180, in UTF-8 with the mark by which spreadsheets know
 * it. Text that a spreadsheet would take for a formula is kept text by an apostrophe.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const seconds = (ms: number | null): Cell => (ms === null ? null : Math.round(ms / 100) / 10);
const share = (value: number | null): Cell =>
  value === null ? null : Math.round(value * 10_000) / 10_000;

const COLUMNS: readonly (readonly [
  name: string,
  of: (figures: Figures & { longestWaitMs?: number | null }) => Cell,
])[] = [
  ['escalations', ({ escalations }) => escalations],
  ['handled', ({ handled }) => handled],
  ['abandoned', ({ abandoned }) => abandoned],
  ['left_message', ({ deferred }) => deferred],
  ['cancelled', ({ cancelled }) => cancelled],
  ['returned_to_bot', ({ returnedToBot }) => returnedToBot],
  ['average_wait_s', ({ averageWaitMs }) => seconds(averageWaitMs)],
  ['longest_wait_s', ({ longestWaitMs }) => seconds(longestWaitMs ?? null)],
  ['average_first_reply_s', ({ averageFirstReplyMs }) => seconds(averageFirstReplyMs)],
  ['average_handle_time_s', ({ averageHandleMs }) => seconds(averageHandleMs)],
  ['service_level', ({ serviceLevel }) => share(serviceLevel)],
  ['handoff_rate', ({ handoffRate }) => share(handoffRate)],
  ['transfers', ({ transfers }) => transfers],
  ['requeues', ({ requeues }) => requeues],
  ['missed_offers', ({ missedOffers }) => missedOffers],
  ['csat_average', ({ csat }) => share(csat)],
  ['csat_ratings', ({ csatCount }) => csatCount],
];

/**
 * A day's figures as a file: a line for the whole, for each queue, for each agent given, and for
 * each reason. Times in seconds, shares from 0 to 1; an empty cell means that there is no figure.
 */
export function metricsCsv(metrics: Metrics, agents: readonly AgentFigures[]): string {
  const line = (of: string, name: string, figures: Parameters<(typeof COLUMNS)[0][1]>[0]) => [
    metrics.day,
    of,
    name,
    ...COLUMNS.map(([, cell]) => cell(figures)),
    null,
  ];
  const blank: Cell[] = COLUMNS.map(() => null);
  return toCsv([
    ['day', 'of', 'name', ...COLUMNS.map(([name]) => name), 'count'],
    line('total', 'all', { ...figuresOf(metrics.total), longestWaitMs: longest(metrics, QUEUES) }),
    ...queueFigures(metrics, QUEUES).map((figures) => line('queue', figures.queue, figures)),
    ...agents.map((figures) => line('agent', figures.name, figures)),
    ...reasonBars(metrics.reasons).map(({ code, count }): Cell[] => [
      metrics.day,
      'reason',
      code,
      ...blank,
      count,
    ]),
  ]);
}
