import { type Cell, type GroupResult, rounded, tableLines } from '../report.ts';
import type { Measurement } from './measure.ts';
import { median, type Series } from './rounds.ts';

type Figures = GroupResult['figures'];

/** Something that is told of each candidate. */
interface Column {
  head: string;
  /** As `--json` names it. */
  figure: string;
  /** Undefined where this machine cannot tell it. */
  pick: (one: Measurement) => number | undefined;
  decimals: number;
  /** Told also as a multiple of the laptop cloud's. */
  ratio?: true;
}

const COLUMNS: Column[] = [
  {
    head: 'trips/s',
    figure: 'round trips per second',
    pick: ({ load }) => load.perSecond,
    decimals: 0,
    ratio: true,
  },
  { head: 'p50', figure: 'p50 ms', pick: ({ load }) => load.p50, decimals: 0, ratio: true },
  { head: 'p95', figure: 'p95 ms', pick: ({ load }) => load.p95, decimals: 0, ratio: true },
  { head: 'p99', figure: 'p99 ms', pick: ({ load }) => load.p99, decimals: 0, ratio: true },
  {
    head: '1: p50',
    figure: 'one connection, p50 ms',
    pick: ({ sequential }) => sequential.p50,
    decimals: 1,
    ratio: true,
  },
  {
    head: '1: p99',
    figure: 'one connection, p99 ms',
    pick: ({ sequential }) => sequential.p99,
    decimals: 1,
    ratio: true,
  },
  {
    head: 'CPU ms',
    figure: 'CPU ms per round trip',
    pick: ({ cpuMsPerTrip }) => cpuMsPerTrip,
    decimals: 2,
    ratio: true,
  },
  {
    head: 'cold s',
    figure: 'start to first answer s',
    pick: ({ coldMs }) => coldMs / 1000,
    decimals: 1,
    ratio: true,
  },
  {
    head: 'server MB',
    figure: 'server MB',
    pick: ({ serverMb }) => serverMb,
    decimals: 0,
    ratio: true,
  },
  { head: 'database MB', figure: 'database MB', pick: ({ databaseMb }) => databaseMb, decimals: 0 },
  {
    head: 'total MB',
    figure: 'total MB',
    pick: ({ serverMb, databaseMb }) => serverMb + databaseMb,
    decimals: 0,
    ratio: true,
  },
];

/**
 * Prints the medians of all candidates, the speed of each round, and what the others' medians are
 * as multiples of the first candidate's.
 */
export function reportRounds(series: readonly Series[]): Figures {
  const columns = COLUMNS.filter(({ pick }) =>
    series.every(({ measurements }) => measurements.every((one) => pick(one) !== undefined)),
  );
  return {
    ...reportMedians(series, columns),
    ...reportSpread(series),
    ...reportRatios(
      series,
      columns.filter(({ ratio }) => ratio),
    ),
  };
}

function reportMedians(series: readonly Series[], columns: readonly Column[]): Figures {
  const figures: Figures = {};
  const rows = series.map((one): Cell[] => {
    const cells = columns.map(({ figure, pick, decimals }) => {
      const value = median(one, pick).toFixed(decimals);
      figures[`${one.name}: ${figure}`] = Number(value);
      return value;
    });
    const errors = one.measurements.reduce((sum, measurement) => sum + errorsOf(measurement), 0);
    figures[`${one.name}: errors of all rounds`] = errors;
    return [one.name, ...cells, errors];
  });
  const heads = columns.map(({ head }) => head);
  for (const line of tableLines(['', ...heads, 'errors'], rows)) console.log(line);
  return figures;
}

/** How far the rounds lie apart tells how much a difference of medians is worth. */
function reportSpread(series: readonly Series[]): Figures {
  const figures: Figures = {};
  const rows = series.map((one): Cell[] => {
    const speeds = one.measurements.map(({ load }) => rounded(load.perSecond, 0));
    figures[`${one.name}: round trips per second by round`] = speeds.join(' ');
    return [one.name, ...speeds];
  });
  const rounds = series[0]?.measurements.map((_, i) => `round ${i + 1}`) ?? [];
  console.log();
  for (const line of tableLines(['trips/s', ...rounds], rows)) console.log(line);
  return figures;
}

function reportRatios([own, ...others]: readonly Series[], columns: readonly Column[]): Figures {
  if (!own) return {};
  const figures: Figures = {};
  const rows = others.map((other): Cell[] => [
    other.name,
    ...columns.map(({ figure, pick }) => {
      const ratio = (median(other, pick) / median(own, pick)).toFixed(2);
      figures[`${other.name} / ${own.name}: ${figure}`] = Number(ratio);
      return ratio;
    }),
  ]);
  console.log();
  const heads = columns.map(({ head }) => head);
  for (const line of tableLines([`times ${own.name}`, ...heads], rows)) console.log(line);
  return figures;
}

function errorsOf({ load, sequential, warmUpErrors }: Measurement): number {
  return load.errors + sequential.errors + warmUpErrors;
}
