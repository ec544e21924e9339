import type { SubmitWrapUp } from '../../../../protocol/http.ts';
import type { Disposition } from '../../../../protocol/vocabulary.ts';

/** Longest note the server takes. */
export const MOST_NOTE_CHARACTERS = 2000;

/** The body of a wrap-up; a note of mere white space is left out. */
export function toWrapUp(disposition: Disposition, note: string): SubmitWrapUp {
  const text = note.trim().slice(0, MOST_NOTE_CHARACTERS);
  return text === '' ? { disposition } : { disposition, note: text };
}
