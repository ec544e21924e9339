import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../lib/button.tsx';
import { Icon } from '../../lib/icon.tsx';
import page from '../../lib/view-page.module.css';
import styles from './canned-replies.module.css';
import { MOST_CHARACTERS, type RowProblems, unknownPlaceholders } from './check.ts';
import { type DraftEvent, type DraftReply, isEdited } from './draft.ts';

/** One reply as fields, with what is wrong with it and what somebody else made of it. */
export function ReplyRow(props: {
  row: DraftReply;
  problems: RowProblems | undefined;
  /** True if problems show although the field was not left yet. */
  strict: boolean;
  takesFocus: boolean;
  onEdit: (event: DraftEvent) => void;
}) {
  const { row, problems, strict, takesFocus, onEdit } = props;
  const id = useId();
  const [left, setLeft] = useState<ReadonlySet<keyof RowProblems>>(new Set());
  const first = useRef<HTMLInputElement>(null);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (takesFocus) first.current?.focus();
  }, [takesFocus]);

  const shown = (field: keyof RowProblems) =>
    strict || left.has(field) ? problems?.[field] : undefined;
  const leave = (field: keyof RowProblems) => setLeft(new Set(left).add(field));
  const name = row.shortcut === '' ? 'new reply' : `/${row.shortcut}`;
  const unknown = unknownPlaceholders(row.text);

  function remove(): void {
    // A new row goes at once, and its button with it; the keyboard stays near.
    if (row.origin === null) {
      const beside = item.current?.nextElementSibling ?? item.current?.previousElementSibling;
      (beside?.querySelector('input') ?? item.current?.closest('main'))?.focus();
    }
    onEdit({ kind: 'removed', id: row.id });
  }

  return (
    <li ref={item} className={styles.row} data-edited={isEdited(row)} aria-label={name}>
      {row.removed ? (
        <div className={styles.removed}>
          <p>
            <s>/{row.shortcut}</s> will be deleted with the next save.
          </p>
          <Button onPress={() => onEdit({ kind: 'restored', id: row.id })}>
            Keep it <span className="visually-hidden">{name}</span>
          </Button>
        </div>
      ) : (
        <div className={styles.fields}>
          <div className={styles.field}>
            <label htmlFor={`${id}-shortcut`}>Shortcut</label>
            <span className={styles.slashed}>
              <span aria-hidden="true">/</span>
              <input
                ref={first}
                id={`${id}-shortcut`}
                className={page.field}
                value={row.shortcut}
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                aria-invalid={shown('shortcut') !== undefined}
                aria-describedby={`${id}-shortcut-problem`}
                onBlur={() => leave('shortcut')}
                onChange={({ target }) =>
                  onEdit({
                    kind: 'edited',
                    id: row.id,
                    change: { shortcut: target.value.toLowerCase().replace(/^\//, '') },
                  })
                }
              />
            </span>
            <p id={`${id}-shortcut-problem`} className={page.problem}>
              {shown('shortcut')}
            </p>
          </div>
          <div className={styles.field}>
            <label htmlFor={`${id}-text`}>Text</label>
            <textarea
              id={`${id}-text`}
              className={page.field}
              value={row.text}
              rows={2}
              dir="auto"
              aria-invalid={shown('text') !== undefined}
              aria-describedby={`${id}-text-problem ${id}-text-hint`}
              onBlur={() => leave('text')}
              onChange={({ target }) =>
                onEdit({ kind: 'edited', id: row.id, change: { text: target.value } })
              }
            />
            <p id={`${id}-text-problem`} className={page.problem}>
              {shown('text')}
            </p>
            <p id={`${id}-text-hint`} className={styles.hint}>
              {unknown.length > 0
                ? `${unknown.join(', ')} will not be filled in: there is no such placeholder.`
                : null}
              {row.text.length > MOST_CHARACTERS * 0.9
                ? ` ${row.text.length} of ${MOST_CHARACTERS} characters.`
                : null}
            </p>
          </div>
          <Button icon="close" label={`Delete ${name}`} look="quiet" onPress={remove} />
        </div>
      )}
      {row.theirs ? <Theirs row={row} onEdit={onEdit} /> : null}
    </li>
  );
}

function Theirs({ row, onEdit }: { row: DraftReply; onEdit: (event: DraftEvent) => void }) {
  const { theirs } = row;
  if (theirs === null) return null;
  const decide = (keep: 'mine' | 'theirs') => onEdit({ kind: 'decided', id: row.id, keep });
  return (
    <div className={styles.theirs}>
      <Icon name="urgent" size={15} />
      {theirs === 'deleted' ? (
        <p>Somebody else deleted this reply meanwhile.</p>
      ) : (
        <p dir="auto">
          Somebody else changed it meanwhile to <b>/{theirs.shortcut}</b>: {theirs.text}
        </p>
      )}
      <div className={page.actions}>
        <Button onPress={() => decide('mine')}>Keep mine</Button>
        <Button onPress={() => decide('theirs')}>
          {theirs === 'deleted' ? 'Delete it' : 'Take theirs'}
        </Button>
      </div>
    </div>
  );
}
