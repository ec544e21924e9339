import { plural } from './time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What stands where there is no figure. */
export const NO_FIGURE = '–';

/** Day and time in the reader's own locale, such as `22 Nov, 12:04`. */
export function dayAndTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** How long ago, in the largest unit that fits: `just now`, `5 minutes ago`, `3 days ago`. */
export function ago(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return `${plural(Math.floor(ms / MINUTE), 'minute')} ago`;
  if (ms < DAY) return `${plural(Math.floor(ms / HOUR), 'hour')} ago`;
  return `${plural(Math.floor(ms / DAY), 'day')} ago`;
}

/** A figure's text, or a dash where there is none. */
export function orDash(value: number | null, words: (value: number) => string): string {
  return value === null ? NO_FIGURE : words(value);
}
