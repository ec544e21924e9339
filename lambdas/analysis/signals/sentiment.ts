import type { History, SentimentCode, Signal } from '../types.ts';
import { quotesFor } from './words.ts';

/** Share of a mood that is left one turn later. */
const CARRY = 0.6;
/** A mood below this is no signal: a single weak word or exclamation mark. */
const FLOOR = 0.5;

/** Mood over the turns: what this message shows, on top of most of what was left before it. */
export function sentiment(code: SentimentCode, history: History): Signal | null {
  let level = 0;
  for (const { words } of history.readings) {
    level = 1 - (1 - (words[code] ?? 0)) * (1 - CARRY * level);
  }
  if (level < FLOOR) return null;
  return { code, score: level, evidence: quotesFor(history.readings, code) };
}
