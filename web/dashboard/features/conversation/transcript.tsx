import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Assessment } from '../../../../protocol/assessment.ts';
import type { Customer } from '../../../../protocol/escalation.ts';
import type { Message } from '../../../../protocol/message.ts';
import type { Receipt } from '../../../chat-client/receipts.ts';
import { Button } from '../../lib/button.tsx';
import { quotesBySeq } from '../../lib/quotes.ts';
import { Entry } from './entry.tsx';
import { startsGroup } from './grouping.ts';
import styles from './transcript.module.css';

/** Entries shown at first, and added by each press; long transcripts stay quick this way. */
const WINDOW = 100;

/** How near to the end still counts as reading the end, in pixels. */
const NEAR_END = 80;

/** A transcript that stays at its end while the reader is there. */
export function Transcript(props: {
  label: string;
  messages: readonly Message[];
  customer: Customer;
  assessment: Assessment | undefined;
  /** How far the newest of the agent's stored messages has come. */
  receipt?: { seq: number; receipt: Receipt } | undefined;
  /** Entries that are not stored yet. */
  children?: ReactNode;
  /** Changes when something was added below the entries. */
  below?: unknown;
  /** Hears whether the end is in sight, whenever that changes. */
  onEnd?: (atEnd: boolean) => void;
  /** The newest of the agent's own messages on its way; it is always brought into sight. */
  outgoingId?: string | undefined;
}) {
  const { messages, customer, assessment } = props;
  const [shown, setShown] = useState(WINDOW);
  const scroll = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const { onEnd } = props;
  const quotes = useMemo(() => quotesBySeq(assessment), [assessment]);
  const from = Math.max(0, messages.length - shown);

  useLayoutEffect(() => {
    if (props.outgoingId === undefined) return;
    atEnd.current = true;
    onEnd?.(true);
  }, [props.outgoingId, onEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever an entry is added.
  useLayoutEffect(() => {
    if (!atEnd.current) setBehind(true);
  }, [messages.length]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever something is added.
  useLayoutEffect(() => {
    const box = scroll.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  }, [messages.length, props.below]);

  useEffect(() => {
    const box = scroll.current;
    if (!box) return;
    // The composer grows, the wrap-up form takes its place: the end stays in sight.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  return (
    <div className={styles.frame}>
      <section
        ref={scroll}
        className={styles.scroll}
        aria-label={props.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard.
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          const now = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
          if (now !== atEnd.current) onEnd?.(now);
          atEnd.current = now;
          if (now) setBehind(false);
        }}
      >
        {from > 0 ? (
          <div className={styles.earlier}>
            <Button look="quiet" onPress={() => setShown(shown + WINDOW)}>
              Show earlier messages
            </Button>
          </div>
        ) : null}
        <ol className={styles.list}>
          {messages.slice(from).map((message, index) => (
            <Entry
              key={message.seq}
              message={message}
              customer={customer}
              first={startsGroup(message, messages[from + index - 1])}
              quotes={quotes.get(message.seq)}
              receipt={message.seq === props.receipt?.seq ? props.receipt.receipt : undefined}
            />
          ))}
          {props.children}
        </ol>
      </section>
      {behind ? (
        <div className={styles.newest}>
          <Button onPress={() => scroll.current?.scrollTo({ top: scroll.current.scrollHeight })}>
            New messages
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Scrolls the transcript on show to an entry and points it out. */
export function revealEntry(seq: number): void {
  const entry = document.querySelector(`[data-seq="${seq}"]`);
  if (!entry) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  entry.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  const flash = styles.flash ?? '';
  entry.classList.add(flash);
  entry.addEventListener('animationend', () => entry.classList.remove(flash), { once: true });
}
