import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { CommandButton } from '../../commands/command-button.tsx';
import { Chip, PriorityBadge } from '../../lib/badge.tsx';
import { customerName } from '../../lib/names.ts';
import { useNow } from '../../lib/ticker.ts';
import { spokenDuration, stopwatch } from '../../lib/time.ts';
import { excerptWords, PRIORITY_WORDS, QUEUE_WORDS, REASON_WORDS } from '../../lib/words.ts';
import styles from './offer-card.module.css';
import { currentOffer, describeEnd, type Offer } from './offers.ts';

/** A press meant for what lay here before the card came must not answer it, in ms. */
const ARMED_AFTER_MS = 600;

/** Asks the agent to take a session. It never takes the keyboard away from what it is in. */
export function OfferCard() {
  const { desk } = useDesk();
  const offer = useStore(desk.offers, currentOffer);
  return (
    <>
      <div className="visually-hidden" role="alert">
        {offer ? spoken(offer) : ''}
      </div>
      {offer ? <Card key={offer.offerId} offer={offer} /> : null}
    </>
  );
}

function spoken({ card, ended }: Offer): string {
  if (ended) return describeEnd(ended);
  const words = [QUEUE_WORDS[card.queue], PRIORITY_WORDS[card.priority]].join(', ');
  return `New chat offered: ${customerName(card.customer)}, ${words}. Accept with Alt Y, let it pass with Alt X.`;
}

function Card({ offer }: { offer: Offer }) {
  const { card, ended } = offer;
  const { desk } = useDesk();
  const me = useStore(desk.agent, (state) => state.agent?.agentId);
  const [first] = card.reasons;
  const section = useRef<HTMLElement>(null);
  useRoom(section);
  return (
    <section
      ref={section}
      className={styles.card}
      data-ended={ended !== null}
      aria-label="Offered chat"
    >
      <header className={styles.head}>
        <h2>{ended ? 'Chat was offered' : 'New chat for you?'}</h2>
        {ended ? null : <Countdown expiresAt={offer.expiresAt} />}
      </header>
      <p className={styles.name}>
        <b dir="auto">{customerName(card.customer)}</b>
        {card.customer.plan ? <span dir="auto"> · {card.customer.plan}</span> : null}
      </p>
      <p className={styles.excerpt} dir="auto">
        {excerptWords(card.excerpt)}
      </p>
      <div className={styles.chips}>
        <PriorityBadge priority={card.priority} />
        <Chip>{QUEUE_WORDS[card.queue]}</Chip>
        {first ? <Chip>{REASON_WORDS[first.code]}</Chip> : null}
        {me !== undefined && card.preferredAgent === me ? <Chip>Asks for you</Chip> : null}
        {card.customerPresent ? null : <Chip>Customer disconnected</Chip>}
      </div>
      {ended ? <p className={styles.ended}>{describeEnd(ended)}</p> : <Answers offer={offer} />}
    </section>
  );
}

/** Tells the style sheets how much room the card takes, so that it pushes instead of covering. */
function useRoom(card: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!card.current) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      const size = entry?.borderBoxSize[0]?.blockSize ?? 0;
      style.setProperty('--offer-room', `${Math.ceil(size) + 28}px`);
    });
    observer.observe(card.current);
    return () => {
      observer.disconnect();
      style.removeProperty('--offer-room');
    };
  }, [card]);
}

function Answers({ offer }: { offer: Offer }) {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.answers}>
      <CommandButton
        id="accept-offer"
        look="primary"
        large
        showKeys
        disabled={!armed}
        busyKey={`join:${offer.card.sessionId}`}
      />
      <CommandButton
        id="reject-offer"
        large
        showKeys
        disabled={!armed}
        busyKey={`reject:${offer.offerId}`}
      />
    </div>
  );
}

function Countdown({ expiresAt }: { expiresAt: number }) {
  const { ticker } = useDesk();
  const now = useNow(ticker);
  const left = Math.max(0, expiresAt - now);
  const [whole] = useState(() => Math.max(1, expiresAt - ticker.now()));
  return (
    <span className={styles.clock} data-soon={left < 10_000}>
      <progress max={whole} value={left} aria-hidden="true" />
      <span className="tabular" aria-hidden="true">
        {stopwatch(left)}
      </span>
      <span className="visually-hidden">{spokenDuration(left)} left to answer</span>
    </span>
  );
}
