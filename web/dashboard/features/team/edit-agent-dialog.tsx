import { useState } from 'react';
import type { Agent } from '../../../../protocol/agent.ts';
import type { QueueName } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { explain } from '../../lib/api.ts';
import { Button } from '../../lib/button.tsx';
import { Modal } from '../../lib/modal.tsx';
import page from '../../lib/view-page.module.css';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { checkAgentForm, MOST_CAPACITY } from './agents.ts';
import styles from './dialogs.module.css';
import { useEditAgent } from './use-team.ts';

const QUEUES = Object.keys(QUEUE_WORDS) as QueueName[];

/** How many chats an agent may hold, and whose customers they are offered. */
export function EditAgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { desk } = useDesk();
  const edit = useEditAgent();
  const [capacity, setCapacity] = useState(String(agent.capacity));
  const [queues, setQueues] = useState<readonly QueueName[]>(agent.queues);
  const [tried, setTried] = useState(false);
  const checked = checkAgentForm(agent, { capacity, queues });
  const problem = tried && 'problem' in checked ? checked.problem : null;

  async function save(): Promise<void> {
    setTried(true);
    if ('problem' in checked) return;
    if (Object.keys(checked.edit).length === 0) return onClose();
    try {
      await edit.mutateAsync({ agentId: agent.agentId, edit: checked.edit });
      desk.notices.show('good', `Saved for ${agent.name}.`);
      onClose();
    } catch {
      // Told below the fields, which keep what was typed.
    }
  }

  return (
    <Modal title={`Edit ${agent.name}`} open onClose={onClose}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label className={styles.row}>
          <span>Most chats at once</span>
          <input
            className={page.field}
            type="number"
            inputMode="numeric"
            min={1}
            max={MOST_CAPACITY}
            value={capacity}
            aria-invalid={problem === 'capacity'}
            aria-describedby={problem === 'capacity' ? 'edit-problem' : undefined}
            onChange={({ target }) => setCapacity(target.value)}
          />
        </label>
        <fieldset
          className={styles.group}
          aria-describedby={problem === 'queues' ? 'edit-problem edit-hint' : 'edit-hint'}
        >
          <legend>Queues</legend>
          {QUEUES.map((queue) => (
            <label key={queue} className={styles.option}>
              <input
                type="checkbox"
                checked={queues.includes(queue)}
                onChange={({ target }) =>
                  setQueues(
                    QUEUES.filter((name) =>
                      name === queue ? target.checked : queues.includes(name),
                    ),
                  )
                }
              />
              {QUEUE_WORDS[queue]}
            </label>
          ))}
          <p id="edit-hint" className={styles.hint}>
            Once changed here, the queues no longer follow what the sign-in says.
          </p>
        </fieldset>
        <p id="edit-problem" role="alert" className={page.problem}>
          {problem === 'capacity' ? `Enter a whole number from 1 to ${MOST_CAPACITY}.` : null}
          {problem === 'queues' ? 'Choose at least one queue.' : null}
          {edit.isError ? explain(edit.error) : null}
        </p>
        <div className={page.actions}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={edit.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
