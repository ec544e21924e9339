import { useState } from 'react';
import type { SessionContext } from '../../../../protocol/http.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { explain } from '../../lib/api.ts';
import { Button } from '../../lib/button.tsx';
import { dayAndTime } from '../../lib/format.ts';
import styles from './monitor.module.css';
import { useAddNote } from './use-team.ts';

/** Longest note the server takes, in characters. */
const MOST_CHARACTERS = 2000;

/** What colleagues wrote for each other, and a line to whoever has the chat. */
export function MonitorNotes(props: { sessionId: string; context: SessionContext }) {
  const { session, notes } = props.context;
  const { desk } = useDesk();
  const add = useAddNote(props.sessionId);
  const [text, setText] = useState('');
  const reader = session.agent?.name ?? 'whoever takes this chat';

  async function send(): Promise<void> {
    if (text.trim() === '') return;
    try {
      await add.mutateAsync(text.trim());
      setText('');
      desk.notices.show('good', `${reader} sees your note now.`);
    } catch (error) {
      // The text stays where it is, to be sent again.
      desk.notices.show('danger', explain(error));
    }
  }

  return (
    <form
      className={styles.notes}
      aria-label="Notes"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {notes.length > 0 ? (
        <ol className={styles.noteList} aria-label="Notes so far">
          {notes.map((note) => (
            <li key={note.n}>
              <b>
                <bdi>{note.by.name ?? 'A colleague'}</bdi>, {dayAndTime(note.at)}
              </b>
              <span dir="auto">{note.text}</span>
            </li>
          ))}
        </ol>
      ) : null}
      <label htmlFor="monitor-note">
        Note to <bdi>{reader}</bdi>. The customer never sees it.
      </label>
      <div className={styles.write}>
        <textarea
          id="monitor-note"
          value={text}
          rows={2}
          maxLength={MOST_CHARACTERS}
          dir="auto"
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            const plain = !event.shiftKey && !event.nativeEvent.isComposing;
            if (event.key !== 'Enter' || !plain) return;
            event.preventDefault();
            void send();
          }}
        />
        <Button type="submit" disabled={text.trim() === ''} pending={add.isPending}>
          Add note
        </Button>
      </div>
    </form>
  );
}
