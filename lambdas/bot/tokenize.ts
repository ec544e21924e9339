import { CHAT_SPELLINGS, SYNONYMS } from './vocabulary.ts';

/**
 * Longest stretch of a message that is read, in UTF-16 units. It bounds the time for one answer;
 * what a customer wants is said within it even in a long complaint.
 */
export const READ_LIMIT = 1000;

const MARKS = /\p{M}+/gu;
const APOSTROPHES = /['’‘`´]/g;
const JOINED = /\b(?:(wi)[- ](fi)|(e)[- ](sims?))\b/g;
const WORD = /[\p{L}\p{N}]+/gu;
const NUMBER = /^\p{N}+$/u;
const UNIT = /^\p{N}+(gb|mb|mbps|k)$/u;
const ELONGATION = /(\p{L})\1{2,}/gu;

/**
 * The words of a message in one plain spelling: lower case, no accents, chat spellings written out,
 * numbers as `0`. Reads at most `READ_LIMIT` units; anything but letters and digits separates.
 */
export function words(text: string): string[] {
  const plain = text
    .slice(0, READ_LIMIT)
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .replace(ELONGATION, '$1$1')
    .replace(JOINED, '$1$2$3$4');
  const result: string[] = [];
  for (const word of plain.match(WORD) ?? []) {
    const spelled = CHAT_SPELLINGS.get(word);
    if (spelled === undefined) result.push(numberless(word));
    else if (spelled !== '') result.push(...spelled.split(' '));
  }
  return result;
}

function numberless(word: string): string {
  if (NUMBER.test(word)) return '0';
  const unit = UNIT.exec(word);
  return unit ? `0${unit[1]}` : word;
}

/**
 * A light English stem: enough to bring plurals and verb forms together, never below three letters.
 * Not a linguistic root; both sides of a comparison are stemmed alike.
 */
export function stem(word: string): string {
  if (word.length < 4) return word;
  let base = word;
  if (base.endsWith('ies')) base = `${base.slice(0, -3)}y`;
  else if (base.endsWith('sses')) base = base.slice(0, -2);
  else if (base.endsWith('s') && !base.endsWith('ss') && !base.endsWith('us')) {
    base = base.slice(0, -1);
  }
  for (const ending of ['ing', 'ed']) {
    if (base.endsWith(ending) && base.length - ending.length >= 3) {
      base = undouble(base.slice(0, -ending.length));
      break;
    }
  }
  if (base.length > 3 && base.endsWith('e')) return base.slice(0, -1);
  // cancelled and cancel, installed and install
  return base.length > 5 && base.endsWith('ll') ? base.slice(0, -1) : base;
}

/** stopp → stop, but call and miss stay. */
function undouble(base: string): string {
  const last = base.at(-1) ?? '';
  return base.at(-2) === last && !'lsz'.includes(last) ? base.slice(0, -1) : base;
}

const STEMMED_SYNONYMS = new Map(
  [...SYNONYMS].map(([word, standard]) => [stem(word), stem(standard)]),
);

/** The stem under which a word is compared: that of its synonym group where it has one. */
export function concept(word: string): string {
  const base = stem(word);
  return STEMMED_SYNONYMS.get(base) ?? base;
}
