import { useEffect, useState } from 'react';
import type { CannedReplies } from '../../../../protocol/http.ts';
import { ApiError } from '../../../chat-client/http.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { explain } from '../../lib/api.ts';
import { Button } from '../../lib/button.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { plural } from '../../lib/time.ts';
import page from '../../lib/view-page.module.css';
import styles from './canned-replies.module.css';
import { MOST_REPLIES, problemsOf } from './check.ts';
import {
  type DraftEvent,
  hasConflicts,
  isDirty,
  isEdited,
  rebase,
  reduceDraft,
  toSave,
} from './draft.ts';
import { DRAFT_KEY, draftFrom, keptText } from './keep-draft.ts';
import { ReplyRow } from './reply-row.tsx';
import { useSaveCannedReplies } from './use-canned-replies.ts';

/** All replies as fields, saved together. */
export function Editor({ server }: { server: CannedReplies }) {
  const { desk } = useDesk();
  const save = useSaveCannedReplies();
  const [draft, setDraft] = useState(() => draftFrom(desk.drafts.get(DRAFT_KEY), server));
  const [tried, setTried] = useState(false);
  const [added, setAdded] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  const problems = problemsOf(draft);
  const dirty = isDirty(draft);
  const conflicts = hasConflicts(draft);
  const edits = draft.rows.filter(isEdited).length;

  // Somebody saved, here or elsewhere: what is not saved yet goes on top of it.
  if (server.version !== draft.version) setDraft(rebase(draft, server));

  useEffect(() => desk.drafts.set(DRAFT_KEY, keptText(draft)), [desk, draft]);

  useEffect(() => {
    if (!dirty) return;
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', leaving);
    return () => window.removeEventListener('beforeunload', leaving);
  }, [dirty]);

  function edit(event: DraftEvent): void {
    setProblem('');
    if (event.kind === 'added') setAdded(draft.nextId);
    setDraft((before) => reduceDraft(before, event));
  }

  async function submit(): Promise<void> {
    setTried(true);
    if (problems.size > 0) return setProblem('Some replies need a correction first.');
    if (conflicts) return setProblem('Decide the replies that somebody else changed too.');
    setProblem('');
    try {
      await save.mutateAsync(toSave(draft));
      setTried(false);
      desk.notices.show('good', 'The canned replies are saved.');
    } catch (error) {
      const stale = error instanceof ApiError && error.code === 'stale_version';
      setProblem(
        stale
          ? 'Somebody else saved meanwhile. Your edits are still here, on top of theirs: look them over and save again.'
          : explain(error),
      );
    }
  }

  return (
    <form
      className={styles.form}
      noValidate
      aria-label="Canned replies"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {draft.rows.length === 0 ? (
        <EmptyState icon="replies" title="There are no canned replies yet.">
          Add the first one: a greeting, or the answer you type most.
        </EmptyState>
      ) : null}
      <ul className={styles.rows} aria-label="Canned replies">
        {draft.rows.map((row) => (
          <ReplyRow
            key={row.id}
            row={row}
            problems={problems.get(row.id)}
            strict={tried}
            takesFocus={row.id === added}
            onEdit={edit}
          />
        ))}
      </ul>
      <div className={styles.bar}>
        <Button
          disabled={draft.rows.length >= MOST_REPLIES}
          onPress={() => edit({ kind: 'added' })}
        >
          Add a reply
        </Button>
        <p role="status" className={styles.count}>
          {dirty ? `${plural(edits, 'unsaved change')}.` : 'Everything is saved.'}
        </p>
        <p role="alert" className={page.problem}>
          {problem}
        </p>
        <div className={page.actions}>
          <Button disabled={!dirty} onPress={() => edit({ kind: 'reverted' })}>
            Discard changes
          </Button>
          <Button type="submit" look="primary" disabled={!dirty} pending={save.isPending}>
            Save
          </Button>
        </div>
      </div>
    </form>
  );
}
