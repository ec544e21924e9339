/** Names that are a device and nothing else. */
const MODELS: readonly string[] = [
  'iphone(?: ?(?:\\d{1,2}|se|x[rs]?)(?: ?(?:pro max|pro|max|plus|mini))?)?',
  '(?:samsung )?galaxy(?: ?(?:[sa]|note|z (?:flip|fold))? ?\\d{1,2}(?: ?(?:ultra|plus|fe))?)?',
  '(?:google )?pixel \\d{1,2}(?: ?(?:pro|a))?',
  '(?:oneplus|redmi|xiaomi|motorola|moto|nokia|fairphone|huawei|honor)(?: [a-z]?\\d{1,3}[a-z]?)',
  'ipad(?: (?:air|pro|mini))?',
  'fritz!? ?box(?: \\d{4})?',
  '(?:smart|super|home|business) ?hub(?: \\d)?',
  'hub (?:one|zero|\\d)(?! (?:times?|days?))',
  '(?:speedport|livebox|freebox|bbox|connect box|giga ?cube|vodafone station)(?: [a-z]?\\d{1,3})?',
  '(?:netgear|tp-?link|asus|linksys|d-?link|zyxel|technicolor|sagemcom|eero|orbi|archer|deco|nighthawk)(?: [a-z]{0,3}-?\\d{1,4}[a-z]{0,2}\\d?)?',
  '(?:hg|tg|vmg|dga|rt-?ax?)-?\\d{3,4}[a-z]{0,2}',
  '(?:sky q|apple tv|fire ?(?:tv )?stick|chromecast|roku)',
];
const MODEL = new RegExp(`\\b(?:${MODELS.join('|')})(?![\\p{L}\\d])`, 'giu');

/** A plain word names the device only as somebody's own. */
const OWN =
  /(?<!\b(?:on|over|by) (?=the phone))\b(?:my|our|the|this)\s+(?:(?:old|new|main|second|other|upstairs|downstairs) )?((?:wi-?fi |mesh )?(?:router|modem|extender|repeater|booster)|hub|tv ?box|set-?top(?: ?box)?|decoder|handset|landline(?: phone)?|phone|tablet|dongle|mi-?fi|sim(?: card)?)(?!['’]?s?\s+(?:bill|number|contract|plan|line|insurance|book|call|shop|order|deal))\b/giu;

/** What one says of a device that one has and that does not do what it should. */
const TROUBLE =
  /\b(?:(?:not|n['’]?t|stopp?ed|won['’]?t|can['’]?t|cannot|fail\w*) \w+|(?:keeps?|kept) \w+ing|error|(?:re)?boot(?:s|ing)?|restart\w*|reset\w*|flash\w*|blink\w*|(?:red|orange|amber|no) lights?|lights? (?:is|are)|light on|broken|cracked|dead|frozen|freez\w*|stuck|drop(?:s|ping|ped)|slow|offline|down|(?:no|lost|weak|poor|bad) (?:signal|internet|wi-?fi|service|connection|picture|sound|dial tone)|faulty?|overheat\w*|plugged|setting up|set up|connect(?:ed|ing)? to|stolen|lost|locked|battery)\b/iu;

/** What one says of a device that one has not. */
const SHOPPING =
  /\b(?:buy|buying|order(?:ed|ing)?|upgrad\w*|stock|price of|how much (?:is|are|for|does|would)|cost of|sell|selling|deals?|offers?|pre-?order|deliver\w*|arriv\w*|sen[dt] (?:me|(?:\w+ ){0,2}back)|return(?:ed|ing)?|trade[- ]in|get (?:a|an|the) new|want (?:a|an|the)|looking (?:for|at))\b/iu;

/** The device that gives trouble, as the customer calls it. A model's name goes before "router". */
export function deviceIn(text: string): string | undefined {
  if (!TROUBLE.test(text) || SHOPPING.test(text)) return undefined;
  const [model] = text.match(MODEL) ?? [];
  return model ?? [...text.matchAll(OWN)][0]?.[1];
}

/** The last device, where the talk is of the device already. */
export function deviceAlone(text: string): string | undefined {
  const plain = /\b(?:router|modem|tv ?box|set-?top box|decoder|landline|phone|tablet|dongle)\b/giu;
  return text.match(MODEL)?.at(-1) ?? text.match(plain)?.at(-1);
}
