import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { TransferSession } from '../../../../protocol/http.ts';
import type { QueueName } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { explain } from '../../lib/api.ts';
import { useApi } from '../../lib/api-context.ts';
import { Button } from '../../lib/button.tsx';
import { Modal } from '../../lib/modal.tsx';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { colleagues } from './colleagues.ts';
import styles from './transfer-dialog.module.css';

const QUEUES = Object.keys(QUEUE_WORDS) as QueueName[];
const MOST_NOTE_CHARACTERS = 2000;

type Target = { queue: QueueName } | { agentId: string; name: string };

/** Passes a chat on: to a queue, or to a colleague who is asked first. */
export default function TransferDialog({ sessionId }: { sessionId: string }) {
  const { desk } = useDesk();
  const busy = useStore(desk.busy, ({ running }) => running.has(`transfer:${sessionId}`));
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => desk.view.setState({ transferring: null });

  async function submit(): Promise<void> {
    if (!target) return;
    const text = note.trim();
    const to = 'queue' in target ? QUEUE_WORDS[target.queue] : target.name;
    const body: TransferSession = {
      ...('queue' in target ? { queue: target.queue } : { agentId: target.agentId }),
      ...(text === '' ? {} : { note: text }),
    };
    const refused = await desk.transfer(sessionId, body, to);
    setProblem(refused);
    if (refused === null) close();
  }

  return (
    <Modal title={`Transfer ${desk.customerOf(sessionId)}`} open onClose={close}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <fieldset>
          <legend>To a queue</legend>
          <div className={styles.queues}>
            {QUEUES.map((queue) => (
              <Choice
                key={queue}
                checked={target !== null && 'queue' in target && target.queue === queue}
                onChoose={() => setTarget({ queue })}
              >
                {QUEUE_WORDS[queue]}
              </Choice>
            ))}
          </div>
        </fieldset>
        <Colleagues
          chosen={target !== null && 'agentId' in target ? target.agentId : null}
          onChoose={(agentId, name) => setTarget({ agentId, name })}
        />
        <label className={styles.note}>
          Note for whoever takes over (only your team sees it)
          <textarea
            rows={3}
            maxLength={MOST_NOTE_CHARACTERS}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <p className={styles.hint}>
          The customer is told, keeps the time they have waited, and need not repeat anything.
        </p>
        {problem ? (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        ) : null}
        <div className={styles.actions}>
          <Button onPress={close}>Cancel</Button>
          <Button type="submit" look="primary" disabled={target === null} pending={busy}>
            Transfer
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Colleagues(props: {
  chosen: string | null;
  onChoose: (agentId: string, name: string) => void;
}) {
  const api = useApi();
  const { desk } = useDesk();
  const me = useStore(desk.agent, (state) => state.agent?.agentId);
  const agents = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => api.agents(),
    staleTime: 0,
    refetchInterval: 5_000,
  });
  const known = colleagues(agents.data?.agents ?? [], me);
  return (
    <fieldset>
      <legend>To a colleague, who is asked first</legend>
      {agents.isError ? (
        <p className={styles.problem}>{explain(agents.error)}</p>
      ) : agents.isPending ? (
        <p className={styles.hint}>Looking who is here…</p>
      ) : known.length === 0 ? (
        <p className={styles.hint}>Nobody else has signed in yet.</p>
      ) : (
        <div className={styles.people}>
          {known.map(({ agent, obstacle }) => (
            <Choice
              key={agent.agentId}
              checked={props.chosen === agent.agentId}
              disabled={obstacle !== null}
              onChoose={() => props.onChoose(agent.agentId, agent.name)}
            >
              <span className={styles.person} dir="auto">
                {agent.name}
                <small>{obstacle ?? `${agent.sessions.length} of ${agent.capacity} chats`}</small>
              </span>
            </Choice>
          ))}
        </div>
      )}
    </fieldset>
  );
}

function Choice(props: {
  checked: boolean;
  disabled?: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <label className={styles.choice}>
      <input
        type="radio"
        name="transfer-target"
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={props.onChoose}
      />
      {props.children}
    </label>
  );
}
