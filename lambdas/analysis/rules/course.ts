import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';

/** The customer says that the last answer missed, or says it once more. */
const RESTATED: readonly Rule[] = [
  {
    find: pattern(
      "\\b(?:as i (?:said|wrote|told|mentioned|explained)|like i said|i (?:just |already |have already |'?ve already )(?:said|told|did|done|tried|asked|explained|mentioned)|i said|we said (?:that|this)|you (?:just|already) (?:said|told)|(?:that'?s|thats|that is|it'?s|its|this is) not (?:what|my|the)|not what i (?:asked|meant|said)|wasn'?t (?:my question|what i)|same (?:answer|question|thing|problem|reply)|asked (?:you )?(?:already|before|twice|that)|you (?:misunderstand|misunderstood|didn'?t answer|don'?t understand|are not listening|keep)|(?:going |back |round )(?:in |and round |to )(?:circles|the beginning|square one)|again[.!,]|repeat(?:ing)? (?:myself|yourself)|didn'?t answer|my question (?:is|was)|i am aware|i fear you|i meant|read (?:my|what))",
    ),
    score: 0.6,
  },
  {
    find: pattern(
      "(?:^|[.!?,]\\s*)(?:no|nope|not|wrong|\\?{2,}|but)[\\s,.!]+(?=\\w)|\\b(?:didn'?t (?:work|help|change)|doesn'?t (?:work|help)|did(?:n'?t)? (?:that|this|it)(?: already)?|did\\.|done\\.|tried (?:that|this|it|there|both|all)|texted|already (?:did|done|tried|used|on|there)|no (?:change|difference|luck|joy)|nothing changed|(?:still|step \\w+) (?:red|the same|no|not|nothing|says|wrong|dead|there|stuck|spinning|down|nothing)|still\\b(?=\\s*(?:[.!?]|$))|ok(?:ay)?[,.]? (?:restarted|but|so)|(?:yes|right|sure|ok|great) but\\b|(?:isn'?t|is not|not) (?:available|valid|working)|it says|says (?:already|it|not|no|its))",
    ),
    score: 0.45,
    unless: guard(
      "\\b(?:no (?:thanks|thank|worries|rush|problem)|no,? that'?s (?:all|it)|not? bad)\\b",
    ),
  },
];

/** Signs that the matter is settled; the strong ones stand beside a further question. */
const SETTLED_STRONG = guard(
  "\\b(?:(?:it|that|this|all|now|ok|line|everything) (?:is |'?s |has |just )?(?:work(?:s|ed|ing)|fixed|sorted|solved|resolved|connected|printing|done)|works? (?:now|again|great|fine|perfectly)|(?:found|sorted|fixed|solved|got) it|that (?:worked|did it|helped|solved|fixed)|perfect|problem solved|you beauty|ur a legend|you'?re a (?:legend|star|lifesaver)|done,? thanks|splendid|its working|it'?s working|working again|back (?:on|up|online) now)\\b",
);
const SETTLED = guard(
  "\\b(?:thanks|thank you|thankyou|thx|ty|tysm|cheers|ta|much appreciated|good to know|makes sense|fair enough|got it|great|lovely|brilliant|awesome|wonderful|excellent|that'?s all|thats all|that is all|all i need(?:ed)?|understood|noted|no problem|yes please|yes do that|god bless|love that|super)\\b|[\u{1F44D}\u{1F389}\u{1F64F}\u{1F60A}]",
);
const UNSETTLED = guard(
  "\\b(?:but|still|not|never|don'?t|doesn'?t|didn'?t|won'?t|wont|can'?t|cannot|isn'?t|hasn'?t|however|again|wrong|nothing|no|another|instead|wait(?:ing)?|supposed)\\b",
);

/** What a message says about the course of the chat. */
export interface Course {
  restated: Found[];
  settled: boolean;
}

/** `unhappy`: the message is frustrated or angry, so that its thanks are no thanks. */
export function readCourse(text: string, unhappy: boolean): Course {
  const restated = findAll(text, RESTATED);
  const strong = SETTLED_STRONG.test(text) && !UNSETTLED.test(text);
  const weak = SETTLED.test(text) && !text.includes('?') && !UNSETTLED.test(text);
  return { restated, settled: !unhappy && (strong || weak) };
}
