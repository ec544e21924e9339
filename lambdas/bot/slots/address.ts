/** Post town areas of British postcodes; without them "O2 5GB" would be one. */
const AREA =
  '(?:[BEGLMNSW]|A[BL]|B[ABDHLNRST]|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]|F[KY]|G[LUY]|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]|M[EKL]|N[EGNPRW]|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]|T[ADFNQRSW]|UB|W[ACDFNRSV]|YO|ZE)';
/** The last three never are an amount of data. */
const BRITISH = `\\b${AREA}\\d[\\dA-HJKMNP-Y]? ?(?!\\d(?:gb|tb)\\b)\\d[ABD-HJLNP-UW-Z]{2}\\b`;

/** Words that follow a number but name no street. */
const NOT_A_NAME =
  '(?:times?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?|seconds?|people|houses?|homes?|neighbou?rs?|devices?|calls?|engineers?|mbps|[gm]b|of|the|on|in|my|our|your|this|that|a|an|is|was|are|and|or|to|for|at|from|down|up|out|off|no|not|whole|entire|same|next|all|every|per|more|other|phones?|routers?|streets?|roads?)';
const WORD = `(?!${NOT_A_NAME}\\b)\\p{L}[\\p{L}'’.-]*`;
const STREET =
  '(?:street|road|rd|avenue|ave|lane|crescent|terrace|gardens|grove|mews|boulevard|blvd)';
/** These are words of every day as well. */
const MAYBE_STREET =
  '(?:st|drive|dr|close|court|ct|square|sq|place|way|hill|park|row|walk|green|rise|view)';
const HOUSE = '(?<![\\d.,/£€$-])\\d{1,4}[a-f]?,? ';
const AT =
  '(?<=\\b(?:at|address|live in|lives? at|house|flat|home|is)[ :]{1,2}(?:is |no\\.? ?|number )?)';

const STREETS: readonly RegExp[] = [
  new RegExp(
    [
      `${HOUSE}(?:${WORD} ){1,3}${STREET}\\b`,
      `${AT}${HOUSE}(?:${WORD} ){1,3}${MAYBE_STREET}\\b`,
      '\\b\\p{L}[\\p{L}.-]*(?:stra(?:ß|ss)e|str\\.|straat|gasse|platz|laan) \\d{1,4}[a-f]?\\b',
      '\\b(?:calle|via|rua|avenida|piazza|plaza) (?:del? |de la )?(?!(?:the|my|your|a|an)\\b)\\p{L}{3,},? \\d{1,4}\\b',
    ].join('|'),
    'giu',
  ),
  new RegExp(
    `${HOUSE}(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hemin|[Qq]uai|[Ii]mpasse) (?:(?:de|du|des|la|le|les) |[ld]['’]){0,3}\\p{L}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}-]+)?`,
    'gu',
  ),
];

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
/** Four or five digits are a postcode before a town, if they stand where a place would. */
const CONTINENTAL = `(?<=\\b(?:in|at|near|postcode|plz|cp|address)[ :]{1,2}(?:is )?)\\d{4,5}(?: [A-Z]{2}\\b)? (?!${MONTH})\\p{Lu}\\p{L}{2,}(?:[- ]\\p{Lu}\\p{L}+)?`;
const DUTCH = '(?<![\\d.])[1-9]\\d{3} (?!GB|MB|TB|KB|AM|PM)[A-Z]{2}\\b';
const IRISH = '(?<=\\beircode[ :]{1,2}(?:is )?)[A-Z]\\d[\\dW] ?[A-Z\\d]{4}\\b';

const POSTCODES: readonly RegExp[] = [
  new RegExp(BRITISH, 'giu'),
  new RegExp(`${CONTINENTAL}|${DUTCH}`, 'gu'),
  new RegExp(IRISH, 'giu'),
];

/** Something does not work, and a place says where. */
const OUTAGE =
  /\b(?:outages?|down|dead|offline|fault(?:s|y)?|no (?:internet|broadband|wi-?fi|signal|service|connection|tv|landline|phone|coverage|network|dial tone|line)|(?:not|n['’]?t|stopp?ed|stops) work(?:ing)?|cut(?:s|ting)? (?:out|off)|drop(?:s|ping|ped)? ?(?:out)?|lost (?:(?:my|the|our|all) )?(?:connection|signal|service|internet|broadband|phone)|(?:very|so|too|really) slow|red light|broken|interruption)\b/iu;

/** Other places: where one moves to, what one asks for. */
const ELSEWHERE =
  /\b(?:mov(?:e|es|ing|ed)(?: house| home)?|relocat\w+|deliver\w*|ship\w*|send|coverage check|can i get|available|availability|shop|store|cover(?:ed)?\b)\b/iu;

/** Where something does not work: a street line, a postcode or both, as the customer wrote it. */
export function addressIn(text: string): string | undefined {
  if (!OUTAGE.test(text) || ELSEWHERE.test(text)) return undefined;
  return addressAlone(text);
}

/** The last address, where the talk is of the address already. */
export function addressAlone(text: string): string | undefined {
  const parts = [STREETS, POSTCODES].map((patterns) =>
    patterns.map((pattern) => last(text, pattern)).find(Boolean),
  );
  return parts.filter(Boolean).join(', ') || undefined;
}

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[0].replace(/\s+/gu, ' ').trim();
}
