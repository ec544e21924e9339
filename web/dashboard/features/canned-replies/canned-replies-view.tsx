import { useStore } from 'zustand';
import type { CannedReplies } from '../../../../protocol/http.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { Loading, ViewPage } from '../../lib/view-page.tsx';
import styles from './canned-replies.module.css';
import { PLACEHOLDERS } from './check.ts';
import { Editor } from './editor.tsx';
import { useCannedReplies } from './use-canned-replies.ts';

/** Texts ready to send: everybody reads them, supervisors change them. */
export default function CannedRepliesView() {
  const { desk } = useDesk();
  const supervisor = useStore(desk.agent, ({ agent }) => agent?.supervisor ?? false);
  const replies = useCannedReplies();
  return (
    <ViewPage
      title="Canned replies"
      about="Type / and the shortcut in a reply to put the text there; it can still be changed before it is sent."
      query={replies}
    >
      {supervisor ? <PlaceholderHelp /> : null}
      {replies.data ? (
        supervisor ? (
          <Editor server={replies.data} />
        ) : (
          <ReadOnly replies={replies.data} />
        )
      ) : (
        <Loading query={replies} what="canned replies" />
      )}
    </ViewPage>
  );
}

function PlaceholderHelp() {
  return (
    <details className={styles.help}>
      <summary>Placeholders: what is filled in</summary>
      <dl>
        {PLACEHOLDERS.map(({ name, means, otherwise }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {means}, or “{otherwise}” if it is not known
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function ReadOnly({ replies: { replies } }: { replies: CannedReplies }) {
  if (replies.length === 0) {
    return <EmptyState icon="replies" title="There are no canned replies yet." />;
  }
  return (
    <ul className={styles.rows} aria-label="Canned replies">
      {replies.map(({ shortcut, text }) => (
        <li key={shortcut} className={styles.row}>
          <p className={styles.shortcut}>/{shortcut}</p>
          <p className={styles.text} dir="auto">
            {text}
          </p>
        </li>
      ))}
    </ul>
  );
}
