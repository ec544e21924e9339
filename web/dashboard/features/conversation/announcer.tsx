import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { customerName } from '../../lib/names.ts';
import { plural } from '../../lib/time.ts';
import { type Announcement, announce } from './announcements.ts';

const KEPT = 20;

/**
 * Speaks new messages. The transcript itself is no live region, so that opening a chat does not
 * read its history aloud. Chats in the background are counted, not read.
 */
export function Announcer() {
  const { desk } = useDesk();
  const held = useStore(desk.held);
  const selectedId = useStore(desk.view, (view) => view.selectedId);
  const [lines, setLines] = useState<readonly Announcement[]>([]);
  const spoken = useRef(new Map<string, number>());
  const counted = useRef(new Map<string, number>());

  useEffect(() => {
    const fresh: Announcement[] = [];
    for (const session of held.sessions.values()) {
      const messages = desk.conversation(session.sessionId)?.getState().messages ?? [];
      const lastSeq = messages.at(-1)?.seq ?? 0;
      const from = spoken.current.get(session.sessionId);
      spoken.current.set(session.sessionId, lastSeq);
      if (session.sessionId === selectedId && from !== undefined && from > 0) {
        fresh.push(...announce(session.sessionId, messages, from, session.customer));
      } else if (session.unread > (counted.current.get(session.sessionId) ?? 0)) {
        const count = plural(session.unread, 'new message');
        const text = `Chat with ${customerName(session.customer)}: ${count}`;
        fresh.push({ key: `${session.sessionId}:${lastSeq}:count`, text });
      }
      counted.current.set(session.sessionId, session.unread);
    }
    if (fresh.length > 0) setLines((before) => [...before, ...fresh].slice(-KEPT));
  }, [held, selectedId, desk]);

  return (
    <div className="visually-hidden" role="log" aria-label="New messages">
      {lines.map((line) => (
        <p key={line.key}>{line.text}</p>
      ))}
    </div>
  );
}
