import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';
import { gap } from './words.ts';

const REAL =
  '(?:(?:real|actual|live|living|proper|breathing|genuine|physical|human|flesh[- ]and[- ]blood|senior|different|another|competent|qualified|trained|customer[- ](?:service|care|support)|service|support)\\s+)*';
/** Words that mean a member of staff by themselves. */
const STAFF =
  '(?:person|persons|human(?:s|\\s?beings?)?|agents?|advis[eo]rs?|representatives?|reps?|operators?|operatives?|colleagues?|supervisors?|managers?|staff|employees?|team ?leaders?|specialists?|consultants?|mitarbeiter|live chat|real people|technical support|customer (?:service|care|support)s?|csr|human assistance|assistant)';
/** Words that do so only beside a verb of contact. */
const SOMEONE =
  '(?:some ?(?:one|body)|sum ?1|some ?1|any ?(?:one|body)|people|ppl|soul|voice|man|woman|lady|guy|bloke|chap|human voice|worker|clerk|boss|expert|grown-?up|adult|you guys in person|higher up|engineer|technician|individual|being)';
const TEAM =
  '(?:(?:fraud|security|billing|loyalty|retentions?|cancellations?|complaints?|disputes?|technical|tech|sales|support|accounts?|provisioning|escalations?|network|faults?|customer|business|finance|payments?|bereavement|it|second[- ]line|level (?:2|two)|care)(?: (?:care|services?|support|relations))?\\s+(?:team|dep(?:artmen)?t|desk|people|ppl|staff|folks?|guys?|person|manager|line|agents?|specialist|engineer|lot|unit|office))';
const ANYBODY = `(?:${REAL}(?:${STAFF}|${SOMEONE}|${TEAM})|retentions?|billing|accounts payable|head office|management)`;
const BOT =
  '(?:chat ?bots?|bots?|robots?|machines?|computers?|software|ai|algorithm|automat(?:ed|ic)\\s?\\w*|program(?:me)?|script|virtual assistant|tin can)';

/** Talk about other people, other times, or a visit is no request for a person now. */
const ELSEWHERE =
  "(?:doctor|lawyer|solicitor|plumber|phd|thesis|estate agent|travel agent|landlord|password manager|device manager|my (?:manager|boss|agent|colleague|doctor)|(?:told|promised|said to) (?:me|us)|last time|yesterday|last (?:week|month|year|night)|the other day|when i (?:spoke|talked)|i(?:'?ll| will| might| may| can) (?:ask|call|ring)|if (?:this|that|it|you)\\b.{0,40}\\b(?:fails?|goes|doesn|don|can|isn|not)|job|cv|career|vacanc|apply|become|tomorrow|tmrw|next (?:week|month)|opening hours|weekends?|bank holiday|sundays?|saturdays?|mars\\b|scam|cold call|pretend|come (?:out|round|over|and|to|look)|visit|install|call ?cent(?:er|re) agent|abroad|send money|payments? to|transfer (?:money|funds)|who came|on hold for|speak for me|check out|(?:do|must|why do) (?:i|we) (?:need|have) to (?:speak|talk|call)|(?:are|r) (?:you|u)\\b|the way you|\\bcar\\b|engine light|clean|am i (?:speaking|talking|chatting)|is this\\b|you(?:'re| are| a|r)? (?:an? )?(?:real|human|live|actual)\\b)";
