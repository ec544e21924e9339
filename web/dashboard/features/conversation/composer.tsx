import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Customer } from '../../../../protocol/escalation.ts';
import type { SessionClient } from '../../../chat-client/session-client.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { customerName } from '../../lib/names.ts';
import { fillIn } from './canned.ts';
import { CannedList, cannedOptionId } from './canned-list.tsx';
import styles from './composer.module.css';
import { checkDraft, sends } from './draft.ts';
import { useCanned } from './use-canned.ts';

/** Where the agent writes; the draft survives a change of chat and a reload. */
export function Composer(props: { sessionId: string; client: SessionClient; customer: Customer }) {
  const { sessionId, client, customer } = props;
  const { desk } = useDesk();
  const focus = useStore(desk.view, (view) => view.focus);
  const agent = useStore(desk.agent, (state) => state.agent);
  const [text, setText] = useState(() => desk.drafts.get(sessionId));
  const [caret, setCaret] = useState(text.length);
  const field = useRef<HTMLTextAreaElement>(null);
  const moveCaret = useRef<number | null>(null);
  const listId = useId();
  const choice = useCanned(text, caret);
  const choosing = choice.replies.length > 0;
  const { sendable, left } = checkDraft(text);

  useEffect(() => {
    if (focus?.target === 'reply' && focus.sessionId === sessionId) field.current?.focus();
  }, [focus, sessionId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret is set once the text stands.
  useLayoutEffect(() => {
    if (moveCaret.current === null) return;
    field.current?.setSelectionRange(moveCaret.current, moveCaret.current);
    moveCaret.current = null;
  }, [text]);

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

  function insert(index: number): void {
    const reply = choice.replies[index];
    if (!reply || !choice.slash) return;
    const filled = fillIn(reply.text, {
      customer: customer.name,
      plan: customer.plan,
      agent: agent?.name,
      team: agent?.team,
    });
    const before = text.slice(0, choice.slash.at) + filled;
    moveCaret.current = before.length;
    setCaret(before.length);
    change(before + text.slice(caret));
    field.current?.focus();
  }

  function chooses(event: KeyboardEvent): boolean {
    if (!choosing || event.nativeEvent.isComposing) return false;
    const last = choice.replies.length - 1;
    if (event.key === 'ArrowDown') choice.point(choice.active < last ? choice.active + 1 : 0);
    else if (event.key === 'ArrowUp') choice.point(choice.active > 0 ? choice.active - 1 : last);
    else if (event.key === 'Escape') choice.dismiss();
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey)
      insert(choice.active);
    else return false;
    return true;
  }

  return (
    <div className={styles.composer}>
      <div className={styles.box}>
        <CannedList id={listId} choice={choice} onChoose={insert} />
        <textarea
          ref={field}
          className={styles.text}
          aria-label="Reply"
          aria-autocomplete="list"
          {...(choosing
            ? {
                'aria-controls': listId,
                'aria-activedescendant': cannedOptionId(listId, choice.active),
              }
            : {})}
          placeholder={`Reply to ${customerName(customer)}`}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => {
            setCaret(event.target.selectionStart);
            change(event.target.value);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={choice.dismiss}
          onKeyDown={(event) => {
            if (chooses(event)) {
              event.preventDefault();
              return;
            }
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
        <span>
          Enter sends, Shift + Enter starts a new line, <kbd>/</kbd> brings canned replies
        </span>
        {left === null ? null : (
          <span className={`${left < 0 ? styles.over : ''} tabular`} role="status">
            {left < 0 ? `${-left} characters too many` : `${left} characters left`}
          </span>
        )}
      </div>
    </div>
  );
}
