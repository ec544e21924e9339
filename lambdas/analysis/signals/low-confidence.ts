import type { History, Signal } from '../types.ts';
import { fact } from './words.ts';

/** Above this the bot's answer gives no cause for doubt. */
const SURE = 0.75;
/** At and below this it is as good as a guess. */
const GUESS = 0.35;
/** Share of a doubt that is left one turn later. */
const CARRY = 0.5;
/** Doubt below this is no signal. */
const FLOOR = 0.15;

/** The bot is unsure of what it answers; answers that are fallbacks are counted elsewhere. */
export function lowConfidence(history: History): Signal | null {
  let level = 0;
  for (const { bot } of history.readings) {
    const unsure = bot && !bot.fallback ? (SURE - bot.confidence) / (SURE - GUESS) : 0;
    level = 1 - (1 - Math.min(1, Math.max(0, unsure))) * (1 - CARRY * level);
  }
  if (level < FLOOR) return null;
  const worst = history.readings
    .filter(({ bot }) => bot && !bot.fallback && bot.confidence < SURE)
    .at(-1);
  if (!worst?.bot) return null;
  const text = `the bot was ${Math.round(worst.bot.confidence * 100)} % sure of its answer`;
  return { code: 'ai.low_confidence', score: level, evidence: [fact(worst, text)] };
}
