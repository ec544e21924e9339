import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';

/** General worry, advice, or other people's news. */
const GENERAL = guard(
  '\\b(?:read about|heard (?:about|of)|worried about|how (?:do|can|to) (?:i |you |we )?(?:stop|block|report|avoid|prevent|protect)|is it (?:safe|possible)|is there (?:a|any) (?:risk|way|protection)|can (?:some(?:one|body)|they|people|hackers?)|could (?:some(?:one|body)|they)|what if|in case|protect (?:me|my|against)|do you (?:offer|have)|in the news|bank card|credit card stolen)\\b',
);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      "\\b(?:identity (?:theft|fraud)|stolen identity|unauthori[sz]ed (?:purchases?|charges?|transactions?|calls?|access|log ?ins?|sim swap)|(?:calls?|purchases?|transactions?|orders?|top-?ups?)\\b[^.?!]{0,30}\\b(?:i|we) (?:never|did not|didn'?t|have not|haven'?t) (?:ma[dk]e|bought|buy|placed?|ordered?|authori[sz]ed?|do|done))\\b",
    ),
    score: 0.75,
    unless: GENERAL,
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
];

/** SIM swap, account taken over, identity misused, charges made by somebody else. */
export function findFraud(text: string): Found[] {
  return findAll(text, RULES);
}
