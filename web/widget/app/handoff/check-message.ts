import { checkDraft } from '../composer-limit.ts';
import { HANDOFF_WORDS } from './handoff-words.ts';

/** What is wrong with a message to leave, by field; null for nothing. */
export interface MessageFaults {
  readonly contact: string | null;
  readonly text: string | null;
}

/** As the protocol's labels. */
const LONGEST_CONTACT = 80;
const FEWEST_DIGITS = 6;

/** Checks a message before it is sent; lenient, because people write numbers in many ways. */
export function checkMessage({ contact, text }: { contact: string; text: string }): MessageFaults {
  const { sendable, hint } = checkDraft(text);
  return {
    contact: contactFault(contact.trim()),
    text: sendable ? null : (hint ?? HANDOFF_WORDS.textMissing),
  };
}

function contactFault(contact: string): string | null {
  if (contact === '') return HANDOFF_WORDS.contactMissing;
  if (contact.length > LONGEST_CONTACT) return HANDOFF_WORDS.contactTooLong;
  const isAddress = /^\S+@\S+\.\S+$/.test(contact);
  const isNumber =
    /^[+\d\s()./-]+$/.test(contact) && contact.replace(/\D/g, '').length >= FEWEST_DIGITS;
  return isAddress || isNumber ? null : HANDOFF_WORDS.contactWrong;
}
