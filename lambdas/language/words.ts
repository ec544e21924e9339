/** Longest stretch of a message that is read, in UTF-16 units; it bounds the time of a reading. */
export const READ_LIMIT = 1000;
/** Words that are read at most: of a longer message the first and the last half of them. */
export const MAX_WORDS = 64;

const WORD =
  /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\p{N}+|\p{Extended_Pictographic}|[^\s\p{L}\p{M}\p{N}\p{Cf}]/gu;
const LETTER = /^[\p{L}\p{M}]/u;
const DIGIT = /^\p{N}/u;
const DRAWN_OUT = /(.)\1{2,}/gu;
const DOUBLED_MARKS = new Set(['!', '?', '.', ',', '-']);
const PLAIN: Record<string, string> = {
  '’': "'",
  '‘': "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '…': '.',
};

/** One word of a message; offsets are code units of the text. */
export interface Word {
  /** In lower case; digits as zeros, a repeated mark doubled. */
  text: string;
  /** True for two or more letters, all in capitals. */
  shouted: boolean;
  start: number;
  end: number;
}

/**
 * The words of a message, at most `MAX_WORDS`. The network was trained with exactly this division
 * (training/network/words.py); golden examples in the tests keep the two alike.
 */
export function wordsOf(text: string): Word[] {
  // One unit for one, so that offsets hold.
  const plain = text.slice(0, READ_LIMIT).replace(/[’‘`´“”…]/g, (mark) => PLAIN[mark] ?? mark);
  const found: Word[] = [];
  for (const { 0: raw, index: start } of plain.matchAll(WORD)) {
    const end = start + raw.length;
    const last = found.at(-1);
    if (LETTER.test(raw)) {
      const lower = raw.toLowerCase();
      const shouted = raw.length > 1 && raw === raw.toUpperCase() && raw !== lower;
      found.push({ text: lower.replace(DRAWN_OUT, '$1$1'), shouted, start, end });
    } else if (DIGIT.test(raw)) {
      found.push({ text: '0'.repeat(Math.min(raw.length, 4)), shouted: false, start, end });
    } else if (DOUBLED_MARKS.has(raw) && (last?.text === raw || last?.text === raw + raw)) {
      last.text = raw + raw;
      last.end = end;
    } else found.push({ text: raw, shouted: false, start, end });
  }
  if (found.length <= MAX_WORDS) return found;
  return [...found.slice(0, MAX_WORDS / 2), ...found.slice(-MAX_WORDS / 2)];
}

/** Longest list of letter groups of one word. */
const MAX_GROUPS = 40;

/** Buckets (below `buckets`, a power of two) of the letter groups, three to five of `<word>`. */
export function groupsOf(word: string, buckets: number): number[] {
  const framed = `<${word}>`;
  const found: number[] = [];
  for (let size = 3; size <= 5; size++) {
    for (let at = 0; at + size <= framed.length; at++) {
      if (found.length < MAX_GROUPS) found.push(hash(framed, at, at + size) % buckets);
    }
  }
  return found.length > 0 ? found : [hash(framed, 0, framed.length) % buckets];
}

/** Hash of a stretch of text, 32 bits: FNV-1a over UTF-16 units, the high half folded in. */
export function hash(text: string, from = 0, to = text.length): number {
  // http://www.isthe.com/chongo/tech/comp/fnv/
  let value = 0x811c9dc5;
  for (let at = from; at < to; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  // The low bits alone are weak for short texts.
  return (value ^ (value >>> 15)) >>> 0;
}
