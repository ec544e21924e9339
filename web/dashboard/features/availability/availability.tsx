import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useStore } from 'zustand';
import type { Availability } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { AVAILABILITY_WORDS } from '../../lib/words.ts';
import { placesTaken } from '../conversation/held.ts';
import styles from './availability.module.css';

const CHOICES = Object.keys(AVAILABILITY_WORDS) as Availability[];

/** What the agent chose to be; one press changes it. */
export function AvailabilityControl() {
  const { desk } = useDesk();
  const agent = useStore(desk.agent, (state) => state.agent);
  const busy = useStore(desk.busy, ({ running }) => running.has('availability:'));
  return (
    <ToggleButtonGroup
      aria-label="Availability"
      className={styles.group ?? ''}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={agent === null || busy}
      selectedKeys={agent ? [agent.availability] : []}
      onSelectionChange={(keys) => {
        const [chosen] = keys;
        void desk.setAvailability(chosen as Availability);
      }}
    >
      {CHOICES.map((choice) => (
        <ToggleButton key={choice} id={choice} className={styles.option ?? ''}>
          <span className={`${styles.dot} ${styles[choice]}`} aria-hidden="true" />
          <span className={styles.word}>{AVAILABILITY_WORDS[choice]}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** How many chats the agent holds of how many they may. */
export function CapacityMeter() {
  const { desk } = useDesk();
  const agent = useStore(desk.agent, (state) => state.agent);
  const held = useStore(desk.held, (state) => placesTaken(state, agent?.sessions ?? []));
  if (!agent) return null;
  const full = held >= agent.capacity;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the drawn places stand for a bar of one's own.
    <div
      className={`${styles.meter} ${full ? styles.full : ''}`}
      role="meter"
      aria-label="Chats held"
      aria-valuemin={0}
      aria-valuemax={agent.capacity}
      aria-valuenow={Math.min(held, agent.capacity)}
      aria-valuetext={`${held} of ${agent.capacity}${full ? ', at capacity' : ''}`}
    >
      <span className={styles.places} aria-hidden="true">
        {Array.from({ length: agent.capacity }, (_, place) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: places differ by nothing but their order.
            key={place}
            className={`${styles.place} ${place < held ? styles.taken : ''}`}
          />
        ))}
      </span>
      <span className={`${styles.words} tabular`}>
        {held} of {agent.capacity}
        {full ? ' · At capacity' : ''}
      </span>
    </div>
  );
}

/** Says what it means not to be available or not to have answered, and how to change it. */
export function AvailabilityHint() {
  const { desk } = useDesk();
  const agent = useStore(desk.agent, (state) => state.agent);
  const busy = useStore(desk.busy, ({ running }) => running.has('availability:'));
  if (!agent) return null;
  const goAvailable = () => void desk.setAvailability('available');
  if (agent.status === 'not_responding') {
    return (
      <div className={`${styles.hint} ${styles.missed}`} role="alert">
        <span>
          <strong>You missed a chat.</strong> No new ones are offered to you until you are ready
          again.
        </span>
        <Button look="primary" pending={busy} onPress={goAvailable}>
          I’m ready again
        </Button>
      </div>
    );
  }
  if (agent.availability === 'available') return null;
  const word = AVAILABILITY_WORDS[agent.availability].toLowerCase();
  return (
    <div className={styles.hint}>
      <span>
        <strong>You’re {word}</strong> – new chats won’t be announced to you
        {agent.availability === 'offline' ? ', and you can’t join any.' : '.'}
      </span>
      <Button pending={busy} onPress={goAvailable}>
        Go available
      </Button>
    </div>
  );
}
