import type { BusinessHours } from '../../protocol/policy.ts';

/** True if people are to be expected at this time. Without hours it is always. */
export function isOpenAt(hours: BusinessHours | null, now: number): boolean {
  if (!hours) return true;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const day = hours.days[part('weekday').toLowerCase() as keyof BusinessHours['days']];
  const time = `${part('hour')}:${part('minute')}`;
  return day !== undefined && day.from <= time && time < day.to;
}