const NOT_NOW = guard(ELSEWHERE);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      `\\b(?:speak|spk|talk|tlk|chat|deal|correspond|liaise|discuss (?:this|it)|speaking|talking|chatting|connected|transferred|put through)\\s+(?:directly\\s+|live\\s+)?(?:to|too|with|2|w|wid)${gap(3)}${ANYBODY}\\b`,
    ),
    score: 0.95,
    unless: NOT_NOW,
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:connect|transfer|put|pass|hand|switch|route|direct|forward|escalate|redirect|patch|refer)\\s+(?:me|us|this|it|our|my|kindly)${gap(5)}(?:to|with|onto|2|w|through|thru)?\\s*(?:[\\w'-]+\\s+){0,3}?${ANYBODY}\\b`,
    ),
    score: 0.95,
    unless: NOT_NOW,
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:put me (?:through|thru)\\b|patch me through\\b|(?:connect|transfer) me(?=\\s*(?:[.!?,]|$|pls|please|now|asap))|escalate (?:this|me|my \\w+)\\b)',
    ),
    score: 0.85,
    unless: guard(`${ELSEWHERE}|to (?:the )?(?:wi-?fi|internet|network)`),
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:get|give|bring|fetch|find|grab|want|need|have|require|prefer|like|demand|request|asked for|ask for|asking for|begging for|waiting for|see|call)\\s+(?:me\\s+|us\\s+|to have\\s+|to see\\s+)?(?:an?\\s+|the\\s+|some\\s+|your\\s+|ur\\s+|another\\s+|to\\s+)?(?:fucking\\s+|bloody\\s+|damn\\s+)?${REAL}(?:person|human(?:\\s?being)?|agent|advis[eo]r|representative|rep|operator|supervisor|manager|colleague|live chat|member of (?:your )?(?:staff|team)|${TEAM})\\b`,
    ),
    score: 0.9,
    unless: guard(
      `${ELSEWHERE}|(?:person|manager|agent|operator|human) (?:name|number|id|account|app|settings?|code|menu|plan|discount)|(?:have|having) an? (?:agent|manager|person) (?:at|who)|per person|new person`,
    ),
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:get|give|bring|fetch|find|grab|send)\\s+(?:me\\s+|us\\s+|for me\\s+)?${REAL}(?:some ?(?:one|body)|sum ?1|any ?(?:one|body)|(?:a )?(?:grown-?up|boss))\\b`,
    ),
    score: 0.85,
    unless: guard(`${ELSEWHERE}|get (?:someone|somebody) (?:else )?(?:added|on (?:my|the)) `),
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:get|put|bring|have|need|want|is there|who)\\b[^.?!]{0,60}\\b(?:on|in|into|onto)\\s+(?:here|this chat|the chat)\\b`,
    ),
    score: 0.85,
    needs: guard(
      `\\b(?:who|team|people|person|human|some ?(?:one|body)|any ?(?:one|body)|manager|agent|advis[eo]r|engineer|staff|supervisor|colleague|specialist|desk|department)\\b`,
    ),
    unless: NOT_NOW,
    negatable: true,
  },
  {
    // A whole sentence that is nothing but the word.
    find: pattern(
      `(?<=^|[.!?,]\\s*|\\n)\\s*(?:(?:please|pls|plz|just|enough|ok|hi|hello|no|now)[\\s,.]+)*(?:an?\\s+|the\\s+|your\\s+)?${REAL}(?:person|human(?:\\s?being)?|agent|advis[eo]r|representative|operator|supervisor|manager|some ?(?:one|body)|any ?(?:one|body)|live chat|customer (?:service|care|support))(?:[\\s,]+(?:please|pls|plz|pleas|now|asap|ffs|thank you|thanks|needed|required|only|instead|right now|today|real|again))*\\s*(?=[.!?,\\n]|$)`,
    ),
    score: 0.85,
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:is|are|r|isn'?t|aren'?t)\\s+(?:there\\s+)?(?:an?\\s+)?(?:${REAL}${STAFF}|some ?(?:one|body)|any ?(?:one|body)|(?:a )?(?:grown-?up|adult))(?:\\s+(?:real|actually|actual|human|at all|even|in)){0,2}\\s+(?:there|here|home|alive|available|free|around|real|i can|we can|to (?:talk|speak|help)|who can|that can|reading|listening)\\b`,
    ),
    score: 0.8,
    unless: guard(`${ELSEWHERE}|using (?:my|our)|hours|evening|at night|on the phones|until`),
  },
  {
    find: pattern(
      `\\b(?:not|don'?t|do not|won'?t|wont|refuse|no more|sick of|enough|tired of|instead of|rather than|hate|no longer|nah|can'?t|stop|done|fed up)\\b[^.?!]{0,60}?\\b(?:(?:(?:with|to|w|by)|(?<=\\b(?:sick|tired|enough|instead|more) )of|(?<=\\brather )than)\\s+(?:an?\\s+|the\\s+|this\\s+|some\\s+|your\\s+|these\\s+|you\\s+)?(?:stupid\\s+|damn\\s+|useless\\s+)?${BOT}|(?<=\\bwant )an?\\s+(?:chat ?bot|bot|robot))\\b`,
    ),
    score: 0.8,
    unless: guard(
      "i'?m not a (?:ro)?bot|am not a|my (?:new )?(?:computer|machine|software)|connect|wi-?fi|sync|pair|log ?in|update|virus|washing|card machine|answer(?:ing|phone)? machine|fax machine|come up",
    ),
  },
  {
    find: pattern(`\\b(?:no more|enough)\\s+(?:of\\s+)?(?:the\\s+)?(?:${BOT}|canned)\\b`),
    score: 0.7,
  },
  {
    find: pattern(
      `\\b(?:something|some ?(?:one|body)|any ?(?:one|body)|one|version|thing|anything)\\b[^.?!]{0,30}?\\b(?:with|has|having|that|who|w)\\s+(?:an?\\s+|actual\\s+|any\\s+|real\\s+|has\\s+(?:an?\\s+)?|have\\s+(?:an?\\s+)?)*(?:pulse|heart ?beat|ears|brain|brains|breath\\w*|beating heart|blood|authority|clue|face|skin|lungs|name badge|soul|bleeds?|breathes?|eats?|sleeps?)\\b`,
    ),
    score: 0.85,
    unless: NOT_NOW,
  },
  {
    find: pattern(
      `\\b(?:(?:real|living|actual|live|breathing)\\s+(?:person|human|soul|voice|agent|advis[eo]r|operator|people)|human\\s+(?:voice|agent|advis[eo]r|operator|contact|help|support|assistance))\\b`,
    ),
    score: 0.75,
    unless: guard(`${ELSEWHERE}|\\b(?:was|were|brilliant|lovely|pretending|sounds?)\\b`),
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:one of|any of|either of|some of|a member of|members? of)\\s+(?:your|ur|the)\\s+(?:\\w+\\s+)?(?:colleagues?|people|staff|team|advis[eo]rs|agents|humans|lot|operators|guys|experts)\\b`,
    ),
    score: 0.75,
    unless: guard(`${ELSEWHERE}|\\b(?:told|said|was|came|sold|hung|put the phone)\\b`),
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:have|with|by|via|from)\\s+an?\\s+${REAL}(?:person|human(?:\\s?being)?|agent|advis[eo]r|colleague)\\b(?=[^.?!]{0,30}(?:please|pls|do (?:it|this|that)|if possible|instead|now|look|check|handle|sort|deal|[.?!]|$))`,
    ),
    score: 0.75,
    unless: guard(`${ELSEWHERE}|\\b(?:spoke|spoken|talked|was|chatted|chat(?:ting)?) `),
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:human|agent|person|operator|representative|advis[eo]r|manager|supervisor|specialist)[\\s,]+(?:pls|plz|please|now|asap|ffs)\\b`,
    ),
    score: 0.85,
    unless: NOT_NOW,
    negatable: true,
  },
  {
    find: pattern(
      '\\b(?:tap|nudge|call|ask|wake|get)\\b[^.?!]{0,20}\\b(?:whoever|who ever)\\b|\\bhand (?:me|this|us) (?:over|off)\\b|\\bover to (?:a|your|one of your) (?:colleague|human|person|agent)\\b',
    ),
    score: 0.75,
    unless: NOT_NOW,
    negatable: true,
  },
  {
    find: pattern(
      `\\b(?:let|can|could|may|might)\\s+(?:me|i|we|us)\\s+(?:\\w+\\s+)?(?:speak|talk|chat)\\s+(?:to|with)\\s+(?!you\\b)(?:[\\w']+\\s+){0,2}(?:human|person|someone|somebody|team|department|management)\\b`,
    ),
    score: 0.9,
    unless: NOT_NOW,
  },
  {
    find: pattern(
      "\\b(?:transfer|connect|put|pass)\\s+(?:me|us)\\s+(?:through\\s+|thru\\s+|over\\s+|directly\\s+)?(?:to|with)\\s+(?:the|your|one of|whoever)\\b|\\b(?:don'?t|do not) (?:want|wish) to (?:talk|speak|chat|deal) (?:to|with) you\\b|\\bnon[- ]?(?:robot\\w*|automated|bot|ai)\\b|\\b(?:someone|somebody) else (?:on|take|have a|look|handle|deal|please|there|help)\\b",
    ),
    score: 0.7,
    unless: guard(
      `${ELSEWHERE}|\\b(?:wi-?fi|internet|network|router|hub|server|vpn|bluetooth|plan|tariff|package|account|sim|esim|number|[45]g|website|app|page|contract)\\b`,
    ),
    negatable: true,
  },
];

const WITHDRAWN = guard(
  '\\b(?:never ?mind|nvm|scrap that|forget (?:that|it|what i said)|ignore that|no longer need(?:ed)?|not needed|cancel that|no need(?: (?:any ?more|now))?|found it|sorted it|worked it out|figured it out|actually,? no)\\b',
);

/** Asks for a person now; empty if the same message takes the request back afterwards. */
export function findRequest(text: string): Found[] {
  const found = findAll(text, RULES);
  const last = found.reduce((end, one) => Math.max(end, one.end), 0);
  return WITHDRAWN.test(text.slice(last)) ? [] : found;
}

/** True if the message takes something back and asks for nobody after that. */
export function takesBack(text: string): boolean {
  const at = text.search(WITHDRAWN.compiled);
  return at >= 0 && findAll(text.slice(at), RULES).length === 0;
}
