/** `12:03:04` of today, with the date on other days. */
export function time(at: number): string {
  const date = new Date(at);
  const clock = date.toLocaleTimeString([], { hour12: false });
  return date.toDateString() === new Date().toDateString()
    ? clock
    : `${date.toLocaleDateString()} ${clock}`;
}

/** `4 s`, `3 min`, `2 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** Whole milliseconds; tenths below ten. */
export function millis(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** JSON is laid out; anything else stays as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A name without the stack before it and the hash that CloudFormation put behind it. */
export function shortName(name: string): string {
  return /^[A-Za-z0-9]+-([A-Za-z0-9]+?)[0-9A-F]{8}$/.exec(name)?.[1] ?? name;
}
