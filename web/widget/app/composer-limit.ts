import type { MAX_TEXT_CHARACTERS } from '../../../protocol/limits.ts';
import { WORDS } from './words.ts';

/** Typed by the protocol's own constant: it does not compile once they differ. */
const LONGEST: typeof MAX_TEXT_CHARACTERS = 4000;
const WARN_FROM = LONGEST - 400;

/** Whether a draft can be sent, and what to say of its length. */
export function checkDraft(text: string): { sendable: boolean; hint: string | null } {
  // No text has more code points than UTF-16 units: most drafts need no counting.
  const length = text.length < WARN_FROM ? text.length : Array.from(text).length;
  const over = length - LONGEST;
  return {
    sendable: text.trim() !== '' && over <= 0,
    hint:
      length < WARN_FROM
        ? null
        : over > 0
          ? WORDS.charactersOver(over)
          : WORDS.charactersLeft(-over),
  };
}
