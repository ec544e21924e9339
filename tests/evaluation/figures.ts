import type { Interval } from './metrics/bootstrap.ts';

/** Figures by name; what does not apply is absent. */
export type Figures = Record<string, number>;

/** One reason that the analyzer or the bot gives: what, how strong (0 to 1), on what grounds. */
export interface ExplanationItem {
  code: string;
  score: number;
  evidence: readonly string[];
}
export type Explanation = readonly ExplanationItem[];

/** One wrong case; a line of the file that `--misses` writes. */
export interface Miss {
  set: string;
  id: string;
  text: string;
  /** What was asked of it: `request`, `topic.<name>`, `negative`, `handoff`, `intent`, … */
  field: string;
  expected: string | number | boolean | null;
  got: string | number | boolean | null;
  score: number | null;
  explanation: Explanation;
}

/** A wrong case before it is known which set it belongs to. */
export type FoundMiss = Omit<Miss, 'set'>;

/** What one measurement found. */
export interface Measured {
  figures: Figures;
  /** 95 % intervals of some of the figures. */
  intervals: Record<string, Interval>;
  misses: FoundMiss[];
}

/** Nothing measured yet. */
export function nothing(): Measured {
  return { figures: {}, intervals: {}, misses: [] };
}

/** Joins measurements of one set; a name in two of them is a mistake of the caller's. */
export function joined(parts: readonly Measured[]): Measured {
  return {
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
    intervals: Object.assign({}, ...parts.map(({ intervals }) => intervals)),
    misses: parts.flatMap(({ misses }) => misses),
  };
}

/** Drops figures that no case speaks for (NaN). */
export function defined(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
}
