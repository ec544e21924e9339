import type { PreviousContact } from '../../../../protocol/escalation.ts';
import { timeAgo } from '../../lib/time.ts';

/** The contact before this one in a sentence: `Talked to Asha 3 hours ago`. */
export function describeContact(contact: PreviousContact, now: number): string {
  const who = contact.agentName ?? (contact.agentId ? 'an agent' : 'the assistant');
  return `Talked to ${who} ${timeAgo(contact.at, now)}`;
}

/** The badge of a customer who comes again, by the contacts before this one; null for the first. */
export function repeatBadge(recentContacts: readonly unknown[]): string | null {
  const times = recentContacts.length + 1;
  return times > 1 ? `${ordinal(times)} contact in 7 days` : null;
}

function ordinal(n: number): string {
  const suffixes: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  return `${n}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}
