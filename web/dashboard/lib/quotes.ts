import type { Assessment, Evidence } from '../../../protocol/assessment.ts';

/** A stretch of text that is or is not evidence. */
export interface Stretch {
  text: string;
  marked: boolean;
  /** Where it starts in the whole text. */
  at: number;
}

/** False for evidence from the session as a whole, which has no entry of its own (`seq` 0). */
export function pointsAtMessage({ seq }: Evidence): boolean {
  return seq > 0;
}

/** The quotes of an assessment by the transcript entry they were found in. */
export function quotesBySeq(assessment: Assessment | undefined): ReadonlyMap<number, string[]> {
  const quotes = new Map<number, string[]>();
  for (const reason of assessment?.reasons ?? []) {
    for (const evidence of reason.evidence) add(quotes, evidence);
  }
  return quotes;
}

function add(quotes: Map<number, string[]>, evidence: Evidence): void {
  if (!evidence.quote || evidence.text.trim() === '') return;
  quotes.set(evidence.seq, [...(quotes.get(evidence.seq) ?? []), evidence.text]);
}

/**
 * Cuts `text` into stretches so that every occurrence of a quote is marked. Case does not matter;
 * overlapping quotes become one stretch. The stretches joined are always the text itself.
 */
export function markQuotes(text: string, quotes: readonly string[]): Stretch[] {
  const marked = new Array<boolean>(text.length).fill(false);
  for (const quote of quotes) {
    if (quote === '') continue;
    const pattern = new RegExp(quote.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'giu');
    for (const match of text.matchAll(pattern)) {
      marked.fill(true, match.index, match.index + match[0].length);
    }
  }
  const stretches: Stretch[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at + 1;
    while (end < text.length && marked[end] === marked[at]) end += 1;
    stretches.push({ text: text.slice(at, end), marked: marked[at] ?? false, at });
    at = end;
  }
  return stretches;
}
