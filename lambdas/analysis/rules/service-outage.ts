import { type Found, findAll, guard, pattern, type Rule, sentenceAround } from './engine.ts';
import { isOtherTrade, SERVICE as SOLD } from './words.ts';

/** What is down when it fails: what is sold, and what hangs on it. */
const SERVICE = `(?:${SOLD}|care ?line|pendant|lift phone|fall (?:alarm|detector)|monitor)`;

const ANY_SERVICE = guard(
  `\\b${SERVICE}\\b|\\b(?:lights?|dial ?tone|sos|works?|loads?|loading|working)\\b`,
);
const OTHER_DEVICE = guard(
  "\\b(?:lost phone|phone is gone|find my|printer|speaker|bluetooth|smart ?watch|camera|doorbell|mesh|headset|alexa|keyboard|screen|cracked|battery|charger|web ?site|the app|your app|voicemail pin|password|phone number|line rental|phone menu|phone staff|phone case|(?:card|pin) is blocked|turn off|switch off|turned off|phones? (?:me|us)|take \\w+ off|money off|day off|off (?:my|the) (?:bill|account|plan)|opt out|out of (?:data|minutes|contract)|find out|figure out|log(?:s|ged)? (?:me|it|us)? ?out|contract|data (?:left|cap|usage)|hold)\\b|(?:not |doesn't |don't |isn't )?my (?:fault|problem)",
);
const HYPOTHETICAL = guard(
  '\\b(?:will|would|if|what happens|in case|when (?:my|the|i) .{0,20}(?:goes|go|is)|planned|scheduled|does (?:it|the|my|that) .{0,20}(?:work|go)|can (?:it|the|my|i) .{0,20}(?:go|work)|do i (?:need|lose)|how (?:do|to|can)|ever)\\b',
);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      `\\b(?:no|zero|without|without any|lost|lost all|lost my|lost our|losing|haven'?t (?:got|had)(?: any)?|hasn'?t (?:got|had)(?: any)?|not got|don'?t have(?: any)?|nowhere to be seen)\\s+(?:\\w+\\s+)?${SERVICE}\\b`,
    ),
    score: 0.85,
    unless: guard(
      `${OTHER_DEVICE.source}|\\b(?:no (?:calls|texts|data) (?:from|allowed)|no (?:phone|sim|tv|line|mobile) (?:needed|number|contract|required|please)|lost my (?:phone|sim|mobile|handset)|don'?t have (?:a|an|the|my|your) (?:phone|sim|tv|landline|router|mobile|line)|need|lost phone|phone is gone|no service charge|no network lock|new sim|no signal (?:in|at) the (?:basement|lift|cellar))\\b`,
    ),
  },
  {
    find: pattern(
      '\\b(?:down|offline|dead|out|went off)\\s+(?:again|since|for (?:\\d|an? |two|three|four|five|days|hours|weeks)|all (?:day|morning|night|week)|this (?:morning|week|afternoon)|right now|completely|at (?:\\d|our|all)|in (?:the|our|my) (?:whole|entire|building|street|office))',
    ),
    needs: ANY_SERVICE,
    score: 0.7,
    unless: guard(
      `${OTHER_DEVICE.source}|\\b(?:price|prices|cost|bill|calm|sit|slow|come|go|lay|dine|works?) (?:is |are )?down\\b`,
    ),
  },
  {
    find: pattern(
      "\\b(?:can'?t|cannot|can not|unable to|couldn'?t|nobody can|no one can|not able to|impossible to|won'?t let me|wont let me)\\s+(?:\\w+\\s+){0,2}?(?:get online|go online|get on(?:to)? the (?:internet|net|web|wi-?fi)|connect to (?:the )?(?:internet|network|anything)|make (?:or receive )?(?:any |a |phone )?calls?|make calls|receive calls|call (?:out|anyone|anybody|in)|ring (?:in|out|me|us)|dial (?:out|in)|send (?:or receive )?texts|phone (?:out|anyone)|reach (?:me|us)|take (?:any )?(?:card )?payments?|use (?:the|my) (?:internet|phone|line|broadband|mobile|data)|open any(?:thing)?|load any(?:thing)?|work from home)\\b",
    ),
    score: 0.85,
    unless: guard('\\b(?:abroad|roaming|in (?:france|spain|usa)|because i (?:lost|broke))\\b'),
  },
  {
    find: pattern(
      '\\bnothing\\s+(?:\\w+\\s+)?(?:works|loads|working|loading|connects|comes on)\\b|\\bsos only\\b|\\bno dial ?tone\\b|\\b(?:emergency calls only|all (?:\\d+ )?(?:our |the )?(?:lines|phones|sims|channels|terminals|circuits|trunks)\\b[^.?!]{0,30}(?:drop\\w*|down|dead|off\\w*))|\\b(?:red|orange|amber) light\\b|\\blights? (?:is|are|stays?|shows?|went|turned) (?:solid |flashing |blinking )?(?:red|orange|amber|off)\\b|\\bunusable\\b|\\bdropped at \\d',
    ),
    needs: ANY_SERVICE,
    score: 0.75,
    unless: OTHER_DEVICE,
  },
  {
    find: pattern(
      '\\b(?:tv|telly|hub|router|modem|box|decoder|screen|line|phone|it) (?:box )?(?:has )?(?:said|says|shows?|stuck (?:on|at)|been stuck|displays?|keeps (?:saying|rebooting|restarting))\\b[^.?!]{0,40}\\b(?:please wait|no (?:signal|connection|service|line|internet)|error|for (?:two|three|four|\\d+) (?:days|weeks|hours)|rebooting|searching)\\b|\\bkeeps (?:rebooting|restarting|dropping|cutting|disconnecting)\\b',
    ),
    score: 0.7,
    unless: guard('\\b(?:the app|your app|website|step \\d|printer|mesh|payment)\\b'),
  },
  {
    find: pattern(
      '\\b(?:still|now) (?:\\w+ )?(?:dead|down|off|offline|out|nothing|no (?:internet|net|signal|service|line|broadband))\\b|\\b(?:went|gone|goes) (?:poof|down|dead|off again|out again)\\b|\\b(?:\\d+|two|three|four|five|six) (?:nights?|days?|weeks?|hours?) (?:down|without|offline|of nothing)\\b',
    ),
    score: 0.7,
    needs: guard(`\\b${SERVICE}\\b`),
    unless: OTHER_DEVICE,
  },
];

const OVER = guard(
  "\\b(?:(?:is|it'?s|its|are|was|got|been|came|all|now|line'?s|everything'?s|internet'?s) (?:back(?: (?:on|up|now|again|online))?|fixed|restored|resolved|sorted|working (?:again|now|fine|perfectly|great))|works? (?:again|now|fine)|(?:is|are|it'?s) (?:working|fine) (?:again|now)|back (?:up|on|online) (?:and running|again|now)|problem solved)\\b",
);
const AGAIN = guard(
  "\\b(?:but|then|until|went|gone|again|still|not|isn'?t|wasn'?t|never|would be|should be|told|said|promised|when)\\b",
);

/** A service that the customer has is down or unusable for them now. */
export function findServiceOutage(text: string): Found[] {
  if (isOtherTrade(text)) return [];
  if (OVER.test(text) && !AGAIN.test(text.replace(/\bworking again\b|\bback again\b/gi, '')))
    return [];
  return findAll(text, RULES).filter(
    ({ start, end }) => !HYPOTHETICAL.test(sentenceAround(text, start, end)),
  );
}
