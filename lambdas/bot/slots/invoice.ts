const DIGITS = '\\d{1,4}(?:[.,]\\d{2})?';
const AMOUNT = `(?:(?:£|€|\\$|chf |eur )\\s?${DIGITS}(?!\\d)|(?<![\\d.,])${DIGITS} ?(?:£|€|\\$|pounds?|euros?|quid|gbp|eur|chf|francs)(?!\\p{L}))`;

/** What telecoms put on a bill besides the plan. */
const ITEM =
  '(?:content (?:service|charge)s?|premium (?:rate )?(?:sms|texts?|numbers?|calls?|service)s?|roaming|(?:international|foreign|premium|overseas) (?:calls?|texts?)|calls? (?:to|abroad)(?: \\p{L}+)?|data(?: (?:overage|usage|roaming|add-?on))?|out[- ]of[- ](?:bundle|allowance|plan)|late (?:payment )?(?:fee|charge)|late payment|admin(?:istration)? (?:fee|charge)|(?:early )?(?:termination|cancellation|exit) (?:fee|charge)|(?:activation|connection|reconnection|set-?up|delivery|installation|service|handling|processing|transfer|unlocking) (?:fee|charge)|engineer (?:visit|call-?out)|call-?out(?: (?:fee|charge))?|(?:device |phone |handset )?insurance|subscription|third[- ]party (?:charge|service|subscription)s?|line rental|router(?: (?:rental|fee|charge))?|handset|add-?on|bolt-?on|paper bill(?:ing)?|voicemail|directory enquir(?:y|ies)|missed (?:direct debit|payment)(?: (?:fee|charge))?|price (?:rise|increase)|non-return(?: (?:fee|charge))?|netflix|spotify|disney ?(?:plus|\\+)?|sky sports|games?|apps?(?: store)?)';

const LINE = new RegExp(
  [
    `${AMOUNT}\\s+(?:charges? |fees? |payments? )?(?:(?:for|on|of|in|as|called|labelled|from|towards|worth of)\\s+)?(?:(?:a|an|the|my|some|your|this|that|called|['"“‘])\\s*){0,2}${ITEM}`,
    `${ITEM}\\b['"”’]?\\s*(?:(?:charges?|fees?|costs?|charged|item|line|of|at|is|was|for|from|on|my|the|bill|:|=|-|\\()\\s*){0,4}${AMOUNT}`,
  ].join('|'),
  'giu',
);

const YEAR = '(?!(?:19|20)\\d{2}\\b)';
const NUMBERED = new RegExp(
  `\\b(?:inv-?\\d[\\d-]{3,11}|invoice (?:number|no\\.?|nr\\.?|#|ref\\.?)?[ :#]*${YEAR}\\d[\\d-]{3,11}|bill (?:number|no\\.?|nr\\.?|#|ref\\.?)[ :#]*${YEAR}\\d[\\d-]{3,11})(?![\\d-])`,
  'giu',
);

/** The customer does not accept it, or does not know what it is. */
const DISPUTE =
  /\b(?:charg(?:ed?|ing)|over ?charg\w*|bill(?:ed)?|invoiced?|refund\w*|disput\w*|money back|took|taken|debited|credit(?:ed)?|never|(?:did|do|have|has|was|is|should)(?:n['’]?t| not)|what(?:['’]?s| is| are)|whats|why|wrong|mistake|unexpected|explain|remove|take (?:it )?off)\b/iu;

/** The customer asks for it. */
const WANTED =
  /\b(?:buy|add(?:ing)? (?:a|the|an|it)|want (?:the|a|an|to (?:add|buy|get|order))|i['’]?d like (?:a|the|an|to (?:add|buy|get|order))|how much (?:is|does|would|are|for)|sign (?:me )?up|interested|can i (?:get|have|add|buy)|offer|deal|cheaper)\b/iu;

/** The line of a bill that is in dispute with its amount, the invoice's number, or both. */
export function invoiceIn(text: string): string | undefined {
  const disputed = DISPUTE.test(text) && !WANTED.test(text);
  return joined(disputed ? text.match(LINE)?.[0] : undefined, text.match(NUMBERED)?.[0]);
}

/** The last line or number, where the talk is of the invoice already. */
export function invoiceAlone(text: string): string | undefined {
  return joined(text.match(LINE)?.at(-1), text.match(NUMBERED)?.at(-1));
}

const QUOTES = /["“”‘]|['’](?!\p{L})/gu;

function joined(line: string | undefined, number: string | undefined): string | undefined {
  const parts = [line, number].flatMap(
    (part) => part?.replace(QUOTES, '').replace(/\s+/gu, ' ').trim() || [],
  );
  return parts.join(', ') || undefined;
}
