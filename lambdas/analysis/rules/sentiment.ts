import { clauseAround, type Found, isNegated, noisyOr, pattern } from './engine.ts';

/** A group of expressions of one strength, 0 to 1; 0.5 suffices by itself. */
interface Expressions {
  find: RegExp;
  score: number;
  /** True if "not" before it takes it back: "not annoyed". */
  negatable?: boolean;
}

const ANGER: readonly Expressions[] = [
  {
    // Names that people call other people.
    find: pattern(
      "\\b(?:idiots?|idiotic|imbeciles?|morons?|moronic|clowns?|thieves|thie?ving|crooks|liars?|lying|scum(?:bags?)?|vultures|parasites|leeches|gits?|wankers?|bastards?|arse ?holes?|ass ?holes?|dick ?heads?|pricks?|cretins?|cowboys|jokers|con ?(?:men|artists)|shysters|bloodsuckers|brain ?dead|braindead|pond life|lowlifes?|incompetents?|incompetence|dimwits?|muppets|numpt(?:y|ies)|fools|halfwits?|bandits|swindlers|charlatans|monkeys|useless lump|waste of space|toaster|tin can|piece of (?:shit|crap|junk|garbage)|pile of (?:junk|crap|shit|rubbish|garbage)|heap of (?:junk|crap|rubbish)|shower of|bunch of|are you (?:deaf|blind|stupid|thick|dumb)|(?:you|you'?re|ur|u r|how) (?:so |all |really |that )?(?:stupid|thick|dumb|useless|pathetic))\\b",
    ),
    score: 0.6,
    negatable: true,
  },
  {
    find: pattern(
      "\\b(?:disgrace(?:ful)?|disgusting|disgusted|despicable|shameful|shame on|pathetic|contemptible|outrage(?:ous|d)?|appalling|appalled|furious|livid|seething|enraged|fuming|scandalous|joke of a|criminal(?! (?:record|check))|preying on|how dare|don'?t you dare|dont you dare|proud of yourselves|shut (?:up|the)|screw you|go to hell|piss(?:ed)? off|sod off|get lost|hate (?:you|this (?:company|bot|network|provider))|hang your head|bloody (?:hell|joke|disgrace|idiots?|useless)|rot in|robb(?:ing|ed) (?:us|me|pensioners|people|customers)|sick of you|shove (?:your|it|this|ur|the)|watching you squirm|through the (?:window|wall)|smash|lose it|burn in|pile of|calling me a)\\b",
    ),
    score: 0.5,
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:fuck|f\\*+k?|screw|damn) (?:you|u|your|ur|this|off)\\b|\\bstupid (?:bot|company|people|machine|network|robot)\\b',
    ),
    score: 0.5,
  },
  {
    find: pattern(
      '\\b(?:f+u+c+k+\\w*|f\\*+\\w*|fck\\w*|wtf|ffs|bull ?shit|bs|bollocks|shite?|crap|bloody|damn|goddamn|arse|garbage|trash|sod(?:ding)?|effing|frigging)\\b',
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
      "\\b(?:frustrat\\w+|annoy(?:ed|ing)|irritat(?:ed|ing)|fed up|sick of|sick and tired|tired of|had enough(?! (?:money|data|credit|minutes))|enough of|ridiculous|unacceptable|unbelievable|absurd|infuriating|exasperat\\w+|disappoint(?:ed|ing)|let down|not (?:at all |really |very )?(?:impressed|happy|good enough|acceptable)|unhappy|dissatisfied|at my wit'?s'? end|last straw|(?:what a|total|absolute|complete) (?:joke|shambles|mess|waste|nightmare)|shambles|fiasco|waste of (?:time|money)|wasted|(?:is|are|this|such|bloody|beyond) a joke|nightmare|terrible|awful|dreadful|horrible|abysmal|worst|hopeless|useless|diabolical|poor service|driving me (?:mad|crazy|nuts|insane|up the wall)|doing my head in|losing (?:my )?(?:patience|sanity|the will)|running out of patience|no help|not helpful|unhelpful|good for nothing|taking the (?:piss|mick|mickey)|having a laugh|beyond a joke|daylight robbery|rip.?off)\\b",
    ),
    score: 0.55,
    negatable: true,
  },
  {
    // Blame in the form of a question.
    find: pattern(
      "\\b(?:how (?:hard|difficult) (?:can|is) (?:it|this)|how many (?:more )?times (?:do|must|will|have) i (?:have|need|got|told|said)|how many more times|how (?:much )?(?:long(?:er)?|more) (?:do|must|am) i (?:have|supposed|expected)|are you even|do you even|did you even|can'?t (?:you|u) (?:read|even)|can you even read|is (?:that|this) (?:a joke|all|it|really)|what (?:exactly )?(?:am i|do i) pay\\w* (?:you )?for|what is the point|what'?s the point|whats the point|why (?:is it|does it) (?:so|always)|seriously\\b|for (?:the|god'?s|heaven'?s|christ'?s|pete'?s|crying) (?:last time|sake|out loud)|not listening|anyone (?:actually )?there|typing into|going (?:round )?in circles|going nowhere|round (?:and round|in circles)|banging my head|getting nowhere|someone who can read|somebody who can read|does anyone (?:care|read|listen)\\w*)\\b",
    ),
    score: 0.5,
  },
  {
    // Sarcasm: praise or wit where nothing is to be praised.
    find: pattern(
      "\\b(?:(?:great|good|nice|lovely|fantastic|brilliant|wonderful|amazing|superb|excellent|wow|cool)[,.!]*\\s+(?:another|more|again|so|now|just what|great job|good job|job (?:team|guys|lads))|(?:exactly|just) what (?:was|i) (?:missing|needed|wanted|always)|thanks for nothing|no thanks to you|cheers for (?:that|nothing)|big help|very helpful i|how (?:generous|kind|convenient|lovely|nice|thoughtful)|shock horror|surprise,? surprise|round of applause|slow clap|bravo|genius|congratulations on|well done you|interesting definition|funny (?:that|how)|what a surprise|so helpful|as if|yeah,? right|good one|as usual|as always|(?<=^|[.!?,]\\s*)typical(?=[.!,]|$)|of course it|(?:very|so) good at|string|doorstop|paperweight|you (?:people|lot)|ye gods|come on|grown-?up|with (?:a pulse|a brain|ears|a clue)|canned|simple as that|\\w+ my sanity|put it right or|or i (?:switch|walk|leave|go|cancel)|is it too much|too much to ask|fun times|guess (?:what|where|who)|(?:are|is) (?:going|gonna) to? ?love this|not even an? (?:thank|sorry|apology|reply)|so done|that'?s helpful)\\b",
    ),
    score: 0.5,
  },
  {
    // Rejects the bot, repeats a demand, or sets an ultimatum.
    find: pattern(
      '\\b(?:(?:not|nah|no more|stop|switch off|turn off|enough|sick|past|around|rather)\\b[^.?!]{0,30}\\b(?:chat ?bots?|bots?|robots?|automated|software|machine)|(?:get|go) (?:past|around|round) you|(?:something|some ?(?:one|body)) with (?:ears|a pulse|a brain|a clue)|into (?:a|the) (?:hole|void|wall)|(\\w{4,})[.!,]+ \\1[.!,]+|one more \\w+(?: \\w+)? and (?:i|we)|last chance|or else|(?:right|sort\\w*|fix\\w*|back) (?:\\w+ ){0,3}or (?:i|we)|reported you|enough\\.)',
    ),
    score: 0.5,
  },
  {
    // It lasts, it came back, it took many attempts.
    find: pattern(
      "\\b(?:(?:for|been|after|in|took|waiting|waited|now|its|it'?s)\\s+(?:over |about |nearly |almost |more than |me |the (?:last|past) )?(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|several|many) ?(?:hours?|hrs?|days?|weeks?|wks?|months?|times|goes|calls|attempts|mins?|minutes)|\\d+ ?(?:wks?|weeks?|days?|months?) (?:ago|later|now|of|without|and)|(?:second|third|fourth|fifth|sixth|2nd|3rd|4th|5th|nth|umpteenth|hundredth) (?:time|month|day|call|week|attempt|engineer)|\\d+ times|(?:two|three|four|five|six|ten) times|again and again|yet again|over and over|every single (?:time|night|evening|day|week|month)|still (?:waiting|no|not|nothing|pending|wont|won'?t|says|isn'?t|hasn'?t|haven'?t|doesn'?t|doesnt|dead|the same|down|wrong)|(?:wrong|down|out|broken|charged|dead|off|gone|same) again|months? running|in a row|ages|since (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|last)|i(?:'?ve)? (?:already|asked (?:nicely|you|before|already|for))|cut off|on hold|logs me out|no show|never (?:came|turned up|showed|called|answered|again)|nobody (?:answers|cares|came|called|replied|listens)|nowhere to be seen|won'?t pick up|wont pick up|no option|no reply|send me (?:emojis|links|faqs?))\\b",
    ),
    score: 0.3,
  },
  {
    find: pattern(
      '\\b(?:sort (?:it|this)(?: out)?|fix (?:it|this)|do something|do your job|(?:right )?now|immediately|enough|omg|ugh+|argh+|grr+|sigh|hello|nah|jeez|pfft|meh|lol|keeps? \\w+ing|every (?:time|night|evening|day|week|month)|all (?:day|night|week)|stop (?:telling|sending|asking|giving|saying|repeating)|forget it|whatever|useless|slow|maze|mess|annoying|refuse|promised|supposed|ignored?|lies|lied|mad|angry|upset|hate|stupid|dumb|rubbish|clue|apparently)\\b(?=[\\s.,!?]|$)',
    ),
    score: 0.2,
  },
  {
    find: pattern(
      '[\u{1F644}\u{1F624}\u{1F612}\u{1F629}\u{1F62B}\u{1F480}\u{1F921}\u{1F926}\u{1F611}\u{1F610}\u{1F643}\u{1F44E}]|\u{1F44F}\\s?\u{1F44F}',
    ),
    score: 0.5,
  },
  { find: pattern('[!?]{2,}|\\?!|!\\?'), score: 0.2 },
];

