import { describe, expect, test } from 'vitest';
import type { CannedReply } from '../../../../protocol/http.ts';
import {
  MOST_CHARACTERS,
  problemsOf,
  unknownPlaceholders,
} from '../../../../web/dashboard/features/canned-replies/check.ts';
import {
  type Draft,
  type DraftEvent,
  draftOf,
  hasConflicts,
  isDirty,
  rebase,
  reduceDraft,
  toSave,
} from '../../../../web/dashboard/features/canned-replies/draft.ts';
import {
  draftFrom,
  keptText,
} from '../../../../web/dashboard/features/canned-replies/keep-draft.ts';

const HELLO: CannedReply = { shortcut: 'hello', text: 'Hello {customer}' };
const BYE: CannedReply = { shortcut: 'bye', text: 'Good bye' };
const SERVER = { version: 3, replies: [HELLO, BYE] };

/** The draft of `SERVER` after these edits; its rows are 0 (hello) and 1 (bye). */
function edited(...events: DraftEvent[]): Draft {
  return events.reduce(reduceDraft, draftOf(SERVER));
}

const text = (id: number, words: string): DraftEvent => ({
  kind: 'edited',
  id,
  change: { text: words },
});

describe('editing', () => {
  test('nothing is unsaved until something differs, and no longer once it is typed back', () => {
    expect(isDirty(edited())).toBe(false);
    expect(isDirty(edited(text(0, 'Hi')))).toBe(true);
    expect(isDirty(edited(text(0, 'Hi'), text(0, HELLO.text)))).toBe(false);
  });

  test('what is saved are the rows that stay, on the version that was read', () => {
    const draft = edited(
      { kind: 'removed', id: 0 },
      { kind: 'added' },
      { kind: 'edited', id: 2, change: { shortcut: 'new', text: 'New' } },
    );

    expect(toSave(draft)).toEqual({
      version: 3,
      replies: [BYE, { shortcut: 'new', text: 'New' }],
    });
  });

  test('a deleted reply can be kept after all; a new one that is deleted is gone', () => {
    expect(isDirty(edited({ kind: 'removed', id: 0 }, { kind: 'restored', id: 0 }))).toBe(false);
    expect(edited({ kind: 'added' }, { kind: 'removed', id: 2 }).rows).toHaveLength(2);
  });

  test('discarding brings back what was read', () => {
    const draft = edited(text(0, 'Hi'), { kind: 'removed', id: 1 }, { kind: 'added' });

    expect(reduceDraft(draft, { kind: 'reverted' }).rows).toEqual(draftOf(SERVER).rows);
  });
});

