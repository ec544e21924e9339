import type { Network } from '../language/network.ts';
import type { WordCode } from './types.ts';
import { logOddsOf } from './words.ts';

/** Words on each side that are joined to the words that counted, so that a quote reads as one. */
const GAP = 2;
/** A word counts if its absence takes at least this share of what the strongest one takes. */
const SHARE = 0.4;

/** Stretch of a text, as code unit offsets. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Finds the stretch of a message that speaks most for a code: each word is left out in turn, and
 * those whose absence lowers the network's log odds most make the span (occlusion, Zeiler and
 * Fergus 2014). Null if no word by itself speaks for the code. The words are left out once for all
 * codes, and not before the first question.
 */
export function spanFinder(text: string, network: Network): (code: WordCode) => Span | null {
  const { outputs } = network;
  const compare = () => ({
    ...network.read(text),
    whole: logOddsOf(outputs, network.read(text).answers),
    without: network.answersWithoutEach(text).map((answers) => logOddsOf(outputs, answers)),
  });
  let compared: ReturnType<typeof compare> | undefined;
  return (code) => {
    compared ??= compare();
    const { words, whole, without } = compared;
    const drops = without.map((log) => whole[code] - log[code]);
    const most = Math.max(0, ...drops);
    if (most === 0) return null;
    const counts = (at: number) => (drops[at] ?? 0) >= SHARE * most;
    let first = drops.indexOf(most);
    let last = first;
    for (let at = first - 1; at >= 0 && first - at <= GAP; at--) if (counts(at)) first = at;
    for (let at = last + 1; at < words.length && at - last <= GAP; at++) if (counts(at)) last = at;
    // A lone word says little: its neighbours come along.
    if (first === last) {
      first = Math.max(0, first - 1);
      last = Math.min(words.length - 1, last + 1);
    }
    const from = words[first];
    const to = words[last];
    return from && to ? { start: from.start, end: to.end } : null;
  };
}
