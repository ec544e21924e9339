import type { History } from '../history.ts';
import { DELIVERY } from './delivery.ts';
import { ESCALATION } from './escalation.ts';
import { OFFERS } from './offers.ts';
import { OWNERSHIP } from './ownership.ts';
import { SESSION } from './session.ts';
import { type Invariant, timelineOf } from './timeline.ts';
import { TIMERS } from './timers.ts';
import { TRANSCRIPT } from './transcript.ts';
import { VIEWS } from './views.ts';

/** Every promise, in the order of its number. */
export const INVARIANTS: readonly Invariant[] = [
  ...TRANSCRIPT,
  ...VIEWS,
  ...SESSION,
  ...OWNERSHIP,
  ...ESCALATION,
  ...OFFERS,
  ...DELIVERY,
  ...TIMERS,
].sort((a, b) => numberOf(a) - numberOf(b));

/** A promise that a history broke. */
export interface Violation {
  id: string;
  name: string;
  text: string;
}

/** Checks a history against every promise, or against one. */
export function violationsOf(history: History, only?: string): Violation[] {
  const timeline = timelineOf(history);
  return INVARIANTS.filter(({ id }) => only === undefined || id === only).flatMap(
    ({ id, name, check }) => check(timeline).map((text) => ({ id, name, text })),
  );
}

function numberOf({ id }: Invariant): number {
  return Number(id.slice(1));
}
