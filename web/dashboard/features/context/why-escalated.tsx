import type { Assessment, Evidence } from '../../../../protocol/assessment.ts';
import type { Escalation } from '../../../../protocol/escalation.ts';
import type { Category } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { PriorityBadge } from '../../lib/badge.tsx';
import { pointsAtMessage } from '../../lib/quotes.ts';
import { CATEGORY_WORDS, REASON_WORDS } from '../../lib/words.ts';
import { revealEntry } from '../conversation/transcript.tsx';
import styles from './context.module.css';

const CATEGORIES = Object.keys(CATEGORY_WORDS) as Category[];
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Why the analyzer sent this session to a person, with the words that counted. */
export function WhyEscalated({ escalation }: { escalation: Escalation }) {
  const { assessment } = escalation;
  return (
    <section className={styles.card} aria-label="Why escalated">
      <div className={styles.top}>
        <h3>Why escalated</h3>
        <PriorityBadge priority={escalation.priority} />
      </div>
      <p className={styles.score}>
        <b className="tabular">{percent(assessment.score)}</b> need for a person
      </p>
      <h4>Where it comes from</h4>
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
      <p className={styles.policy}>Policy {assessment.policyVersion}</p>
    </section>
  );
}

function Share({ category, assessment }: { category: Category; assessment: Assessment }) {
  const share = assessment.categories[category];
  const words = CATEGORY_WORDS[category];
  return (
    <div className={styles.category}>
      <span aria-hidden="true">{words}</span>
      <span className={`${styles.value} tabular`} aria-hidden="true">
        {percent(share)}
      </span>
      <progress className={styles.bar} max={1} value={share} aria-label={words}>
        {percent(share)}
      </progress>
    </div>
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
