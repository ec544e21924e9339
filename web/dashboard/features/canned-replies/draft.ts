import type { CannedReplies, CannedReply } from '../../../../protocol/http.ts';

/** A reply being edited. */
export interface DraftReply {
  /** Names the row for as long as the draft lives. */
  id: number;
  /** As last read from the server; `null` if it is new. */
  origin: CannedReply | null;
  shortcut: string;
  text: string;
  /** To be deleted with the next save. */
  removed: boolean;
  /** What somebody else made of it meanwhile, until it is decided which one stays. */
  theirs: CannedReply | 'deleted' | null;
}

/** All replies as a supervisor edits them, on top of the version that was read. */
export interface Draft {
  version: number;
  rows: readonly DraftReply[];
  nextId: number;
}

/** What a supervisor can do to the draft. */
export type DraftEvent =
  | { kind: 'added' }
  | { kind: 'edited'; id: number; change: Partial<Pick<DraftReply, 'shortcut' | 'text'>> }
  | { kind: 'removed'; id: number }
  | { kind: 'restored'; id: number }
  /** Decides a row that somebody else changed too. */
  | { kind: 'decided'; id: number; keep: 'mine' | 'theirs' }
  | { kind: 'reverted' };

/** A draft without edits. */
export function draftOf(server: CannedReplies): Draft {
  return {
    version: server.version,
    rows: server.replies.map((reply, id) => fromServer(reply, id)),
    nextId: server.replies.length,
  };
}

/** Folds one edit into the draft. */
export function reduceDraft(draft: Draft, event: DraftEvent): Draft {
  switch (event.kind) {
    case 'added': {
      const row = { ...fromServer({ shortcut: '', text: '' }, draft.nextId), origin: null };
      return { ...draft, rows: [...draft.rows, row], nextId: draft.nextId + 1 };
    }
    case 'edited':
      return change(draft, event.id, (row) => ({ ...row, ...event.change }));
    case 'removed':
      return change(draft, event.id, (row) => (row.origin ? { ...row, removed: true } : null));
    case 'restored':
      return change(draft, event.id, (row) => ({ ...row, removed: false }));
    case 'decided':
      return change(draft, event.id, (row) => decide(row, event.keep));
    case 'reverted':
      return {
        ...draft,
        rows: draft.rows.flatMap((row) => (row.origin ? fromServer(row.origin, row.id) : [])),
      };
  }
}

/** True if the row differs from what the server holds. */
export function isEdited(row: DraftReply): boolean {
  return row.removed || row.origin === null || !same(row, row.origin);
}

/** True if anything in the draft waits to be saved. */
export function isDirty(draft: Draft): boolean {
  return draft.rows.some(isEdited);
}

/** True if somebody else's change waits for a decision. */
export function hasConflicts(draft: Draft): boolean {
  return draft.rows.some(({ theirs }) => theirs !== null);
}

/** What to save: all replies that stay, in their order, on top of the version that was read. */
export function toSave(draft: Draft): CannedReplies {
  return {
    version: draft.version,
    replies: draft.rows
      .filter(({ removed }) => !removed)
      .map(({ shortcut, text }) => ({ shortcut, text })),
  };
}

/**
 * Puts the draft on top of a newer version. What one side alone changed is taken from that side; a
 * reply that both changed keeps the draft's words and shows the other's beside them, to be decided.
 */
export function rebase(draft: Draft, server: CannedReplies): Draft {
  const byShortcut = new Map(server.replies.map((reply) => [reply.shortcut, reply]));
  const rows = draft.rows.flatMap((row) => {
    const shortcut = row.origin?.shortcut ?? row.shortcut;
    const theirs = byShortcut.get(shortcut);
    byShortcut.delete(shortcut);
    return rebaseRow(row, theirs) ?? [];
  });
  const added = [...byShortcut.values()].map((reply, at) => fromServer(reply, draft.nextId + at));
  return {
    version: server.version,
    rows: [...rows, ...added],
    nextId: draft.nextId + added.length,
  };
}

function rebaseRow(row: DraftReply, theirs: CannedReply | undefined): DraftReply | null {
  if (theirs === undefined) {
    // They deleted it, or it is new here.
    if (row.origin === null) return row;
    return isEdited(row) && !row.removed ? { ...row, origin: null, theirs: 'deleted' } : null;
  }
  if (!row.removed && same(row, theirs)) return fromServer(theirs, row.id);
  if (row.origin && same(row.origin, theirs)) return row;
  if (!isEdited(row)) return fromServer(theirs, row.id);
  return { ...row, origin: theirs, theirs };
}

function decide(row: DraftReply, keep: 'mine' | 'theirs'): DraftReply | null {
  if (keep === 'mine') return { ...row, theirs: null };
  return row.theirs === null || row.theirs === 'deleted' ? null : fromServer(row.theirs, row.id);
}

function fromServer(reply: CannedReply, id: number): DraftReply {
  const { shortcut, text } = reply;
  return { id, origin: reply, shortcut, text, removed: false, theirs: null };
}

function same(a: CannedReply, b: CannedReply): boolean {
  return a.shortcut === b.shortcut && a.text === b.text;
}

function change(draft: Draft, id: number, to: (row: DraftReply) => DraftReply | null): Draft {
  return { ...draft, rows: draft.rows.flatMap((row) => (row.id === id ? (to(row) ?? []) : row)) };
}
