import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';
import { AMOUNT, gap, isOtherTrade } from './words.ts';

const CHARGE =
  '(?:bills?|charges?|fees?|invoices?|credit(?: note)?|refunds?|direct debit|dd|payments?|price|cost|contract|deposit|penalty|balance|statement|instal?lments?|total|amount)';
const MONEY = guard(
  `\\b${CHARGE}\\b|${AMOUNT}|\\b(?:charg(?:ed?|ing)|bill(?:ed|ing)|debited|pay(?:ing)?|paid|money|package|subscri\\w+|uplift|slap\\w*|quid|premium|add-?on|bolt-?on|insurance|deducted|taken|took)\\b`,
);

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
      `\\b(?:charged?|charging|billed|billing|bill|debited|invoiced|deducted|taken|took)\\b(?:\\s+[\\w'£€$.-]+){0,6}?\\s+(?:twice|double|again|too much|wrong(?:ly)?|incorrect(?:ly)?|for both|extra|two times|more than|in error|by mistake|without|for nothing|after i (?:cancelled|left|returned)|sent back|returned)\\b`,
    ),
    score: 0.85,
    unless: guard(
      '\\b(?:will|would|do|does|if|when)\\s+(?:i|you|it|we)\\b.{0,30}(?:twice|extra|double|more)',
    ),
    negatable: true,
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
      `\\b(?:never|didn'?t|did not|haven'?t|have not|hasn'?t|wasn'?t|was not|not|nobody|no one|none of us|nowhere)\\b(?:\\s+[\\w']+){0,4}?\\s+(?:agree\\w*|agreement|sign\\w*|order(?:ed)?|subscrib\\w*|authori[sz]\\w*|ask(?:ed)? for|asked|request(?:ed)?|bought|buy|consent\\w*|opted|opt in|approved?|sent one|used (?:it|this|that)|want(?:ed)? (?:it|this|that)|mentioned|told)\\b`,
    ),
    score: 0.75,
    needs: MONEY,
    unless: guard('\\b(?:sim (?:card|replacement|swap)|login|log ?in|password|email|voicemail)\\b'),
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
      `\\b(?:still waiting|waiting|where(?:'?s| is| are)|want|demand|need|give|get|return|refund|pay|credit|send|expect|owe|owes|owed|chasing|due)\\b(?:\\s+[\\w'"£€$.-]+){0,4}?\\s+(?:refund(?:ed)?|money back|reimburse\\w*|compensation|(?<=\\b(?:give|return|refund|owes?|owed|send|where'?s|where is)\\s+(?:[\\w']+\\s+){0,2})money|(?:£|€|\\$)?\\d[\\d.]*\\s?(?:quid|pounds|euros?)?\\s+back|months? back|(?<!phone )credit(?:ed)?(?: note)?(?=\\s*(?:[.!?,]|$|for|on|of|you|that|promised|from|due|the (?:\\w+ )?months?))|\\d+ quid)\\b`,
    ),
    score: 0.75,
    unless: guard(
      "\\b(?:how (?:long|do|does|can)|what is|what's|quick|thank|thanks|phone credit|top ?up|add credit|to send money|get credit|my credit (?:left|balance)|credit (?:card|check|score|limit)|return an item|send (?:you )?(?:the |my )?money|policy|credit to (?:my )?(?:phone|friend))\\b",
    ),
    negatable: true,
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
      `\\bshould(?:n'?t)?\\s+(?:only\\s+)?(?:be|have been|not be|say|read)\\s+(?:[£€$]\\s?)?\\d|\\b(?:says|shows?|charged|billed|bill is|paid|paying)\\s+(?:me\\s+|us\\s+)?(?:[£€$]\\s?)?\\d[\\d.]*[^?]{0,40}\\b(?:not|instead of|rather than)\\s+(?:[£€$]\\s?)?\\d`,
    ),
    score: 0.75,
    needs: guard(
      `${AMOUNT}|\\b(?:bill|charge|fee|refund|credit|invoice|contract|price|plan|discount|pay)`,
    ),
    unless: guard('\\b(?:mbps|meg|mb|gb|gig)\\b'),
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
      `\\b(?:took|taken|debited|removed|withdrew|helped yourselves to)\\s+(?:[\\w']+\\s+){0,3}?(?:${AMOUNT}|money)[^.?!]{0,30}?\\b(?:out of|from|off)\\s+(?:my|our|me|us)\\b`,
    ),
    score: 0.8,
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
      `\\b(?:rob+(?:ing|ed|bery)|rip+(?:ed|ing)?[- ]?off|rip-off|scam\\w*|stole|stealing|thie(?:f|ves|ving)|con(?:ning|ned)|extort\\w*|theft)\\b`,
    ),
    score: 0.7,
    needs: guard(
      `\\b(?:charg(?:ed?|es|ing)|bill(?:ed|ing)?|fee|took|taken|paid|refund|invoice|direct debit)\\b|my money|${AMOUNT}`,
    ),
    unless: guard(
      '\\b(?:scam (?:text|call|email)s?|prices? (?:are|is)|phone|handset|calling me a)\\b',
    ),
  },
  {
    find: pattern(
      "\\b(?:early termination|cancellation|exit|admin|activation|late|setup|set-up|installation|roaming|delivery|paper bill|handling|reconnection|extra) (?:fee|charge)\\b\\s*(?:\\?{2,}|!|\\?!)|\\b(?:fee|charge)\\b[^.?!]{0,40}\\b(?:made no|no sense|nowhere|never told|not in|wasn'?t told|shouldn'?t|on my e-?bill)\\b",
    ),
    score: 0.75,
  },
  {
    find: pattern(
      `["']?free["']?\\s+(?:\\w+\\s+){1,2}?(?:was|cost|costs|came to|is)\\s+(?:me\\s+)?${AMOUNT}`,
    ),
    score: 0.75,
  },
  {
    find: pattern(
      `\\b(?:price|bill|rate|tariff|charges?)\\s+(?:has |have |just |suddenly )*(?:went|gone|go|jumped|doubled|increased|shot|rose|hiked)\\b[^.?!]{0,60}(?:without|nobody told|no (?:warning|notice)|for no reason|not agreed|mid.?contract|but (?:my|the) contract|fixed)`,
    ),
    score: 0.75,
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
      `\\b(?:made good|make (?:this|it) good|put (?:it|this) right|sort (?:this|the|my) (?:bill|charge|refund))\\b`,
    ),
    score: 0.65,
    needs: MONEY,
  },
  {
    find: pattern(
      `(?:${AMOUNT}|\\bcharges?\\b|\\bfee\\b)[^?]{0,50}?\\b(?:i (?:have )?never|we (?:have )?never|nobody|not mine|wasn'?t me|nowhere|without (?:my|our|asking|warning|telling)|you never|transposed|missing)\\b`,
    ),
    score: 0.75,
  },
  {
    find: pattern(
      `\\b(?:its?|it's|is|are)\\s+(?:\\w+\\s+)?short\\b|\\b(?:missing|haven'?t (?:received|got|had)|didn'?t (?:get|receive)|never (?:got|received|saw|had)|not (?:received|got)|not on)\\b[^.?!]{0,25}\\b(?:discount|credit|refund|voucher|cashback|bill|compensation)\\b`,
    ),
    score: 0.65,
    needs: guard(`\\b(?:refund|credit|discount|cashback|compensation|voucher)\\b|${AMOUNT}`),
    unless: guard(
      `(?:bill|invoice)${gap(0)}(?:yet|this month)|(?:received|get|got) (?:my|a|the) bill`,
    ),
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
