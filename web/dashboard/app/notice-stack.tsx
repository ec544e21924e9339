import { useStore } from 'zustand';
import { Button } from '../lib/button.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './notice-stack.module.css';

/** Short words that come and go; refusals interrupt a screen reader, the rest does not. */
export function NoticeStack() {
  const { desk } = useDesk();
  const notices = useStore(desk.notices.store);
  return (
    <section className={styles.stack} aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <div
          key={notice.id}
          className={`${styles.notice} ${styles[notice.look] ?? ''}`}
          {...(notice.look === 'danger' ? { role: 'alert' } : {})}
        >
          <p dir="auto">{notice.text}</p>
          {notice.open ? <OpenButton {...notice.open} /> : null}
          <Button
            icon="close"
            label="Dismiss"
            look="quiet"
            onPress={() => desk.notices.dismiss(notice.id)}
          />
        </div>
      ))}
    </section>
  );
}

function OpenButton({ sessionId, name }: { sessionId: string; name: string }) {
  const { desk } = useDesk();
  return <Button onPress={() => desk.open(sessionId)}>Open ({name})</Button>;
}
