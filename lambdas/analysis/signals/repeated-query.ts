import { likeness } from '../imprint.ts';
import { sameMatter } from '../matter.ts';
import type { History, Reading, Signal } from '../types.ts';
import { fact, quotesFor } from './words.ts';

/** Likeness at which a message begins to count as the same question, and at which it surely is. */
const ALIKE = 0.3;
const SAME = 0.7;
/** Earlier messages that a message is compared with. */
const COMPARED = 4;
/** How much the same matter before and now says that the same thing was asked: a judgement. */
const SAME_MATTER = 0.5;
/** Share of a repetition that is left one turn later. */
const CARRY = 0.7;
const FLOOR = 0.3;

/** The customer asks the same again, in other words or with "I already said". */
export function repeatedQuery(history: History): Signal | null {
  const { readings } = history;
  let level = 0;
  let twin: { now: Reading; before: Reading; alike: number } | null = null;
  readings.forEach((now, at) => {
    const before = mostAlike(now, readings.slice(Math.max(0, at - COMPARED), at));
    const alike = before ? Math.min(1, Math.max(0, (before.alike - ALIKE) / (SAME - ALIKE))) : 0;
    // A first message has nothing to restate, whatever its words.
    const restated = at === 0 ? 0 : now.restated;
    level = 1 - (1 - alike) * (1 - restated) * (1 - CARRY * level);
    if (before && alike > 0) twin = { now, before: before.reading, alike: before.alike };
  });
  if (level < FLOOR) return null;
  const evidence = quotesFor(readings.slice(1), 'restated');
  if (twin) evidence.unshift(likenessFact(twin));
  return { code: 'behaviour.repeated_query', score: level, evidence };
}

function mostAlike(
  now: Reading,
  earlier: readonly Reading[],
): { reading: Reading; alike: number } | null {
  let best: { reading: Reading; alike: number } | null = null;
  for (const reading of earlier) {
    const wording = now.print && reading.print ? likeness(now.print, reading.print) : 0;
    const alike = 1 - (1 - wording) * (1 - SAME_MATTER * matterShared(now, reading));
    if (!best || alike > best.alike) best = { reading, alike };
  }
  return best;
}

/** By what the bot answered, or by what it takes the messages to ask for. */
function matterShared(now: Reading, before: Reading): number {
  if (now.bot?.answer && now.bot.answer === before.bot?.answer) return 1;
  return now.matter && before.matter ? sameMatter(now.matter, before.matter) : 0;
}

function likenessFact(twin: { now: Reading; before: Reading; alike: number }) {
  const text = `same question as message ${twin.before.seq}, likeness ${twin.alike.toFixed(2)}`;
  return fact(twin.now, text);
}
