import { useId, useState, useSyncExternalStore } from 'react';
import type { Escalation } from '../../../../protocol/escalation.ts';
import type { GiveFeedback } from '../../../../protocol/http.ts';
import type { FeedbackVerdict } from '../../../../protocol/vocabulary.ts';
import type { SessionClient } from '../../../chat-client/session-client.ts';
import { explain } from '../../lib/api.ts';
import { Button } from '../../lib/button.tsx';
import { turnChoices, VERDICT_WORDS } from './feedback.ts';
import styles from './feedback-form.module.css';
import { useGiveFeedback } from './use-feedback.ts';

/** Longest note the server takes. */
const MOST_CHARACTERS = 500;

const VERDICTS = Object.keys(VERDICT_WORDS) as FeedbackVerdict[];

/**
 * The agent says whether a person was called at the right time: one press, and a note or the right
 * turn if they like.
 */
export function FeedbackForm(props: {
  sessionId: string;
  escalation: Escalation;
  client: SessionClient;
}) {
  const { sessionId, escalation, client } = props;
  const saved = escalation.feedback;
  const give = useGiveFeedback(sessionId);
  const verdict = give.isPending ? give.variables.verdict : saved?.verdict;

  function say(given: GiveFeedback): void {
    // One at a time, or the earlier word could be stored last.
    if (!give.isPending) give.mutate(given);
  }

  return (
    <div className={styles.feedback}>
      <fieldset className={styles.verdicts}>
        <legend>Was a person called at the right time?</legend>
        {VERDICTS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={verdict === one}
            onClick={() => {
              if (saved?.verdict === one) return;
              say({ verdict: one, ...(saved?.note ? { note: saved.note } : {}) });
            }}
          >
            {VERDICT_WORDS[one]}
          </button>
        ))}
      </fieldset>
      {saved && verdict ? (
        <Details
          key={verdict}
          escalation={escalation}
          client={client}
          verdict={verdict}
          pending={give.isPending}
          onSave={say}
        />
      ) : null}
      <p className={styles.state} role="status">
        {give.isPending ? 'Saving…' : saved ? `Saved: ${VERDICT_WORDS[saved.verdict]}.` : ''}
      </p>
      {give.isError ? (
        <p className={styles.problem} role="alert">
          Not saved. {explain(give.error)}
        </p>
      ) : null}
    </div>
  );
}

function Details(props: {
  escalation: Escalation;
  client: SessionClient;
  verdict: FeedbackVerdict;
  pending: boolean;
  onSave: (given: GiveFeedback) => void;
}) {
  const { escalation, client, verdict, pending, onSave } = props;
  const { feedback, assessment } = escalation;
  const { messages } = useSyncExternalStore(client.subscribe, client.getState);
  const choices = turnChoices(messages, assessment.assessedSeq, verdict);
  const savedTurn = feedback?.verdict === verdict ? (feedback.turn ?? 0) : 0;
  const [turn, setTurn] = useState(savedTurn);
  const [note, setNote] = useState(feedback?.note ?? '');
  const same = turn === savedTurn && note.trim() === (feedback?.note ?? '');
  const id = useId();

  return (
    <form
      className={styles.details}
      onSubmit={(event) => {
        event.preventDefault();
        const words = note.trim();
        onSave({ verdict, ...(turn > 0 ? { turn } : {}), ...(words ? { note: words } : {}) });
      }}
    >
      {choices.length > 0 ? (
        <label htmlFor={`${id}-turn`}>
          A person was needed
          <select
            id={`${id}-turn`}
            value={turn}
            onChange={(event) => setTurn(Number(event.target.value))}
          >
            <option value={0}>{verdict === 'too_late' ? 'shortly before' : 'not at all'}</option>
            {choices.map((choice) => (
              <option key={choice.turn} value={choice.turn}>
                {choice.turn}: {choice.text.slice(0, 60)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label htmlFor={`${id}-note`}>
        Why (optional)
        <input
          id={`${id}-note`}
          value={note}
          maxLength={MOST_CHARACTERS}
          dir="auto"
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <Button type="submit" disabled={same} pending={pending}>
        Save
      </Button>
    </form>
  );
}
