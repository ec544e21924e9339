import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';
import { AMOUNT, isOtherTrade } from './words.ts';

const CHARGE =
  '(?:bills?|charges?|fees?|invoices?|credit(?: note)?|refunds?|direct debit|dd|payments?|price|cost|contract|deposit|penalty|balance|statement|instal?lments?|total|amount)';

const RULES: readonly Rule[] = [
  {
    find: pattern(
      "\\b(?:never|didn'?t|did not|haven'?t|not)\\s+(?:\\w+\\s+)?(?:agree[d]?(?: to)?|sign(?:ed)?(?: up)?(?: for| to)?|consent(?:ed)?(?: to)?|subscribe[d]?(?: to)?|opt(?:ed)? in(?:to)?)\\b",
    ),
    score: 0.7,
    unless: guard(
      '\\b(?:sign(?:ed)? (?:in|on|for (?:the|a|my) (?:parcel|delivery|package|router))|agreed? with)\\b',
    ),
  },
  {
    find: pattern(
      '\\b(?:double|over|wrong(?:ly)?|mis|incorrectly|twice)[- ]?(?:charg|bill)(?:ed|ing|es?)\\b|\\b(?:still|keeps?|kept|constantly|always)\\s+(?:being\\s+|getting\\s+|been\\s+|be\\s+)?(?:charg|bill)(?:ed|ing)\\b|\\byou (?:lot |people |guys )?(?:keep |still )?(?:over)?charg(?:e|ed|ing) (?:me|us)\\b',
    ),
    score: 0.85,
    unless: guard(
      '\\b(?:will|would|do) you charge|for (?:calls|roaming) (?:abroad|in)|\\bhow much',
    ),
    negatable: true,
  },
  {
    find: pattern(
      `\\b${CHARGE}\\b(?:\\s+(?!how|why|where)[\\w'"£€$.-]+){0,5}?\\s+(?:(?:is|are|was|were|looks?|seems?|s)\\s+)?(?:all\\s+|just\\s+|completely\\s+|still\\s+)?(?:wrong|incorrect|a mistake|an error|not right|isn'?t right|not correct|isn'?t correct|doesn'?t add up|not (?:on|in|what)|doesn'?t match|unfair|bogus|not (?:mine|ours)|not due|isn'?t (?:mine|due|what)|not been (?:applied|credited|refunded))\\b`,
    ),
    score: 0.8,
    unless: guard(
      '\\b(?:address|name|email|date|format|pdf|wrong (?:name|address|number))\\b|\\bwhat (?:if|happens)',
    ),
  },
  {
    find: pattern(
      `\\b(?:wrong|incorrect|mystery|random|bogus|unknown|unexplained|unexpected|hidden|sneaky|fake|phantom|made.up)\\s+(?:\\w+\\s+)?(?:bill|charge|fee|invoice|amount|payment|total|price)s?\\b`,
    ),
    score: 0.75,
    unless: guard('\\b(?:sent|emailed|opened) the wrong'),
  },
  {
    find: pattern(
      `\\b(?:refund|reimburse|credit)\\s+(?:me|us|my|our|the|this|it|these|that)\\b|(?:\\b(?:money|refund|credit)\\b|${AMOUNT})[^.?!]{0,30}?\\b(?:isn'?t|hasn'?t|never|not|still|haven'?t)\\s+(?:been\\s+)?(?:back|arrived?|came|come|received|paid|refunded|applied|shown|here|appeared|on (?:the|my) bill)\\b`,
    ),
    score: 0.75,
    unless: guard('\\b(?:how (?:long|do|does)|credit (?:card|score)|credit the (?:team|agent))\\b'),
  },
  {
    find: pattern(
      `\\b(?:promised?|quoted|told|assured|agreed|supposed|contract says|advertised|offered|sold|per (?:your|the|my))\\b[^?]{0,70}?(?:${AMOUNT}|\\b(?:credit|discount|price|free|refund|rolling|fee|[1-9]\\d(?:\\.\\d\\d)?)\\b)[^?]{0,60}?\\b(?:but|not|instead|isn'?t|never|bill(?:ed)? |was|charged?|hasn'?t|nowhere|missing|yet|says|show)`,
    ),
    score: 0.7,
    unless: guard('\\b(?:elsewhere|another (?:company|provider|network)|unless you match)\\b'),
  },
  {
    find: pattern(
      `\\b(?:pay(?:ing)?|paid|charged?|charging|billed|taken|took|instal?lments?|fee|${'£\\d+'}|quid)\\b[^.?!]{0,50}?\\bfor\\b[^.?!]{0,50}?\\b(?:don'?t (?:have|own|use|even)|never|not (?:have|received|arrived|working|using|had)|haven'?t|sent back|returned|cancelled|no longer|didn'?t|gave back)\\b`,
    ),
    score: 0.75,
    unless: guard('\\b(?:never mind|nevermind)\\b'),
  },
  {
    find: pattern(
      `\\b(?:remove|reverse|take off|waive|drop|cancel|dispute|disputing|contest|contesting|challenge|query|querying|object to|refuse to pay|not paying|won'?t pay|wont pay|will not pay|not going to pay)\\s+(?:[\\w'"£€$.-]+\\s+){0,3}?(?:charges?|fees?|bill|invoice|amount|payment|this|that|it|penalty|it off)\\b`,
    ),
    score: 0.75,
    needs: guard(
      `\\b(?:charges?|charged|fees?|bill(?:ed)?|invoice|amount|disput\\w*|penalty)\\b|${AMOUNT}`,
    ),
    unless: guard(
      '\\b(?:how do i|can i|could i) (?:remove|cancel|drop)|direct debit|payment method|not disputing|paper bill|bill reminder',
    ),
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:my|the|our|this) (?:\\w+ )?(?:bill|invoice)(?:'s| is| are|s)? (?:\\w+ ){0,2}?(?:wrong|incorrect|a joke|mess(?:ed)? up|rubbish|nonsense)\\b|\\b(?:bill|charge|invoice) (?:is )?(?:wrong|incorrect) again\\b|\\bwrong (?:amount|price|tariff) (?:on|taken|charged|billed|again)\\b",
    ),
    score: 0.85,
    negatable: true,
  },
  {
    find: pattern(
      `(?:${AMOUNT}|\\bcharges?\\b|\\bfee\\b)[^?]{0,50}?\\b(?:i (?:have )?never|we (?:have )?never|nobody|not mine|wasn'?t me|nowhere|without (?:my|our|asking|warning|telling)|you never|transposed|missing)\\b`,
    ),
    score: 0.75,
  },
];

/** A how-it-works question, or a dispute that is over, disputes nothing. */
const CALM_QUESTION = guard(
  '\\b(?:just (?:curious|asking|wondering)|not (?:arguing|complaining|disputing)|out of (?:curiosity|interest)|no complaints?)\\b',
);
const OVER = guard(
  '\\b(?:got|was|is|been|all) (?:now )?(?:sorted|resolved|refunded|settled|fixed|corrected)\\b|\\b(?:thanks|thank you|cheers) for (?:the |my |sorting |fixing )',
);
const REOPENED = guard("\\b(?:but|though|however|still|again|isn'?t|wasn'?t)\\b");

/** Says that a charge, fee, credit or contract term is wrong or was not agreed. */
export function findBillingDispute(text: string): Found[] {
  if (CALM_QUESTION.test(text) || isOtherTrade(text)) return [];
  if (OVER.test(text) && !REOPENED.test(text)) return [];
  return findAll(text, RULES);
}
