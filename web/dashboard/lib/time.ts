/** A duration as people read a stopwatch: `0:07`, `12:04`, `1:02:09`. Never negative. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A duration in words for assistive technology: `2 minutes`, `45 seconds`. */
export function spokenDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${plural(hours, 'hour')} ${plural(minutes % 60, 'minute')}`;
  return minutes > 0 ? plural(minutes, 'minute') : plural(seconds, 'second');
}

/** A count with its noun: `1 chat`, `3 chats`, `2 replies`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

/** Time of day in the reader's own locale, such as `12:04`. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** How long ago something was, in words: `just now`, `5 minutes ago`, `3 days ago`. */
export function timeAgo(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  if (minutes < 1) return 'just now';
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return relative.format(-hours, 'hour');
  return relative.format(-Math.floor(hours / 24), 'day');
}

/** How far a wait has gone: past 75 % of the target it is `late`, past the target `over`. */
export function urgencyOfWait(waitedMs: number, targetMs: number): 'fine' | 'late' | 'over' {
  if (waitedMs >= targetMs) return 'over';
  return waitedMs >= targetMs * 0.75 ? 'late' : 'fine';
}

/** The server's clock less ours, from an answer that carries the server's time. */
export function clockOffset(serverTime: number, askedAt: number, answeredAt: number): number {
  // The server read its clock about half-way between question and answer.
  return serverTime - (askedAt + answeredAt) / 2;
}
