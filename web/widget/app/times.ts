import { WORDS } from './words.ts';

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_MS = 86_400_000;

/** Time of day in the reader's own way; `at` in ms since the epoch. */
export function timeOf(at: number): string {
  return time.format(at);
}

/** Name of the day of `at`, seen from `now`. */
export function dayOf(at: number, now: number): string {
  const date = new Date(at).toDateString();
  if (date === new Date(now).toDateString()) return WORDS.today;
  if (date === new Date(now - DAY_MS).toDateString()) return WORDS.yesterday;
  return day.format(at);
}
