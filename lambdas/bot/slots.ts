import type { Details } from '../../protocol/escalation.ts';
import type { DetailName } from '../../protocol/vocabulary.ts';
import { accountAlone, accountIn } from './slots/account.ts';
import { addressAlone, addressIn } from './slots/address.ts';
import { deviceAlone, deviceIn } from './slots/device.ts';
import { invoiceAlone, invoiceIn } from './slots/invoice.ts';
import { withoutSecrets } from './slots/secrets.ts';

/** Longest slot, in characters. */
const MAX_SLOT = 80;

/** What stands further back in a message is not read. */
const READ_LIMIT = 1000;

/** How to find a slot by its own words, and where the talk is of it already. */
const FINDERS: Record<
  DetailName,
  Record<'named' | 'alone', (text: string) => string | undefined>
> = {
  account: { named: accountIn, alone: accountAlone },
  invoice: { named: invoiceIn, alone: invoiceAlone },
  address: { named: addressIn, alone: addressAlone },
  device: { named: deviceIn, alone: deviceAlone },
};
const NAMES = Object.keys(FINDERS) as DetailName[];

/** The customer takes back what they said. */
const CORRECTION =
  /^\W*(?:sorry|oops|no|correction|typo|my mistake|actually|wait)\b[^.?!]{0,20}\b(?:it['’]?s|it is|i mean|i meant|should|not|that['’]?s)\b|^\W*(?:correction|i meant?)\b|\b(?:typo|mistyped|my mistake|(?:should|meant to) (?:be|say|read|have been)|(?:got|gave) (?:it|that|you|the) (?:the )?wrong)\b|^\W*sorry\W+(?=\S*\d)/iu;

/**
 * What the customer tells of their case in passing: account, customer or order number (its last
 * four characters), the line of a bill in dispute, the address of an outage, the device that gives
 * trouble. Only what is said beyond doubt; never a payment card, IBAN, PIN, password, one-time code
 * or full date. Each at most 80 characters.
 */
export function slotsIn(text: string): Details {
  return found(text, NAMES, 'named');
}

/**
 * The slots with what this message adds. What is known stays, unless the customer corrects it
 * ("sorry, it's …"). The same object if nothing is new.
 */
export function withSlots(known: Details | undefined, text: string): Details | undefined {
  const named = slotsIn(text);
  const corrected = CORRECTION.test(text) ? correctionsOf(known ?? {}, named, text) : {};
  const next: Details = { ...named, ...known, ...corrected };
  return NAMES.some((name) => next[name] !== known?.[name]) ? next : known;
}

function correctionsOf(known: Details, named: Details, text: string): Details {
  const again = NAMES.filter((name) => known[name] !== undefined);
  const renamed = again.filter((name) => named[name] !== undefined);
  // Without its name a value belongs to whatever is known and it could be.
  return renamed.length > 0
    ? Object.fromEntries(renamed.map((name) => [name, named[name]]))
    : found(text, again, 'alone');
}

function found(text: string, names: readonly DetailName[], how: 'named' | 'alone'): Details {
  const open = withoutSecrets(text.slice(0, READ_LIMIT));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = FINDERS[name][how](open)?.slice(0, MAX_SLOT).trim();
      return value ? [[name, value]] : [];
    }),
  );
}
