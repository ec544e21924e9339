import { useStore } from 'zustand';
import type { Assessment, Evidence } from '../../../../protocol/assessment.ts';
import type { Escalation } from '../../../../protocol/escalation.ts';
import type { Category } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { PriorityBadge } from '../../lib/badge.tsx';
import { pointsAtMessage } from '../../lib/quotes.ts';
import { BAND_WORDS, CATEGORY_WORDS, REASON_WORDS } from '../../lib/words.ts';
import { revealEntry } from '../conversation/transcript.tsx';
import styles from './context.module.css';
import { FeedbackForm } from './feedback-form.tsx';

const CATEGORIES = Object.keys(CATEGORY_WORDS) as Category[];
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What older records do not say. */
const UNKNOWN = '—';

/**
 * Why the analyzer sent this session to a person: each category's part, the words and facts that
 * counted, and what would have changed it. Whoever holds the chat says whether it was right.
 */
export function WhyEscalated(props: { sessionId: string; escalation: Escalation }) {
  const { sessionId, escalation } = props;
  const { assessment } = escalation;
  const { desk } = useDesk();
  const holds = useStore(desk.held, ({ sessions }) => sessions.has(sessionId));
  const client = holds ? desk.conversation(sessionId) : undefined;
  return (
    <section className={styles.card} aria-label="Why escalated">
      <div className={styles.top}>
        <h3>Why escalated</h3>
        <PriorityBadge priority={escalation.priority} />
      </div>
      <p className={styles.score}>
        <b className="tabular">{percent(assessment.score)}</b> need for a person
        <span className={styles.band}>
          {assessment.band ? BAND_WORDS[assessment.band] : UNKNOWN}
        </span>
      </p>
      <h4>Share of the decision</h4>
      {CATEGORIES.map((category) => (
        <Share key={category} category={category} assessment={assessment} />
      ))}
      <h4>Reasons</h4>
      <ol>
        {assessment.reasons.map((reason) => (
          <li key={reason.code} className={styles.reason}>
            <p>
              <span>{REASON_WORDS[reason.code]}</span>
              <span className="tabular">{percent(reason.score)}</span>
            </p>
            {reason.evidence.map((evidence) => (
              <EvidenceLine key={`${evidence.seq}:${evidence.text}`} evidence={evidence} />
            ))}
          </li>
        ))}
      </ol>
      <TurningPoints sentences={assessment.turningPoints ?? []} />
      <p className={styles.policy}>Policy {assessment.policyVersion}</p>
      {client ? (
        <FeedbackForm
          key={escalation.escalationId}
          sessionId={sessionId}
          escalation={escalation}
          client={client}
        />
      ) : null}
    </section>
  );
}

function Share({ category, assessment }: { category: Category; assessment: Assessment }) {
  const share = assessment.shares?.[category];
  const words = CATEGORY_WORDS[category];
  const value = share === undefined ? UNKNOWN : percent(share);
  return (
    <div className={styles.category}>
      <span aria-hidden="true">{words}</span>
      <span className={`${styles.value} tabular`} aria-hidden="true">
        {value}
      </span>
      <progress
        className={styles.bar}
        max={1}
        value={share ?? 0}
        aria-label={words}
        aria-valuetext={share === undefined ? 'not known' : value}
      />
    </div>
  );
}

function TurningPoints({ sentences }: { sentences: readonly string[] }) {
  return (
    <details className={styles.turning}>
      <summary>What would have changed it</summary>
      {sentences.length > 0 ? (
        <ul className={styles.list} dir="auto">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p>{UNKNOWN}</p>
      )}
    </details>
  );
}

function EvidenceLine({ evidence }: { evidence: Evidence }) {
  const { desk } = useDesk();
  function reveal(): void {
    // Where the details lie over the conversation, they would hide what is pointed at.
    desk.view.setState({ detailsOpen: false });
    revealEntry(evidence.seq);
  }
  return (
    <div className={styles.evidence}>
      {evidence.quote ? (
        <span dir="auto">
          <mark>“{evidence.text}”</mark>
        </span>
      ) : (
        <span>{evidence.text}</span>
      )}
      {pointsAtMessage(evidence) ? (
        <button type="button" className={styles.link} onClick={reveal}>
          Message {evidence.seq}
        </button>
      ) : null}
    </div>
  );
}
