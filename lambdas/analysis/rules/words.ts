import { guard } from './engine.ts';

/** Up to `n` further words of the same clause, then white space. */
export function gap(n: number): string {
  return `\\s+(?:[\\w'"£€$%/&@-]+\\s+){0,${n}}?`;
}

/** A sum of money. */
export const AMOUNT =
  '(?:[£€$]\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?(?:quid|pounds?|euros?|eur|gbp|dollars?|bucks|pence|p)\\b)';

/** What a telecom sells. */
export const SERVICE =
  '(?:internet|inter ?web|net|wi-?fi|broadband|fibre|fiber|connection|lines?|landlines?|phones?|telephones?|handset|signal|service|network|reception|coverage|tv|telly|television|modem|router|hub|decoder|(?:set.?top|tv|media) ?box|mobiles?|[345]g|calls|texts|sms|dial ?tone|sims?|esim|voip|channels|terminals?|card machines?|switchboard|pbx|trunks?|circuits?|leased line|data|website|home ?phone)';

const OTHER_TRADE = guard(
  '\\b(?:landlord|supermarket|petrol|gym|electric(?:ity|ian)?|gas|water|boiler|heating|plumber|train|flight|airline|bus|bank card|credit card|debit card|estate agent|letting|washing machine|fridge|oven|car|garage|insurance|mortgage|council|housing|hotel|restaurant|referee|football club|doctor|dentist|hospital|gp|vet|thesis|visa|passport office|parcel|netflix|spotify|amazon|ebay|uber|xbox|playstation|laptop|power cut|power company|energy)\\b',
);
const OWN_TRADE = guard(
  '\\b(?:broadband|internet|wi-?fi|fibre|sims?|esim|phones?|landline|mobile|router|hub|modem|line|number|signal|network|data|bill|invoice|direct debit|account|tv box|handset|contract|outage|999|112|sos|pendant|careline|plan|minutes|roaming|voicemail|you(?: have)? (?:charged|billed|took|overcharged|owe)|your (?:compan|service|engineer|bill|tariff|shop|agent|people)\\w*)\\b',
);

/** True if the message is about somebody else's bill, outage or contract. */
export function isOtherTrade(text: string): boolean {
  return OTHER_TRADE.test(text) && !OWN_TRADE.test(stripOther(text));
}

/** "Electric bill" and "phone the council" must not count as telecom words. */
function stripOther(text: string): string {
  return text.replace(
    /\b(?:(?:electric(?:ity)?|gas|water|energy|heating|vet|hospital) (?:bill|account|contract|line)|phone the|bank (?:account|card)|gym (?:contract|account|bill))\b/gi,
    '',
  );
}
