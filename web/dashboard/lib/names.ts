import type { Customer } from '../../../protocol/escalation.ts';
import type { Participant } from '../../../protocol/message.ts';

/** What to call a customer who may not have told their name. */
export function customerName(customer: Customer): string {
  return customer.name ?? 'Customer';
}

/** What to call somebody in a transcript. */
export function participantName(from: Participant, customer: Customer): string {
  switch (from.role) {
    case 'customer':
      return from.name ?? customerName(customer);
    case 'bot':
      return 'Assistant';
    case 'system':
      return 'Switchboard';
    default:
      return from.name ?? 'Agent';
  }
}

/** First letters of the first and the last word of a name, at most two. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => (word ? Array.from(word)[0] : ''))
    .join('')
    .toUpperCase();
}
