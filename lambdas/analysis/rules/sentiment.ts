import { type Found, isNegated, matchesOf, noisyOr, type Pattern, pattern } from './engine.ts';

/** A group of expressions of one strength, 0 to 1; 0.5 suffices by itself. */
interface Expressions {
  find: Pattern;
  score: number;
  /** True if "not" before it takes it back: "not annoyed". */
  negatable?: boolean;
}

const ANGER: readonly Expressions[] = [
  {
    // Names that people call other people.
    find: pattern(
      "\\b(?:idiots?|idiotic|imbeciles?|morons?|moronic|clowns?|thieves|thieving|crooks|liars?|scum(?:bags?)?|vultures|parasites|leeches|wankers?|bastards?|arse ?holes?|ass ?holes?|dick ?heads?|cretins?|cowboys|shysters|brain ?dead|incompetents?|dimwits?|muppets|numpt(?:y|ies)|half ?wits?|bandits|swindlers|charlatans|con ?(?:men|artists)|piece of (?:shit|crap|junk)|shower of|bunch of|(?:you|you'?re|ur|u r) (?:so |all |really )?(?:stupid|thick|dumb|useless|pathetic)|stupid (?:bot|company|people|machine|network|robot))\\b",
    ),
    score: 0.6,
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:disgrace(?:ful)?|disgusting|disgusted|despicable|shame on|pathetic|contemptible|outrageous|appalling|furious|livid|seething|how dare|don'?t you dare|shut up|screw you|go to hell|hate (?:you|this (?:company|bot|network|provider))|shove (?:your|it)|(?:fuck|f\\*+k?) (?:you|u|your|off))\\b",
    ),
    score: 0.5,
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:f+u+c+k+\\w*|f\\*+\\w*|wtf|ffs|bull ?shit|bollocks|shite?|crap|bloody|damn|arse|garbage|sodding|effing)\\b',
    ),
    score: 0.25,
  },
  {
    find: pattern('[\u{1F620}\u{1F621}\u{1F92C}\u{1F595}]'),
    score: 0.4,
  },
];

const FRUSTRATION: readonly Expressions[] = [
  {
    find: pattern(
      '\\b(?:frustrat\\w+|annoy(?:ed|ing)|irritat(?:ed|ing)|fed up|sick of|sick and tired|tired of|had enough(?! (?:money|data|credit|minutes))|ridiculous|unacceptable|infuriating|exasperat\\w+|disappoint(?:ed|ing)|let down|not (?:at all |really |very )?(?:impressed|happy|good enough|acceptable)|unhappy|dissatisfied|last straw|(?:what a|total|absolute|complete) (?:joke|shambles|mess|waste)|shambles|waste of (?:time|money)|useless|driving me (?:mad|crazy|nuts|insane)|losing (?:my )?patience|not helpful|unhelpful|thanks for nothing|rip.?off)\\b',
    ),
    score: 0.55,
    negatable: true,
  },
  {
    // Blame in the form of a question.
    find: pattern(
      "\\b(?:how many (?:more )?times (?:do|must|will|have) i|how many more times|(?:are|do|did|can) you even|can'?t you read|what'?s the point|what is the point|for (?:god'?s|heaven'?s) sake)\\b",
    ),
    score: 0.5,
  },
  {
    // It took many attempts.
    find: pattern(
      '\\b(?:(?:third|fourth|fifth|sixth|3rd|4th|5th|nth|umpteenth|hundredth) time|(?:three|four|five|six|ten|\\d+) times|again and again|yet again|over and over|every single (?:time|night|evening|day|week|month)|still (?:waiting|nothing)|nobody (?:answers|cares|came|called|replied|listens))\\b',
    ),
    score: 0.3,
  },
  {
    find: pattern('[\u{1F644}\u{1F624}\u{1F612}\u{1F629}\u{1F62B}\u{1F44E}]'),
    score: 0.5,
  },
];

const INTENSIFIER =
  /\b(?:very|so|really|extremely|totally|absolutely|completely|utterly|utter|absolute|beyond|bloody|damn|fucking|incredibly|seriously|right)\s+$/i;
const DELIGHT =
  /\b(?:thanks|thank you|thx|tysm|ta|cheers mate|grateful|love (?:it|that|this|you)|brilliant|fantastic service|happy customer|legend|awesome|best|perfect(?:ly)?|fair play|well done|lovely|kind|helpful|painless|appreciate|no (?:hard feelings|worries|rush|problem)|sorted)\b|[\u{1F60A}\u{1F60D}\u{1F389}\u{1F44D}\u{1F495}\u{1F604}\u{1F602}\u{1F525}\u{1F973}\u{2764}\u{1F64F}\u{1F605}\u{1F923}]/iu;
/** How angry and how frustrated a message is, with the words that show it most. */
export interface Sentiment {
  anger: { score: number; found: Found[] };
  frustration: { score: number; found: Found[] };
}

/** Own small lexicon with negation, intensifiers, emphasis and a guard for delight. */
export function readSentiment(text: string): Sentiment {
  const anger = collect(text, ANGER);
  const frustration = collect(text, FRUSTRATION);
  const emphasis = emphasisOf(text);
  // Thanks soften a weak word, but not an insult.
  const strong = [...anger, ...frustration].some(({ score }) => score >= 0.5);
  const damp = !strong && DELIGHT.test(text) ? 0.6 : 1;
  const angerWords = noisyOr(anger.map(({ score }) => score));
  const frustrationWords = noisyOr(frustration.map(({ score }) => score));
  // Emphasis strengthens what the words say; by itself it says nothing.
  const loudAnger = angerWords > 0 ? noisyOr([angerWords, emphasis]) : 0;
  const loud = frustrationWords > 0 ? noisyOr([frustrationWords, emphasis]) : 0;
  return {
    anger: { score: loudAnger * damp, found: anger },
    // Half of the anger counts as frustration as well: nobody insults calmly.
    frustration: { score: noisyOr([loud, loudAnger / 2]) * damp, found: frustration },
  };
}

function collect(text: string, groups: readonly Expressions[]): Found[] {
  const found: Found[] = [];
  for (const group of groups) {
    for (const { start, end } of matchesOf(text, group.find)) {
      if (group.negatable && isNegated(text, start)) continue;
      const strong = INTENSIFIER.test(text.slice(Math.max(0, start - 14), start));
      const score = strong ? Math.min(0.9, group.score * 1.3) : group.score;
      found.push({ score, start, end });
    }
  }
  return found;
}

/** 0 to about 0.4: shouted words among others, a message in capitals, "sooooo", "!!". */
function emphasisOf(text: string): number {
  const words = text.match(/[A-Za-z]{4,}/g) ?? [];
  const shouted = words.filter((word) => word === word.toUpperCase());
  const scores: number[] = [];
  if (shouted.length > 0 && shouted.length < words.length) scores.push(0.15);
  if (shouted.length >= 3) scores.push(0.1);
  if (/([a-z])\1{3,}/i.test(text)) scores.push(0.1);
  if (/!{2,}|\?{2,}|!\?|\?!/.test(text)) scores.push(0.15);
  return noisyOr(scores);
}
