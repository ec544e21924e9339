const DATE = '(?:\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2})';
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
/** What may stand between the name of a secret and the secret. */
const IS =
  '[^\\p{L}\\d\\n]{0,4}(?:number|no|code)?[^\\p{L}\\d\\n]{0,4}(?:is|was|are)?[^\\p{L}\\d\\n]{0,4}';

const SECRETS: readonly RegExp[] = [
  // Payment cards: 13 digits and more, however grouped, whether or not they add up.
  /(?<!\d)\d(?:[ -]?\d){12,}/gu,
  /\b(?:pass(?:word|code|phrase|wd)|pwd|memorable (?:word|name|place)|security (?:answer|word)|mother['’]?s maiden name)\s*(?:is|was|:|=)\s*\S+/giu,
  new RegExp(
    `\\b(?:pin|puk|cvv2?|cvc|otp|tan|passcode|security (?:number|code)|(?:one[- ]?time|verification|login|access|sms|text|auth\\w*|confirmation) ?(?:code|password|pin))\\b${IS}\\d[\\d -]{2,9}`,
    'giu',
  ),
  // A bare "code", unless it is one that the world may know.
  new RegExp(
    `(?<!\\b(?:post|postal|zip|area|error|fault|dial(?:l?ing)?|promo|discount|voucher|country)[ -]?)\\bcode\\b${IS}\\d[\\d -]{2,9}`,
    'giu',
  ),
  // British sort codes and national insurance numbers, American social security numbers.
  /(?<!\d)\d{2}-\d{2}-\d{2}(?!\d)/gu,
  /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/giu,
  /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/gu,
  new RegExp(
    `\\b(?:dob|d\\.o\\.b\\.?|date of birth|birth ?(?:day|date)|born)\\b[^\\d\\n]{0,12}(?:${DATE}|\\d{6,8}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH},? \\d{2,4})`,
    'giu',
  ),
  // Any full date: if it is one of birth, nobody says so.
  new RegExp(`(?<![\\d-])${DATE}(?![\\d-])`, 'gu'),
];

/** Two letters, two digits, groups, 15 characters and more: the shape of ISO 13616. */
const IBAN = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]{2,4}){3,8}\b/giu;
const IBAN_LENGTH = 15;
const IBAN_DIGITS = 10;

/**
 * The text with blanks for what is never to be kept: payment cards, IBANs and sort codes, PINs,
 * passwords and one-time codes, full dates, national insurance numbers.
 */
export function withoutSecrets(text: string): string {
  const open = text.replace(IBAN, (found) => (isIban(found) ? ' ' : found));
  return SECRETS.reduce((rest, secret) => rest.replace(secret, ' '), open);
}

function isIban(found: string): boolean {
  const characters = found.replace(/[ -]/g, '');
  return characters.length >= IBAN_LENGTH && characters.replace(/\D/g, '').length >= IBAN_DIGITS;
}
