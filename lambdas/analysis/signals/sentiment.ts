import type { History, SentimentCode, Signal } from '../types.ts';
import { quotesFor } from './words.ts';

/** Share of a mood that is left one turn later. */
const CARRY = 0.6;
/** A message shows a mood if that is likelier than not; doubts do not add up to one. */
const SHOWN = 0.5;
/** What is left of a mood below this is no signal. */
const FLOOR = 0.5;

/** Mood over the turns: what this message shows, on top of most of what was left before it. */
export function sentiment(code: SentimentCode, history: History): Signal | null {
  let level = 0;
  for (const { words } of history.readings) {
    const shown = words[code] ?? 0;
    level = 1 - (1 - (shown >= SHOWN ? shown : 0)) * (1 - CARRY * level);
  }
  if (level < FLOOR) return null;
  return { code, score: level, evidence: quotesFor(history.readings, code) };
}
