import { concept, words } from './tokenize.ts';

const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
/** FNV-1a, 32 bits. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** The features of one message as numbers below 2^30; repeated words give repeated numbers. */
export interface Features {
  /** Single words alone; all of them are among `word`, too. */
  single: number[];
  /** Words and pairs of neighbours; even numbers. */
  word: number[];
  /** Spelling pieces; odd numbers. */
  character: number[];
}

/**
 * The features of a message: concepts of single words and of neighbours, and the 3 to 5 letter
 * pieces of each word with its edges, which carry typos. Numbers are hashes, because hashing a
 * piece in place is several times faster than cutting it out of the text.
 */
export function features(text: string): Features {
  const single: number[] = [];
  const pairs: number[] = [];
  const character: number[] = [];
  let previous: number | undefined;
  for (const raw of words(text)) {
    const hash = hashOf(concept(raw));
    single.push(numbered(hash, 0));
    if (previous !== undefined) {
      pairs.push(numbered(Math.imul(Math.imul(previous, PRIME) ^ hash, PRIME), 0));
    }
    previous = hash;
    addGrams(` ${raw} `, character);
  }
  return { single, word: [...single, ...pairs], character };
}

function hashOf(text: string): number {
  let hash = OFFSET_BASIS;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}

function addGrams(edged: string, into: number[]): void {
  for (let start = 0; start + SHORTEST_GRAM <= edged.length; start++) {
    let hash = OFFSET_BASIS;
    const end = Math.min(start + LONGEST_GRAM, edged.length);
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ edged.charCodeAt(i), PRIME);
      if (i - start + 1 >= SHORTEST_GRAM) into.push(numbered(hash, 1));
    }
  }
}

/** Folds a hash to 30 bits (what engines store without boxing) whose lowest bit tells the kind. */
function numbered(hash: number, kind: 0 | 1): number {
  return (((hash ^ (hash >>> 15)) & 0x1fffffff) << 1) | kind;
}
