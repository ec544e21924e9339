import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { Modal } from '../../lib/modal.tsx';
import { customerName } from '../../lib/names.ts';
import { plural } from '../../lib/time.ts';
import { type HeldSession, liveSessions } from '../conversation/held.ts';
import styles from './leaving-dialog.module.css';

/** Asks what is to become of the open chats before the agent goes. */
export default function LeavingDialog({ purpose }: { purpose: 'go-offline' | 'sign-out' }) {
  const { desk, signOutNow } = useDesk();
  const held = useStore(desk.held);
  const open = liveSessions(held);
  const done = useRef<HTMLDivElement>(null);
  const none = open.length === 0;
  const close = () => desk.view.setState({ dialog: null });

  useEffect(() => {
    // The button that was pressed is gone with its chat.
    if (none) done.current?.querySelector('button')?.focus();
  }, [none]);

  function go(): void {
    close();
    if (purpose === 'sign-out') signOutNow();
    else void desk.goOffline();
  }

  const going = purpose === 'sign-out' ? 'Sign out' : 'Go offline';
  return (
    <Modal title={`${going} with open chats?`} open onClose={close} alert>
      <p className={styles.text} role="status">
        {none
          ? 'All your chats are taken care of.'
          : `You are still in ${plural(open.length, 'chat')}. Choose what becomes of ${open.length === 1 ? 'it' : 'each'}, so that nobody is left waiting for you.`}
      </p>
      <ul className={styles.list}>
        {open.map((session) => (
          <Row key={session.sessionId} session={session} />
        ))}
      </ul>
      {open.length > 1 ? (
        <div className={styles.all}>
          <span>All of them:</span>
          <Button onPress={() => void all(open, desk.release)}>Back to the queue</Button>
          <Button onPress={() => void all(open, desk.returnToBot)}>To the assistant</Button>
          <Button look="danger" onPress={() => void all(open, desk.end)}>
            End
          </Button>
        </div>
      ) : null}
      <div className={styles.actions} ref={done}>
        {none ? (
          <Button look="primary" onPress={go}>
            {going}
          </Button>
        ) : null}
        <Button onPress={close}>Stay</Button>
        {none ? null : (
          <Button
            onPress={() => {
              close();
              void desk.setAvailability('away');
            }}
          >
            Finish them, no new ones
          </Button>
        )}
      </div>
    </Modal>
  );
}

/** One after the other: each answer frees a place and moves the selection. */
async function all(
  sessions: readonly HeldSession[],
  command: (sessionId: string) => Promise<void>,
): Promise<void> {
  for (const { sessionId } of sessions) await command(sessionId);
}

function Row({ session }: { session: HeldSession }) {
  const { desk } = useDesk();
  const { sessionId } = session;
  const name = customerName(session.customer);
  const busy = useStore(desk.busy, ({ running }) =>
    ['release', 'return-to-bot', 'transfer', 'end'].some((it) => running.has(`${it}:${sessionId}`)),
  );
  return (
    <li className={styles.row}>
      <b dir="auto">{name}</b>
      <span className={styles.buttons}>
        <Button
          label={`Transfer: ${name}`}
          pending={busy}
          onPress={() => desk.view.setState({ transferring: sessionId })}
        >
          Transfer
        </Button>
        <Button
          label={`To the queue: ${name}`}
          pending={busy}
          onPress={() => void desk.release(sessionId)}
        >
          To the queue
        </Button>
        <Button
          label={`To the assistant: ${name}`}
          pending={busy}
          onPress={() => void desk.returnToBot(sessionId)}
        >
          To the assistant
        </Button>
        <Button
          label={`End: ${name}`}
          look="danger"
          pending={busy}
          onPress={() => void desk.end(sessionId)}
        >
          End
        </Button>
      </span>
    </li>
  );
}
