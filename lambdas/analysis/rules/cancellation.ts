import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';
import { isOtherTrade } from './words.ts';

const PRODUCT =
  '(?:contracts?|accounts?|services?|subscriptions?|broadband|plans?|lines?|internet|everything|the lot|whole (?:lot|thing)|all of it|it all|sims?|landline|package|membership|phone|fibre|wi-?fi|mobile|agreement|number|deal|home ?phone|tv package|with you|my stuff|both)';
/** Drops a part, moves an appointment, or stops a payment: not leaving. */
const PART = guard(
  '\\b(?:channels?|netflix|sports?|movies?|add-?ons?|bolt-?ons?|extras?|booster|engineer|appointment|visit|technician|order|delivery|direct debit|call ?back|reminder|insurance|paper bill|payment|charge|fee|keep (?:the|everything|my)|rest|upgrade|downgrade|request|ticket|transfer|roaming|trial|alert|notification|voicemail|only the|just the \\w+ (?:bit|part)|train|flight|hotel|pass\\b|auto-?renew\\w*)\\b',
);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      `\\b(?:cancel(?:l?ing|led|lation of)?|terminat(?:e|ing|ion of)|(?<!on my )end(?:ing)?|clos(?:e|ing)|quit|get (?:me )?out of|giv(?:e|ing) up|discontinue|disconnect|deactivate)\\s+(?:[\\w'/]+\\s+){0,3}?${PRODUCT}\\b`,
    ),
    score: 0.85,
    unless: guard(
      `${PART.source}|\\bwhen (?:does|will)|\\b(?:stop|end|disconnect|close)\\s+(?:\\w+\\s+)*?(?:sending|calling|charging|texts|working|call|chat|from|people|calls?)\\b|\\b(?:i|was|were|had|already) cancelled\\b|by the end of|at the end of|end of (?:my|the)|disconnect(?:s|ing)? from|after (?:i )?cancel`,
    ),
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:pac|stac)(?:\\s+code)?\\b(?=[^.?!]{0,30}(?:pls|please|now|need|want|give|send|$|[.?!]))|\\b(?:port(?:ing)?|mov(?:e|ing)|tak(?:e|ing)|transfer(?:ring)?|switch(?:ing)?)\\s+(?:my|our|the|both|all)\\s+(?:\\w+\\s+)?(?:numbers?|business|custom|account|lines?)\\s+(?:out|away|elsewhere|to (?:another|a different|a new|your competitor|vodafone|o2|ee|three|sky|bt|virgin|orange|telekom))\\b|\\bport(?:ing)?[- ]?out\\b',
    ),
    score: 0.85,
    unless: guard(
      '\\b(?:from (?:o2|ee|three|vodafone|sky|bt|my old|another|virgin)|port(?:ing)? (?:my number )?in|bring|joining|enter|got (?:a|my|the) pac|have (?:a|my|the) pac|moving house|new address|not authori[sz]ed|requested a port|unknown|someone|somebody|stop|block|where do i (?:put|enter))\\b',
    ),
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:switch(?:ing)?|chang(?:e|ing)|mov(?:e|ing)|go(?:ing)?|jump(?:ing)?|leav(?:e|ing))\\s+(?:over\\s+)?(?:to|for)\\s+(?:an?other (?:provider|network|company|supplier|operator|carrier|one)|a (?:different|new|rival|cheaper) (?:provider|network|company|supplier|operator|carrier|one)|your competitor\\w*|the competition|\\w+'?s? network|vodafone|o2|ee|three|sky|bt|virgin|orange|verizon|t-?mobile|telekom|talktalk|plusnet)\\b(?!\\s+(?:plan|tariff|room|router|package|sim|number|phone|account|channel|device))|\\b(?:switch|change|changing|switching|swap) (?:provider|network|supplier|carrier|operator|compan)\\w*\\b|\\b(?:consolidating|changing) suppliers\\b",
    ),
    score: 0.8,
    unless: guard(
      '\\b(?:from (?:o2|ee|three|vodafone|sky|bt|virgin)|channel|to you\\b|why did)\\b',
    ),
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:i'?m|im|i am|we'?re|we are|am)\\s+(?:so\\s+|finally\\s+|definitely\\s+|just\\s+|all\\s+)?(?:leaving(?: you| this| your|$|\\s*[.!,]| unless| for| as soon)|off to (?:another|a different)|gone(?! (?:to|from|through))|outta here|out of here|going elsewhere|done with (?:you|this (?:company|network|provider)|your)|jumping ship|finished with you)|\\bim done\\b(?=[.!]+\\s+(?:get|cancel|send|bye|give))",
    ),
    score: 0.8,
    unless: guard(
      '\\b(?:work|home|house|country|holiday|saturday|sunday|for (?:work|spain|egypt|a week)|my job)\\b',
    ),
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:(?:take|taking) (?:my|our) (?:business|custom|money|number) (?:elsewhere|somewhere else|away)|(?:customer|go|going|look(?:ing)?|shop(?:ping)?|business|contract|deal) (?:elsewhere|somewhere else)|(?:not|won'?t|wont|will not|don'?t want to|do not (?:want|wish) to|never) (?:be |to )?renew\\w*|(?:give|giving|serve|serving|hand(?:ing)? in|submit) (?:you |my |our )?(?:\\d+ days'? )?notice|confirm the notice period|(?:want|get(?: me)?|let me) out of (?:this|my|the|our) contract|out of (?:this|my|the|our) contract (?:now|asap|today|early|please)|last (?:month|bill|payment) with you|lost (?:me as )?a customer|never (?:using|coming back|again with) you)\\b",
    ),
    score: 0.75,
    unless: guard('\\b(?:notice (?:that|the|how)|not going|quoted (?:\\d|£).{0,30}elsewhere$)\\b'),
  },
];

const STAYING = guard(
  "\\b(?:not (?:going anywhere|leaving|cancel\\w*)|don'?t (?:want|wish) to (?:leave|cancel)|happy to stay|rather stay|no plans to (?:leave|cancel))\\b",
);

/** Wants to leave, to take the number away, or threatens it as an intent. */
export function findCancellation(text: string): Found[] {
  if (isOtherTrade(text) || STAYING.test(text)) return [];
  return findAll(text, RULES);
}
