import type { CannedReplies } from '../../../../protocol/http.ts';
import { type Draft, draftOf, isDirty, rebase } from './draft.ts';

/** Place of the draft among the page's drafts. */
export const DRAFT_KEY = 'canned-replies';

/** The draft as text to keep over a reload or a look at another view; empty if nothing is unsaved. */
export function keptText(draft: Draft): string {
  return isDirty(draft) ? JSON.stringify(draft) : '';
}

/** The draft that was kept, on top of what the server holds now; a fresh one if none was kept. */
export function draftFrom(kept: string, server: CannedReplies): Draft {
  let draft: unknown;
  try {
    draft = JSON.parse(kept || 'null');
  } catch {
    // Damaged by hand or by an old release: start over.
    draft = null;
  }
  if (!isDraft(draft)) return draftOf(server);
  return draft.version === server.version ? draft : rebase(draft, server);
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  return (
    typeof draft?.version === 'number' &&
    typeof draft.nextId === 'number' &&
    Array.isArray(draft.rows) &&
    draft.rows.every(
      ({ id, shortcut, text }) =>
        typeof id === 'number' && typeof shortcut === 'string' && typeof text === 'string',
    )
  );
}
