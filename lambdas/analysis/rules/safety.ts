import { type Found, findAll, guard, pattern, type Rule } from './engine.ts';

const EMERGENCY =
  '(?:999|112|911|000|emergency (?:calls?|services?|numbers?|lines?|phones?)|ambulance)';
const DEVICE =
  '(?:pace ?maker|pendant|fall (?:alarm|detector)s?|care ?line|tele-?care|(?:care|personal|panic|pulse|medical|community|alarm|emergency|red) (?:alarm|button|cord|line|pull|phone|pendant)|lifeline|life line|epilepsy|seizure|oxygen|dialysis|ventilator|c ?pap|insulin|glucose (?:monitor|sensor)|heart (?:monitor|device)|medical (?:device|monitor|equipment|alert)|defib\\w*|apnoea|lift (?:phone|alarm|line)|alert button|nurse call|hospital bed)';
const FAILS =
  "(?:no line|no connection|dead|down|offline|off\\b|not work\\w*|isn'?t work\\w*|stopped|doesn'?t|does not|won'?t|wont|wouldn'?t|would not|can'?t|cannot|couldn'?t|unable|fail\\w*|lost|without|disconnected|no (?:signal|internet|phone|dial|service|broadband|landline)|cut off|nothing|beep\\w*|flash\\w*|fault|useless|out of order|goes? (?:nowhere|silent)|not (?:connect\\w*|go\\w*|ring\\w*|get\\w*|been)|nights? down|busy)";
const HYPOTHETICAL = guard(
  '\\b(?:will|would|does|do|can|could)\\b[^.!]{0,60}\\b(?:power cut|still (?:do|work|call|dial)|if|switch\\w*|move|order)\\b|\\bif (?:the|my|there)\\b|\\bwhat happens|without (?:credit|a sim|minutes|balance)|\\btest (?:passed|ok)\\b',
);

const RULES: readonly Rule[] = [
  {
    find: pattern(
      `\\b${EMERGENCY}\\b[^?]{0,40}?\\b${FAILS}|\\b${FAILS}\\b[^.?!]{0,30}?\\b(?:call|dial|ring|reach|get|through|to)?\\s*(?:to |the )?\\b${EMERGENCY}\\b`,
    ),
    score: 0.95,
    unless: guard(
      `${HYPOTHETICAL.source}|sos only|[£€$]|\\bemergency calls only\\b|000\\s?\\d|\\d000`,
    ),
  },
  {
    find: pattern(`\\b${DEVICE}\\b[^?]{0,90}?\\b${FAILS}`),
    score: 0.9,
    unless: guard(`${HYPOTHETICAL.source}|\\b(?:order|buy|price|cost|button on (?:the|my))\\b`),
  },
  {
    find: pattern(`\\b${FAILS}\\b[^?]{0,60}?\\b${DEVICE}\\b`),
    score: 0.85,
    unless: HYPOTHETICAL,
  },
  {
    find: pattern(
      "\\b(?:kill(?:ing)? my ?self|end(?:ing)? (?:it all|my life)|(?:want to|going to|gonna|will) end everything|suicid(?:e|al)|take my (?:own )?life|want(?:ed)? to die|wish i (?:was|were) dead|better off (?:dead|without me)|no (?:reason|point) (?:to|in) (?:live|living|go on|going on|being here|anything)|hurt(?:ing)? my ?self|self[- ]?harm\\w*|harm(?:ing)? my ?self|(?:can'?t|cannot|don'?t want to|not want to) (?:go on(?: (?:like this|any ?more|living))?(?=\\s*(?:[.!,]|$|like|any|living))|live (?:any ?more|like this)|be (?:here|alive) any ?more|carry on living)|not worth living|(?:going to|gonna|want to|i'?ll) jump (?:off|in front)|swallow(?:ed)? (?:all )?(?:the|my) pills|over ?dose)\\b",
    ),
    score: 0.95,
    unless: guard('\\b(?:laughing|boredom|data|streaming|overdose of|series)\\b'),
  },
  {
    find: pattern(
      "\\b(?:don'?t|do not|can'?t|cannot|cant|dont) (?:really )?see (?:the|any) (?:point|reason)(?: (?:of|in|to) (?:anything|living|life|it all|going on|being here|carrying on|live))?(?: (?:any ?more|in anything|now))?(?=\\s*(?:[.!,]|$|any))|\\b(?:doesn'?t|doesnt) matter[.!,]*\\s*nothing (?:does|matters)|\\bnothing matters any ?more\\b",
    ),
    score: 0.8,
    unless: guard('\\b(?:contract|plan|paying|upgrade|app|website|package|tv|offer)\\b'),
  },
];

const CONTEXT_OF_ABSENCE = guard(
  '\\b(?:engineer|technician|delivery|parcel|courier|appointment|install\\w*|holiday|router arrives?)\\b',
);

/** Emergency calls failing, a device or person that depends on the line, or self-harm. */
export function findSafety(text: string): Found[] {
  return findAll(text, RULES).filter(
    ({ start, end }) =>
      !(/\bbe\s+(?:here|around)$/i.test(text.slice(start, end)) && CONTEXT_OF_ABSENCE.test(text)),
  );
}
