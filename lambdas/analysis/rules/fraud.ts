import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';

const STRANGER =
  '(?:some ?(?:one|body)(?: else)?|an? (?:stranger|unknown (?:person|man|number)|hacker|scammer|crook|thief|fraudster|criminal)|unknown person|hackers?|scammers?|crooks?|fraudsters?|thieves|my (?:ex\\w*|flatmate|roommate|housemate|neighbou?r|brother|sister|son|carer)|he|she|they|person|who(?:ever)?)';
/** General worry, advice, or other people's news. */
const GENERAL = guard(
  '\\b(?:read about|heard (?:about|of)|worried about|how (?:do|can|to) (?:i |you |we )?(?:stop|block|report|avoid|prevent|protect)|is it (?:safe|possible)|is there (?:a|any) (?:risk|way|protection)|can (?:some(?:one|body)|they|people|hackers?)|could (?:some(?:one|body)|they)|what if|in case|protect (?:me|my|against)|do you (?:offer|have)|in the news|bank card|credit card stolen)\\b',
);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      `\\b${STRANGER}\\s+(?:(?:has|have|had|is|was|must|just|may have|been|also|somehow|obviously|clearly|already|now|else|in \\w+)\\s+){0,3}?(?:got(?:ten)? in(?:to)?|get(?:s|ting)? into|gained access|access(?:ed|ing)|logg(?:ed|ing) (?:in|on)|broke(?:n)? into|hack\\w*|changed (?:my|our|the)|took (?:out|over)|taken (?:out|over)|opened (?:a|an|up)|us(?:ed|ing|es) my|us(?:ed|ing) our|(?:has|have|got|knows?) (?:my|the|our) (?:password|pin|login|account)|pretend(?:ed|ing)|impersonat\\w*|cloned|hijack\\w*|stole|stolen|requested|swapped|ordered|applied|bought|signed (?:up )?(?:in|with) my|done this|the password)\\b`,
    ),
    score: 0.8,
    needs: guard(
      '\\b(?:my|our|account|name|number|sim|password|identity|contract|phone|us|address|email|login|security|bank|this)\\b',
    ),
    unless: guard(
      `${GENERAL.source}|\\b(?:agent|advis[eo]r|engineer|support|your (?:team|staff|colleague))\\b`,
    ),
  },
  {
    find: pattern(
      '\\bsim[- ]?(?:swap(?:ped|ping)?|jack(?:ed|ing)?|hijack\\w*|cloned)\\b(?=[^.?!]{0,60}\\b(?:on|my number|without|happened|victim|fraud|attack|scam|done|again|unauthori[sz]ed|in progress)\\b)|\\b(?:victim of|been|got|was) (?:a |an )?(?:sim[- ]?(?:swap(?:ped)?|jack\\w*|clon\\w*)|fraud|identity (?:theft|fraud)|hacked|scammed|phished|cloned)\\b',
    ),
    score: 0.9,
    unless: guard(`${GENERAL.source}|\\bhow (?:do|to)\\b`),
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:hacked|hijacked|compromised|identity (?:theft|fraud|stolen)|stolen identity|stole my identity|account take ?over|fraudulent(?:ly)?|fraud(?!\\s+(?:team|dep|desk|line|alert))|defrauded|impersonat\\w+|unauthori[sz]ed (?:\\w+ )?(?:access|charges?|transactions?|login|purchases?|port|sim|payments?|activity|change|use)|(?:is|was|are|were)(?: not|n'?t) authori[sz]ed by)\\b",
    ),
    score: 0.8,
    unless: guard(
      `${GENERAL.source}|(?:you|your company|company|prices?|lot) (?:are|is) (?:a )?fraud`,
    ),
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:contract|account|phones?|sim|line|loan|iphones?|order|number|credit)\\b[^.?!]{0,40}\\b(?:in|under|with) my (?:name|details|identity|id)\\b(?=.{0,80})|\\b(?:opened|taken out|took out|registered|ordered|signed)\\b[^.?!]{0,30}\\b(?:in|under|using|with) my (?:name|details|identity|passport|id)\\b',
    ),
    score: 0.75,
    needs: guard(
      "\\b(?:some(?:one|body)|never|not me|didn'?t|wasn'?t|stranger|fraud|without|passport|unknown|don'?t know)\\b",
    ),
    unless: GENERAL,
  },
  {
    find: pattern(
      "\\b(?:never|didn'?t|did not|haven'?t|have not|not)\\s+(?:\\w+\\s+)?(?:order(?:ed)?|request(?:ed)?|ask(?:ed)?(?: for)?|chang(?:e|ed)|authori[sz]e[d]?|activate[d]?|do|done|make|made)\\s+(?:an?|any|one|the|my|this|that|it)?\\s*(?:new\\s+)?(?:sims?|esim|replacement|sim card|swap|port(?:ing|-out)?|password|email|address|log ?in|pac|one|it|that|this)\\b",
    ),
    score: 0.8,
    needs: guard(
      '\\b(?:sim (?:replacement|swap|card)|new sim|(?:any|a|your|esim|my) sim|replacement|port(?:ing|-out| out)?|pac|password|e-?mail (?:was|has|address)|address|logged in|log ?in)\\b(?!\\s+(?:hasn|still))',
    ),
    unless: guard(`${GENERAL.source}|\\b(?:arrived?|delivered|work|forgot|remember|let me)\\b`),
  },
  {
    find: pattern(
      "\\bwho (?:is|the hell is|are) [\\w ]{2,25}\\b(?:and why|logged|on my|in my)\\b|\\b(?:logged|signed|log ?ins?|sign-?ins?)\\s+(?:in(?:to)?|on)?\\s*(?:to |from )?[\\w ]{0,20}\\b(?:i (?:don'?t|do not) (?:know|recogni[sz]e)|not me|wasn'?t me|unknown|never been)\\b|\\b(?:unknown|unrecogni[sz]ed|suspicious|strange) (?:device|log ?in|sign-?in|activity|person|number) ",
    ),
    score: 0.75,
    unless: GENERAL,
  },
  {
    find: pattern(
      "\\b(?:nobody|no one|none of us|no-one)\\b[^.?!]{0,40}\\b(?:bought|ordered|made|used|authori[sz]ed|did)\\b(?=.{0,40}(?:it|them|any|that|those|this|$))|\\b(?:it )?wasn'?t me\\b|\\bnot by me\\b|\\b(?:purchases?|calls|charges?|orders?|transactions?)\\b[^.?!]{0,30}?\\b(?:i|we) (?:did not|didn'?t|never|don'?t) (?:make|made|recogni[sz]e|place|placed|do)\\b|\\b(?:ported|swapped|changed|transferred|activated|moved|accessed)\\b[^.?!]{0,20}\\bwithout (?:my|our) (?:permission|consent|knowledge|authori[sz]ation)|\\b(?:purchases?|calls|orders?|transactions?) by (?:some(?:one|body) else|a stranger)",
    ),
    score: 0.7,
    needs: guard(
      '\\b(?:bill|charge|account|app store|order|bought|calls?|purchase|sim|number|card)\\w*',
    ),
    unless: guard(`${GENERAL.source}|\\b(?:nobody|no one) (?:asked|told|answer)`),
  },
  {
    find: pattern(
      "\\b(?:i|we)\\b[^.?!]{0,50}\\b(?:changed nothing|(?:did not|didn'?t|have not|haven'?t|never) chang(?:e|ed) (?:anything|my|the|it|our))\\b|\\b(?:some(?:one|body) else|another person) (?:has |is )?(?:done|did|doing|using|used)\\b|\\bgave? my number to (?:some|a)\\b|\\bhanded my (?:number|sim|details)\\b|\\bfake id\\b|\\b(?:is |are )?reading (?:who i call|my (?:texts|messages|calls))\\b|\\b(?:emptied|drained) my (?:bank|account)\\b",
    ),
    score: 0.75,
    needs: guard(
      '\\b(?:address|email|password|number|account|sim|name|order|phone|bank|password|call)\\w*',
    ),
    unless: GENERAL,
  },
];

/** SIM swap, account taken over, identity misused, charges made by somebody else. */
export function findFraud(text: string): Found[] {
  return findAll(text, RULES);
}
