import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Note } from '../../../../protocol/escalation.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { Icon } from '../../lib/icon.tsx';
import { timeOfDay } from '../../lib/time.ts';
import styles from './notes-card.module.css';

/** Longest note the server takes. */
const MOST_CHARACTERS = 2000;

/**
 * What the team tells one another about this session. It stands apart from the reply field in place,
 * colour and words, because what is written there the customer reads.
 */
export function NotesCard({ sessionId, notes }: { sessionId: string; notes: readonly Note[] }) {
  const { desk } = useDesk();
  const holds = useStore(desk.held, ({ sessions }) => sessions.has(sessionId));
  return (
    <section className={styles.notes} aria-label="Internal notes">
      <h3>
        <Icon name="lock" />
        Internal notes
      </h3>
      <p className={styles.hint}>Only your team sees this. Never the customer.</p>
      {notes.length > 0 ? (
        <ol>
          {notes.map((note) => (
            <li key={note.n}>
              <p dir="auto">{note.text}</p>
              <small>
                {note.by.name ?? 'A colleague'} · {timeOfDay(note.at)}
              </small>
            </li>
          ))}
        </ol>
      ) : null}
      {holds ? <NoteForm sessionId={sessionId} /> : null}
    </section>
  );
}

function NoteForm({ sessionId }: { sessionId: string }) {
  const { desk } = useDesk();
  const focus = useStore(desk.view, (view) => view.focus);
  const busy = useStore(desk.busy, ({ running }) => running.has(`note:${sessionId}`));
  const draft = `note-${sessionId}`;
  const [text, setText] = useState(() => desk.drafts.get(draft));
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (focus?.target === 'note' && focus.sessionId === sessionId) field.current?.focus();
  }, [focus, sessionId]);

  function change(next: string): void {
    setText(next);
    desk.drafts.set(draft, next);
  }

  async function add(): Promise<void> {
    if (text.trim() === '') return;
    const refused = await desk.addNote(sessionId, text.trim());
    setProblem(refused);
    if (refused === null) change('');
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <textarea
        ref={field}
        aria-label="Internal note"
        placeholder="Write a note for your team"
        rows={2}
        maxLength={MOST_CHARACTERS}
        dir="auto"
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void add();
        }}
      />
      {problem ? <p role="alert">{problem}</p> : null}
      <Button type="submit" icon="lock" disabled={text.trim() === ''} pending={busy}>
        Add note
      </Button>
    </form>
  );
}
