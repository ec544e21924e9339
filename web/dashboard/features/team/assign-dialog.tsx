import { useState } from 'react';
import type { QueueName } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { Modal } from '../../lib/modal.tsx';
import page from '../../lib/view-page.module.css';
import { Loading } from '../../lib/view-page.tsx';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { candidates, obstacleOf, standingOf } from './agents.ts';
import styles from './dialogs.module.css';
import { useAgents } from './use-agents.ts';
import { useAssign } from './use-team.ts';
import { explainAssignment, STANDING_WORDS } from './words.ts';

/** Chooses who is to have a chat. */
export function AssignDialog(props: {
  sessionId: string;
  customer: string;
  /** Who has it now. */
  holderId: string | undefined;
  queue: QueueName | null;
  onClose: () => void;
}) {
  const { sessionId, customer, queue, onClose } = props;
  const { desk } = useDesk();
  const agents = useAgents({ everyMs: 5_000 });
  const assign = useAssign(sessionId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const choices = candidates(agents.data ?? [], props.holderId);
  const target = choices.find(({ agentId }) => agentId === chosen);

  async function send(): Promise<void> {
    if (!target) return setProblem('Choose an agent first.');
    try {
      await assign.mutateAsync({ agentId: target.agentId });
      desk.notices.show('good', `${customer} is assigned to ${target.name}.`);
      onClose();
    } catch (error) {
      setProblem(explainAssignment(error, target.name));
    }
  }

  return (
    <Modal title={`Assign ${customer} to…`} open onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {agents.data ? null : <Loading query={agents} what="team" />}
        <fieldset className={styles.group}>
          <legend className="visually-hidden">Agent</legend>
          {choices.map((agent) => {
            const obstacle = obstacleOf(agent);
            const foreign = queue !== null && !agent.queues.includes(queue);
            return (
              <label
                key={agent.agentId}
                className={styles.option}
                data-disabled={obstacle !== null}
              >
                <input
                  type="radio"
                  name="assign-to"
                  checked={chosen === agent.agentId}
                  disabled={obstacle !== null}
                  onChange={() => setChosen(agent.agentId)}
                />
                <span className={styles.name} dir="auto">
                  {agent.name}
                </span>
                <span className={styles.hint}>
                  {STANDING_WORDS[obstacle ?? standingOf(agent)]} · {agent.sessions.length} of{' '}
                  {agent.capacity}
                  {foreign ? ` · not in ${QUEUE_WORDS[queue]}` : ''}
                </span>
              </label>
            );
          })}
          {agents.data && choices.length === 0 ? (
            <p className={styles.hint}>There is nobody else.</p>
          ) : null}
        </fieldset>
        <p role="alert" className={page.problem}>
          {problem}
        </p>
        <div className={page.actions}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={assign.isPending}>
            Assign
          </Button>
        </div>
      </form>
    </Modal>
  );
}
