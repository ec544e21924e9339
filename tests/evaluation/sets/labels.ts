import type { SentimentExample } from './types.ts';

const OUT_OF_SCOPE = new Set(['oos', 'out_of_scope', 'out-of-scope', 'no_nodes_detected', '']);

const SENTIMENTS: Readonly<Record<string, SentimentExample['sentiment']>> = {
  '0': 'negative',
  '1': 'neutral',
  '2': 'positive',
  negative: 'negative',
  neutral: 'neutral',
  positive: 'positive',
};

/** The intent a label stands for; null for the ways in which public sets say "none of ours". */
export function intentOf(label: string | null): string | null {
  const trimmed = (label ?? '').trim();
  return OUT_OF_SCOPE.has(trimmed.toLowerCase()) ? null : trimmed;
}

/** The sentiment a label stands for, in words or as TweetEval numbers them; undefined if none. */
export function sentimentOf(label: string): SentimentExample['sentiment'] | undefined {
  return SENTIMENTS[label.trim().toLowerCase()];
}

/** Whether all labels are sentiments, so that a set of texts and labels is one of sentiment. */
export function areSentiments(labels: readonly string[]): boolean {
  return labels.length > 0 && labels.every((label) => sentimentOf(label) !== undefined);
}
