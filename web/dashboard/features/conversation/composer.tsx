import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionClient } from '../../../chat-client/session-client.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import styles from './composer.module.css';
import { checkDraft, sends } from './draft.ts';

/** Where the agent writes; the draft survives a change of chat and a reload. */
export function Composer(props: { sessionId: string; client: SessionClient; name: string }) {
  const { sessionId, client, name } = props;
  const { desk } = useDesk();
  const focus = useStore(desk.view, (view) => view.focus);
  const [text, setText] = useState(() => desk.drafts.get(sessionId));
  const field = useRef<HTMLTextAreaElement>(null);
  const { sendable, left } = checkDraft(text);

  useEffect(() => {
    if (focus?.target === 'reply' && focus.sessionId === sessionId) field.current?.focus();
  }, [focus, sessionId]);

  function change(next: string): void {
    setText(next);
    desk.drafts.set(sessionId, next);
    client.setTyping(next.trim() !== '');
  }

  function send(): void {
    if (!sendable) return;
    client.send(text);
    change('');
    field.current?.focus();
  }

  return (
    <div className={styles.composer}>
      <div className={styles.box}>
        <textarea
          ref={field}
          className={styles.text}
          aria-label="Reply"
          placeholder={`Reply to ${name}`}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (!sends({ ...event, isComposing: event.nativeEvent.isComposing })) return;
            event.preventDefault();
            send();
          }}
        />
        <Button icon="send" look="primary" disabled={!sendable} onPress={send}>
          Send
        </Button>
      </div>
      <div className={styles.foot}>
        <span>Enter sends, Shift + Enter starts a new line</span>
        {left === null ? null : (
          <span className={`${left < 0 ? styles.over : ''} tabular`} role="status">
            {left < 0 ? `${-left} characters too many` : `${left} characters left`}
          </span>
        )}
      </div>
    </div>
  );
}
