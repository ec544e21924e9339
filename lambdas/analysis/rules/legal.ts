import { type Found, findAll, guard, Pattern, pattern, type Rule } from './engine.ts';

const OTHER_CASE = guard(
  '\\b(?:landlord|divorce|my (?:ex|neighbou?r|employer|boss|tenant)|parking|speeding|visa|tennis|basketball|food court|court (?:road|street|lane)|will and testament|court all day)\\b',
);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      '\\b(?:of ?com|ombuds(?:man|men|woman|person)?|regulators?|trading standards|com ?reg|arcep|bundesnetzagentur|anacom|agcom|acma|fcc|ftc|cfpb|cisas|consumer (?:protection|council|rights (?:act|board))|watchdog|citizens advice|bbb|better business bureau|data protection (?:authority|commissioner|officer)|information commissioner)\\b',
    ),
    score: 0.9,
    unless: guard(
      '\\b(?:regulator (?:valve|clip)|speed regulator|watchdog timer|do you work for)\\b',
    ),
    negatable: true,
  },
  {
    find: new Pattern('\\b(?:ICO|DPC|CNIL)\\b', 'g'),
    score: 0.7,
  },
  {
    find: pattern(
      '\\b(?:my|our|a|the|his|her|with|to|by|instructed|instruct|consult(?:ed|ing)?|family)\\s+(?:\\w+\\s+)?(?:solicitors?|lawyers?|attorneys?|barristers?|counsel|legal (?:team|representatives?|advis[eo]rs?))\\b|\\binstructed (?:counsel|solicitors)\\b|\\b(?:solicitors?|lawyers?|attorney) (?:will|is|are|has|have|gets?|writes?|letter)\\b',
    ),
    score: 0.85,
    unless: guard(`${OTHER_CASE.source}|\\b(?:i'?m|im|i am|work(?:s|ing)? (?:as|for)|as) an?\\s`),
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:small claims?|take (?:you|this|them|it) to (?:court|tribunal)|see you in court|(?:going|go|taking this) to court|court (?:action|case|papers|order|claim|summons)|legal (?:action|proceedings|claim|steps|notice|advice|dispute|matter)|letter before (?:action|claim)|su(?:e|ing) (?:you|your|u|the company|them|for)|lawsuit|class action|front of a judge|breach of (?:contract|sla|the|gdpr|data)|litigation|tribunal|press charges|pre-?action)\\b',
    ),
    score: 0.9,
    unless: OTHER_CASE,
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:gdpr|subject access|d?sar\\b|right to (?:be forgotten|erasure|access)|data (?:breach|protection (?:act|request|law|rights?|complaint))|article (?:15|16|17|18|20|21)\\b|freedom of information)',
    ),
    score: 0.85,
    unless: guard('\\b(?:are you|is (?:this|it|the)) gdpr\\b'),
  },
  {
    find: pattern(
      '\\b(?:delete|erase|remove|wipe|destroy|copy of|copies of|access to|send me|hold on me|export|stop processing|give me)\\b[^.?!]{0,30}\\b(?:personal (?:data|datas|information|details)|all (?:my|the) data|my data (?:from|on|you)|data you (?:have|hold|keep|store)|(?:all|every) call recordings?)\\b|\\bpersonal datas?\\b[^.?!]{0,30}\\b(?:delet|eras|remov|request|copy)',
    ),
    score: 0.8,
    unless: guard('\\b(?:usage|left|gb|sim to|new phone|from my (?:phone|old))\\b'),
  },
];

/** Regulator, ombudsman, lawyer, court, press, data-protection request. */
export function findLegal(text: string): Found[] {
  return findAll(text, RULES);
}