const MAX_MATCHES = 12;
const INTENSIFIER =
  /\b(?:very|so|really|extremely|totally|absolutely|completely|utterly|utter|absolute|beyond|bloody|damn|fucking|incredibly|seriously|right)\s+$/i;
const DELIGHT =
  /\b(?:thanks|thank you|thx|tysm|ta|cheers mate|grateful|love (?:it|that|this|you)|brilliant|fantastic service|happy customer|legend|awesome|best|perfect(?:ly)?|fair play|well done|lovely|kind|helpful|painless|appreciate|no (?:hard feelings|worries|rush|problem)|sorted)\b|[\u{1F60A}\u{1F60D}\u{1F389}\u{1F44D}\u{1F495}\u{1F604}\u{1F602}\u{1F525}\u{1F973}\u{2764}\u{1F64F}\u{1F605}\u{1F923}]/iu;
const OTHERS_DOING =
  /\b(?:referee|washing machine|electric|boiler|dying of|kill for|thank(?:s| you) for (?!nothing)|block\b|grumbling earlier)\b/i;

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
  // Thanks soften a weak word, but not an insult or open sarcasm.
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
    let matches = 0;
    for (const match of text.matchAll(group.find)) {
      if (++matches > MAX_MATCHES) break;
      const start = match.index;
      if (group.negatable && isNegated(text, start)) continue;
      if (OTHERS_DOING.test(clauseAround(text, start, start + match[0].length))) continue;
      const strong = INTENSIFIER.test(text.slice(Math.max(0, start - 14), start));
      const score = strong ? Math.min(0.9, group.score * 1.3) : group.score;
      found.push({ score, start, end: start + match[0].length });
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
