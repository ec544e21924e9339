import { memo } from 'react';
import type { Customer } from '../../../../protocol/escalation.ts';
import type { Message, SystemEvent } from '../../../../protocol/message.ts';
import type { Receipt } from '../../../chat-client/receipts.ts';
import { Icon } from '../../lib/icon.tsx';
import { participantName } from '../../lib/names.ts';
import { markQuotes } from '../../lib/quotes.ts';
import { timeOfDay } from '../../lib/time.ts';
import { EVENT_WORDS } from '../../lib/words.ts';
import { ReceiptLine } from './receipt-line.tsx';
import styles from './transcript.module.css';

/** One entry of a transcript. All text becomes text nodes, whoever wrote it. */
export const Entry = memo(function Entry(props: {
  message: Message;
  customer: Customer;
  /** False if the one before is by the same person and recent. */
  first: boolean;
  quotes: readonly string[] | undefined;
  /** Set on the agent's newest message. */
  receipt?: Receipt | undefined;
}) {
  const { message, customer, first, quotes, receipt } = props;
  const role = message.from.role === 'supervisor' ? 'agent' : message.from.role;
  if (role === 'system') return <SystemLine message={message} />;
  const name = participantName(message.from, customer);
  return (
    <li
      className={`${styles.entry} ${styles[role]} ${first ? styles.first : ''}`}
      data-seq={message.seq}
    >
      {first ? (
        <div className={styles.who}>
          {role === 'bot' ? <Icon name="bot" size={14} /> : null}
          <b dir="auto">{name}</b>
          <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(message.at)}</time>
          {message.bot ? <Confidence bot={message.bot} /> : null}
        </div>
      ) : (
        <span className="visually-hidden">
          {name}, {timeOfDay(message.at)}
        </span>
      )}
      <div className={styles.bubble} dir="auto">
        {quotes
          ? markQuotes(message.text, quotes).map(({ text, marked, at }) =>
              marked ? <mark key={at}>{text}</mark> : text,
            )
          : message.text}
      </div>
      {receipt ? <ReceiptLine receipt={receipt} /> : null}
    </li>
  );
});

function SystemLine({ message }: { message: Message }) {
  return (
    <li className={`${styles.entry} ${styles.system}`} data-seq={message.seq}>
      <span dir="auto">
        {message.text || EVENT_WORDS[message.event as SystemEvent]} ·{' '}
        <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(message.at)}</time>
      </span>
    </li>
  );
}

function Confidence({ bot }: { bot: NonNullable<Message['bot']> }) {
  if (bot.fallback) return <span className={styles.unsure}>No answer found</span>;
  const percent = Math.round(bot.confidence * 100);
  return <span className={styles.confidence}>{percent} % sure</span>;
}
