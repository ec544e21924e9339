import type { Priority } from '../../../protocol/vocabulary.ts';
import { mean, share } from './decisions.ts';

/** What was judged right for one chat and what was decided; turns count from 1. */
export interface HandoffOutcome {
  expected: { turn: number; window: readonly [number, number]; priority: Priority } | null;
  got: { turn: number; priority: Priority } | null;
}

/** How well the moment of the handoff was met. NaN where no chat speaks for a figure. */
export interface HandoffTiming {
  /** Of the chats that call for a person: handed over inside the window. A miss is not inside. */
  withinWindow: number;
  /** Mean turns before the best turn, over chats rightly handed over; later ones count 0. */
  turnsEarly: number;
  /** Mean turns after the best turn, over chats rightly handed over; earlier ones count 0. */
  turnsLate: number;
  /** Handoffs per 100 chats that the bot serves well to the end. */
  needlessPer100: number;
  /** Of the chats rightly handed over: with the right priority. */
  priorityExact: number;
}

/** The figures of timing and priority over some chats. */
export function handoffTiming(outcomes: readonly HandoffOutcome[]): HandoffTiming {
  const due = outcomes.filter(({ expected }) => expected !== null);
  const calm = outcomes.filter(({ expected }) => expected === null);
  const met = outcomes.flatMap(({ expected, got }) => (expected && got ? [{ expected, got }] : []));
  const inside = met.filter(
    ({ expected: { window }, got }) => window[0] <= got.turn && got.turn <= window[1],
  );
  return {
    withinWindow: due.length === 0 ? Number.NaN : share(inside.length, due.length),
    turnsEarly: mean(met.map(({ expected, got }) => Math.max(0, expected.turn - got.turn))),
    turnsLate: mean(met.map(({ expected, got }) => Math.max(0, got.turn - expected.turn))),
    needlessPer100:
      calm.length === 0 ? Number.NaN : (100 * calm.filter(({ got }) => got).length) / calm.length,
    priorityExact: mean(
      met.map(({ expected, got }) => (expected.priority === got.priority ? 1 : 0)),
    ),
  };
}
