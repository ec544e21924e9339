import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Disposition } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { CLOSE_WORDS, DISPOSITION_WORDS } from '../../lib/words.ts';
import type { HeldSession } from '../conversation/held.ts';
import styles from './wrap-up.module.css';
import { MOST_NOTE_CHARACTERS, toWrapUp } from './wrap-up.ts';

const DISPOSITIONS = Object.keys(DISPOSITION_WORDS) as Disposition[];

/** What came of the contact; once it is done the chat leaves Mine. */
export function WrapUpForm({ held }: { held: HeldSession }) {
  const { desk } = useDesk();
  const focus = useStore(desk.view, (view) => view.focus);
  const busy = useStore(desk.busy, ({ running }) => running.has(`wrap-up:${held.sessionId}`));
  const [disposition, setDisposition] = useState<Disposition | null>(null);
  const [note, setNote] = useState('');
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (focus?.target !== 'wrap-up' || focus.sessionId !== held.sessionId) return;
    form.current?.querySelector('input')?.focus();
  }, [focus, held.sessionId]);

  return (
    <form
      ref={form}
      className={styles.form}
      aria-label="Wrap-up"
      onSubmit={(event) => {
        event.preventDefault();
        if (disposition) void desk.wrapUp(held.sessionId, toWrapUp(disposition, note));
      }}
    >
      <div className={styles.inner}>
        <p className={styles.title} role="status">
          Wrap-up
          <span>{held.closeReason ? CLOSE_WORDS[held.closeReason] : 'This chat has ended.'}</span>
        </p>
        <div className={styles.choices} role="radiogroup" aria-label="Disposition">
          <p className={styles.question}>What came of it?</p>
          {DISPOSITIONS.map((value) => (
            <label key={value} className={styles.choice}>
              <input
                type="radio"
                name={`disposition-${held.sessionId}`}
                checked={disposition === value}
                onChange={() => setDisposition(value)}
              />
              {DISPOSITION_WORDS[value]}
            </label>
          ))}
        </div>
        <label className={styles.note}>
          Note for colleagues (optional)
          <textarea
            value={note}
            maxLength={MOST_NOTE_CHARACTERS}
            dir="auto"
            rows={2}
            aria-label="Note"
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <div className={styles.foot}>
          <span>This place is free again once you are done, or after two minutes.</span>
          <Button type="submit" look="primary" disabled={disposition === null} pending={busy}>
            Done
          </Button>
        </div>
      </div>
    </form>
  );
}
