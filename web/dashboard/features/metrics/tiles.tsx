import type { Metrics } from '../../../../protocol/http.ts';
import { plural } from '../../lib/time.ts';
import { figuresOf, longest } from './figures.ts';
import styles from './metrics.module.css';
import { duration, percent, QUEUES, rating } from './words.ts';

/** The day at a glance. */
export function Tiles({ metrics }: { metrics: Metrics }) {
  const day = figuresOf(metrics.total);
  const tiles: readonly [name: string, figure: string | number, more: string][] = [
    ['Handled', day.handled, `of ${plural(day.escalations, 'request')} for a person`],
    [
      'Abandoned',
      day.abandoned,
      `${day.deferred} left a message, ${day.cancelled} went back to the assistant`,
    ],
    [
      'Service level',
      percent(day.serviceLevel),
      `answered within ${Math.round(metrics.serviceLevelMs / 1000)} s`,
    ],
    ['Average wait', duration(day.averageWaitMs), 'until an agent took it'],
    ['Longest wait', duration(longest(metrics, QUEUES)), 'of the day'],
    ['First reply', duration(day.averageFirstReplyMs), 'on average'],
    ['Handle time', duration(day.averageHandleMs), 'on average'],
    ['Handoff rate', percent(day.handoffRate), `of ${plural(metrics.total.sessions, 'chat')}`],
    ['Transfers', day.transfers, 'to a queue or a colleague'],
    ['Re-queues', day.requeues, 'went back to the queue'],
    ['Missed offers', day.missedOffers, 'not answered in time'],
    [
      'Satisfaction',
      rating(day.csat),
      day.csatCount > 0 ? `of 5, ${plural(day.csatCount, 'rating')}` : 'no ratings yet',
    ],
  ];
  return (
    <dl className={styles.tiles} aria-label="The day at a glance">
      {tiles.map(([name, figure, more]) => (
        <div key={name} className={styles.tile}>
          <dt>{name}</dt>
          <dd className={`${styles.figure} tabular`}>{figure}</dd>
          <dd className={styles.more}>{more}</dd>
        </div>
      ))}
    </dl>
  );
}