describe('somebody else saved meanwhile', () => {
  test('their changes come in where nothing was edited here', () => {
    const draft = rebase(edited(text(0, 'Hi')), {
      version: 4,
      replies: [HELLO, { ...BYE, text: 'See you' }, { shortcut: 'late', text: 'Sorry' }],
    });

    expect(hasConflicts(draft)).toBe(false);
    expect(toSave(draft)).toEqual({
      version: 4,
      replies: [
        { ...HELLO, text: 'Hi' },
        { ...BYE, text: 'See you' },
        { shortcut: 'late', text: 'Sorry' },
      ],
    });
  });

  test('an edit of the same reply stays in sight, with theirs beside it', () => {
    const theirs = { ...HELLO, text: 'Welcome' };

    const draft = rebase(edited(text(0, 'Hi')), { version: 4, replies: [theirs, BYE] });

    expect(draft.rows[0]).toMatchObject({ text: 'Hi', theirs });
    expect(hasConflicts(draft)).toBe(true);
  });

  test.each([
    ['mine', 'Hi'],
    ['theirs', 'Welcome'],
  ] as const)('keeping %s settles it', (keep, kept) => {
    const theirs = { ...HELLO, text: 'Welcome' };
    const draft = rebase(edited(text(0, 'Hi')), { version: 4, replies: [theirs, BYE] });

    const decided = reduceDraft(draft, { kind: 'decided', id: 0, keep });

    expect(hasConflicts(decided)).toBe(false);
    expect(toSave(decided).replies[0]?.text).toBe(kept);
  });

  test('an edit of a reply that they deleted is not lost', () => {
    const draft = rebase(edited(text(0, 'Hi')), { version: 4, replies: [BYE] });

    expect(draft.rows[0]).toMatchObject({ text: 'Hi', theirs: 'deleted' });
    const kept = reduceDraft(draft, { kind: 'decided', id: 0, keep: 'mine' });
    expect(toSave(kept).replies).toContainEqual({ ...HELLO, text: 'Hi' });
    const dropped = reduceDraft(draft, { kind: 'decided', id: 0, keep: 'theirs' });
    expect(toSave(dropped).replies).toEqual([BYE]);
  });

  test('a reply that both deleted, or that only they deleted, is gone without a question', () => {
    const draft = rebase(edited({ kind: 'removed', id: 0 }), { version: 4, replies: [] });

    expect(draft.rows).toEqual([]);
  });

  test('a reply deleted here and changed there is asked about', () => {
    const theirs = { ...HELLO, text: 'Welcome' };

    const draft = rebase(edited({ kind: 'removed', id: 0 }), {
      version: 4,
      replies: [theirs, BYE],
    });

    expect(draft.rows[0]).toMatchObject({ removed: true, theirs });
    const theirsKept = reduceDraft(draft, { kind: 'decided', id: 0, keep: 'theirs' });
    expect(toSave(theirsKept).replies[0]).toEqual(theirs);
  });

  test('two new replies of one shortcut are asked about, unless they are the same', () => {
    const mine = edited(
      { kind: 'added' },
      { kind: 'edited', id: 2, change: { shortcut: 'late', text: 'Sorry' } },
    );

    const other = { shortcut: 'late', text: 'We are late' };
    expect(hasConflicts(rebase(mine, { version: 4, replies: [HELLO, BYE, other] }))).toBe(true);
    const same = { shortcut: 'late', text: 'Sorry' };
    const agreed = rebase(mine, { version: 4, replies: [HELLO, BYE, same] });
    expect(isDirty(agreed)).toBe(false);
    expect(agreed.rows).toHaveLength(3);
  });

  test('after one’s own save nothing is unsaved, save what was typed since', () => {
    const sent = edited(text(0, 'Hi'), { kind: 'removed', id: 1 });
    const saved = { version: 4, replies: toSave(sent).replies };

    expect(isDirty(rebase(sent, saved))).toBe(false);
    const typedOn = rebase(reduceDraft(sent, { kind: 'added' }), saved);
    expect(typedOn.rows.map(({ text: words }) => words)).toEqual(['Hi', '']);
  });

  test('every row keeps a name of its own', () => {
    const draft = rebase(edited({ kind: 'added' }), {
      version: 4,
      replies: [HELLO, BYE, { shortcut: 'x', text: 'x' }, { shortcut: 'y', text: 'y' }],
    });

    const ids = reduceDraft(draft, { kind: 'added' }).rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
  });
});

describe('keeping the draft', () => {
  test('unsaved edits come back, on top of what was saved meanwhile', () => {
    const kept = keptText(edited(text(0, 'Hi')));

    const draft = draftFrom(kept, { version: 5, replies: [HELLO, { ...BYE, text: 'See you' }] });

    expect(draft.version).toBe(5);
    expect(toSave(draft).replies.map((reply) => reply.text)).toEqual(['Hi', 'See you']);
  });

  test('nothing is kept of a draft without edits', () => {
    expect(keptText(edited())).toBe('');
  });

  test.each(['', 'not json', '7', '{"version":1}', '{"version":1,"nextId":1,"rows":[{"id":"x"}]}'])(
    'what is damaged, as %j, is left behind',
    (kept) => {
      expect(draftFrom(kept, SERVER)).toEqual(draftOf(SERVER));
    },
  );
});

describe('checking', () => {
  const problems = (change: Partial<CannedReply>) =>
    problemsOf(edited({ kind: 'edited', id: 0, change })).get(0);

  test('replies as the server takes them have no problems', () => {
    expect(problemsOf(edited()).size).toBe(0);
  });

  test.each(['', 'Caps', '-dash', 'with space', 'ümlaut', 'x'.repeat(33)])(
    'the shortcut %j is refused',
    (shortcut) => {
      expect(problems({ shortcut })?.shortcut).toBeDefined();
    },
  );

  test('a shortcut stands once, and a deleted one is free', () => {
    expect(problems({ shortcut: 'bye' })?.shortcut).toBe('There is another /bye.');
    const draft = edited(
      { kind: 'edited', id: 0, change: { shortcut: 'bye' } },
      { kind: 'removed', id: 1 },
    );
    expect(problemsOf(draft).size).toBe(0);
  });

  test('a text is neither blank nor too long', () => {
    expect(problems({ text: ' \n' })?.text).toBe('Enter the text.');
    expect(problems({ text: 'x'.repeat(MOST_CHARACTERS + 2) })?.text).toMatch('2 characters');
    expect(problems({ text: 'x'.repeat(MOST_CHARACTERS) })).toBeUndefined();
  });

  test('braces that nothing fills in are pointed out', () => {
    expect(unknownPlaceholders('{customer} {name} {name} { x } {plan}')).toEqual(['{name}']);
  });
});
