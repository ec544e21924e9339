const NUMBER = '(?:[a-z]{1,4}[- ]?)?\\d(?:[ -]?\\d){5,11}(?![\\d%]|[.,]\\d|[- ]\\d|\\p{L})';
const NAMED = '(?:number|num|no|nr|id|ref(?:erence)?|code|n°)';
const IS = '(?:\\s*(?:is|was|:|=|#|-|,|\\())*\\s*';
/** "for my broadband" between the name and the number. */
const OF = '(?:\\s+(?:for|with|of)(?:\\s+\\p{L}+){1,4}?(?=\\s*(?:\\bis\\b|:)))?';

const ACCOUNT = new RegExp(
  `(?<!\\b(?:not my|wrong|incorrect|old|previous|new|bank|current|savings?|email|else['’]?s) )` +
    `\\b(?:account|acct?|a/c|cust(?:omer)?|client|contract|subscriber)\\b\\.?(?:\\s*${NAMED}\\b\\.?)?${OF}${IS}(${NUMBER})`,
  'giu',
);
const ORDER = new RegExp(
  `\\border(?:\\s*${NAMED}\\b\\.?|\\s*[:#]|\\s+is\\b)${IS}(${NUMBER})`,
  'giu',
);
/** A prefix that says what the number is. */
const PREFIXED = /\b(ACCT?|ACC|CUST|ORD)-?(\d{6,12})(?![\d-])/gu;

/** Numbers with these about are the bank's. */
const BANK = /\b(?:bank|sort ?code|iban|bic|swift|direct debit|paypal|building society)\b/iu;

/** Ten and more digits after a zero or a plus are somebody's telephone. */
const TELEPHONE = /^(?:\+|00?)\d{9,}$/u;

/** Characters that stay readable. */
const SHOWN = 4;

/** An account number as it is kept: `••••1234`. */
export function maskAccount(number: string): string {
  return `••••${number.replace(/[^\p{L}\d]/gu, '').slice(-SHOWN)}`;
}

/** The last account, customer or order number that is called so, masked. */
export function accountIn(text: string): string | undefined {
  if (BANK.test(text)) return undefined;
  const found = [...text.matchAll(ACCOUNT)].map(([, number = '']) => number);
  const account = found.filter(isNumber).at(-1);
  if (account) return maskAccount(account);
  const [, prefix, digits] = [...text.matchAll(PREFIXED)].at(-1) ?? [];
  if (digits && prefix !== 'ORD') return maskAccount(digits);
  const ordered = [...text.matchAll(ORDER)].map(([, number = '']) => number).filter(isNumber);
  const order = ordered.at(-1) ?? digits;
  return order && `order ${maskAccount(order)}`;
}

/** A number that stands alone, or after "it's", where the talk is of the account already. */
export function accountAlone(text: string): string | undefined {
  const [, number = ''] =
    new RegExp(
      `(?:^\\W*|\\b(?:it['’]?s|it is|i meant?|should (?:be|say|read)|is)\\W+)(${NUMBER})`,
      'iu',
    ).exec(text.replace(/^\W*(?:sorry|oops|correction|typo|actually|no)\b/iu, '')) ?? [];
  return isNumber(number) ? maskAccount(number) : undefined;
}

function isNumber(number: string): boolean {
  return number !== '' && !TELEPHONE.test(number.replace(/[ -]/g, ''));
}
