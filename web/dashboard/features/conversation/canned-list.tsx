import { plural } from '../../lib/time.ts';
import styles from './canned-list.module.css';
import type { CannedChoice } from './use-canned.ts';

/** Id of an option, for the field that keeps the keyboard. */
export const cannedOptionId = (list: string, index: number) => `${list}-${index}`;

/** The replies under a slash; the keyboard stays in the field that owns it. */
export function CannedList(props: {
  id: string;
  choice: CannedChoice;
  onChoose: (index: number) => void;
}) {
  const { id, choice, onChoose } = props;
  const open = choice.replies.length > 0;
  return (
    <>
      <span className="visually-hidden" role="status">
        {open ? plural(choice.replies.length, 'canned reply', 'canned replies') : ''}
      </span>
      {choice.failed && !open ? (
        <p className={styles.list} role="status">
          The canned replies couldn’t be loaded.
        </p>
      ) : null}
      {open ? (
        <div id={id} className={styles.list} role="listbox" aria-label="Canned replies">
          {choice.replies.map((reply, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys.
            <div
              key={reply.shortcut}
              id={cannedOptionId(id, index)}
              className={styles.option}
              role="option"
              tabIndex={-1}
              aria-selected={index === choice.active}
              onPointerMove={() => choice.point(index)}
              // The field keeps the keyboard and its caret.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(index)}
            >
              <b>/{reply.shortcut}</b>
              <span dir="auto">{reply.text}</span>
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}
