import { fillIn } from '../conversation/canned.ts';
import type { Draft, DraftReply } from './draft.ts';

/** Most replies the server keeps. */
export const MOST_REPLIES = 100;

/** Longest reply the server takes, in characters. */
export const MOST_CHARACTERS = 2000;

/** What the server takes as a shortcut. */
const SHORTCUT = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** What is filled in when a reply is put into the composer, and what stands in if it is unknown. */
export const PLACEHOLDERS = [
  { name: '{customer}', means: 'the customer’s name' },
  { name: '{agent}', means: 'the name of the agent who writes' },
  { name: '{team}', means: 'the agent’s team' },
  { name: '{plan}', means: 'the customer’s plan' },
].map((placeholder) => ({ ...placeholder, otherwise: fillIn(placeholder.name, {}) }));

/** What is wrong with a row, by field. */
export interface RowProblems {
  shortcut?: string;
  text?: string;
}

/** What stands against saving, by row; rows without problems are left out. */
export function problemsOf(draft: Draft): ReadonlyMap<number, RowProblems> {
  const kept = draft.rows.filter(({ removed }) => !removed);
  const uses = new Map<string, number>();
  for (const { shortcut } of kept) uses.set(shortcut, (uses.get(shortcut) ?? 0) + 1);
  const problems = new Map<number, RowProblems>();
  for (const row of kept) {
    const shortcut = shortcutProblem(row, uses);
    const text = textProblem(row);
    if (!shortcut && !text) continue;
    problems.set(row.id, { ...(shortcut ? { shortcut } : {}), ...(text ? { text } : {}) });
  }
  return problems;
}

/** Braces that look like a placeholder but will stay as they are, such as `{name}`. */
export function unknownPlaceholders(text: string): string[] {
  const known: ReadonlySet<string> = new Set(PLACEHOLDERS.map(({ name }) => name));
  const found = text.match(/\{[^{}\s]{1,32}\}/g) ?? [];
  return [...new Set(found.filter((name) => !known.has(name)))];
}

function shortcutProblem(row: DraftReply, uses: ReadonlyMap<string, number>): string | null {
  if (row.shortcut === '') return 'Enter a shortcut.';
  if (!SHORTCUT.test(row.shortcut)) {
    return 'Use up to 32 small letters, digits and hyphens, beginning with a letter or digit.';
  }
  return (uses.get(row.shortcut) ?? 0) > 1 ? `There is another /${row.shortcut}.` : null;
}

function textProblem(row: DraftReply): string | null {
  if (row.text.trim() === '') return 'Enter the text.';
  const over = row.text.length - MOST_CHARACTERS;
  return over > 0 ? `This is ${over} characters too long.` : null;
}
