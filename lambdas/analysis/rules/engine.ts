/** A phrase that speaks for something, with the contexts in which it does not. */
export interface Rule {
  /** Global, case-insensitive as a rule; must not backtrack without bound. */
  find: Pattern;
  /** 0 to 1. */
  score: number;
  /** The clause around the match must not match this. */
  unless?: Pattern;
  /** The whole message must match this as well. */
  needs?: Pattern;
  /** True if "not", "don't" and the like shortly before the match take it back. */
  negatable?: boolean;
}

/** Where a rule matched, as code unit offsets into the text. */
export interface Found {
  score: number;
  start: number;
  end: number;
}

/** An expression that is compiled when it is first needed: nearly two hundred at once take long. */
export class Pattern {
  readonly source: string;
  readonly #flags: string;
  #compiled: RegExp | undefined;

  constructor(source: string, flags: string) {
    this.source = source;
    this.#flags = flags;
  }

  /** Throws SyntaxError if the source is no expression. */
  get compiled(): RegExp {
    this.#compiled ??= new RegExp(this.source, unicode(this.source, this.#flags));
    return this.#compiled;
  }

  test(text: string): boolean {
    return this.compiled.test(text);
  }
}

/** A rule's pattern; `\b` and `\w` are ASCII, which suits English rules. */
export function pattern(source: string): Pattern {
  return new Pattern(source, 'gi');
}

/** A guard. Without the global flag, so that `test` keeps no state. */
export function guard(source: string): Pattern {
  return new Pattern(source, 'i');
}

/** Unicode mode makes matching about twice as slow, so only patterns with emoji have it. */
function unicode(source: string, basic: string): string {
  return /[\uD800-\uDFFF]/.test(source) ? `${basic}u` : basic;
}

/** Curly quotes and odd spaces made plain, one code unit for one, so that offsets stay true. */
export function plain(text: string): string {
  return text
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u00a0\u2007\u202f]/g, ' ');
}

/** Characters to each side that a guard looks at; keeps a text without points linear. */
const MAX_CONTEXT = 120;
/** Matches per pattern that are looked at; more of the same adds nothing. */
const MAX_MATCHES = 12;

/** Where a global pattern matches, without empty matches. `matchAll` would copy the pattern. */
export function matchesOf(text: string, { compiled }: Pattern): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  compiled.lastIndex = 0;
  for (let matches = 0; matches < MAX_MATCHES; matches++) {
    const match = compiled.exec(text);
    if (!match) break;
    const end = match.index + match[0].length;
    if (end === match.index) compiled.lastIndex++;
    else found.push({ start: match.index, end });
  }
  return found;
}
const CLAUSE_END = /[.!?;,\n]/;
const NEGATION =
  /\b(?:not|don'?t|do not|doesn'?t|didn'?t|never|no need|without|isn'?t|wasn'?t|aren'?t|rather not|nobody)(?:\s+[\w']+){0,4}\s*$/i;

/** The clause around a span: up to the nearest punctuation on both sides. */
export function clauseAround(text: string, start: number, end: number): string {
  return text.slice(clauseStart(text, start), clauseEnd(text, end));
}

function clauseStart(text: string, start: number): number {
  const least = Math.max(0, start - MAX_CONTEXT);
  let from = start;
  while (from > least && !breaks(text, from - 1)) from--;
  return from;
}

function clauseEnd(text: string, end: number): number {
  const most = Math.min(text.length, end + MAX_CONTEXT);
  let to = end;
  while (to < most && !breaks(text, to)) to++;
  return to;
}

/** A point or comma inside a number or a word breaks nothing. */
function breaks(text: string, at: number): boolean {
  return CLAUSE_END.test(text.charAt(at)) && !/\w/.test(text.charAt(at + 1));
}

/** The sentence around a span, by points, question and exclamation marks and line ends. */
export function sentenceAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - MAX_CONTEXT), start);
  const after = text.slice(end, end + MAX_CONTEXT);
  const stop = after.search(/[.!?\n]/);
  return (
    before.slice(before.search(/[^.!?\n]*$/)) +
    text.slice(start, end) +
    (stop < 0 ? after : after.slice(0, stop))
  );
}

/** True if the words of the same clause shortly before `start` negate what follows. */
export function isNegated(text: string, start: number): boolean {
  const from = Math.max(clauseStart(text, start), start - 60);
  return NEGATION.test(text.slice(from, start));
}

/** Every match of every rule that no guard takes back. `text` must be plain. */
export function findAll(text: string, rules: readonly Rule[]): Found[] {
  const found: Found[] = [];
  for (const rule of rules) {
    if (rule.needs && !rule.needs.test(text)) continue;
    for (const { start, end } of matchesOf(text, rule.find)) {
      if (rule.unless?.test(clauseAround(text, start, end))) continue;
      if (rule.negatable && isNegated(text, start)) continue;
      found.push({ score: rule.score, start, end });
    }
  }
  return found;
}

/** The strongest match, the earliest of equals; null if there is none. */
export function strongest(found: readonly Found[]): Found | null {
  let best: Found | null = null;
  for (const one of found) {
    const better = !best || one.score > best.score;
    if (better || (best && one.score === best.score && one.start < best.start)) best = one;
  }
  return best;
}

/** Probability that at least one of independent findings holds. */
export function noisyOr(scores: readonly number[]): number {
  let none = 1;
  for (const score of scores) none *= 1 - score;
  return 1 - none;
}
