/**
 * Stands in for the SDK's own readers and writers of timestamps: `Date` knows the same formats.
 * Only `Retry-After` holds one in the answers that Switchboard reads.
 */

/** An HTTP date, as in `Tue, 29 Apr 2014 18:30:38 GMT`. */
export function dateToUtcString(date: Date): string {
  return date.toUTCString();
}

/** Seconds since 1970. @throws TypeError for anything but a finite number. */
export function parseEpochTimestamp(value: unknown): Date | undefined {
  return value == null ? undefined : valid(new Date(Math.round(Number(value) * 1000)));
}

/** A date as text. @throws TypeError if it is none. */
export function parseDateTime(value: unknown): Date | undefined {
  return value == null ? undefined : valid(new Date(String(value)));
}

export {
  parseDateTime as _parseRfc3339DateTimeWithOffset,
  parseDateTime as _parseRfc7231DateTime,
  parseDateTime as parseRfc3339DateTime,
  parseDateTime as parseRfc3339DateTimeWithOffset,
  parseDateTime as parseRfc7231DateTime,
  parseEpochTimestamp as _parseEpochTimestamp,
};

function valid(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new TypeError('Invalid timestamp');
  return date;
}
