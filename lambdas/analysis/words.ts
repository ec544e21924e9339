import type { Impression, Network } from '../language/network.ts';
import { JOINTS } from './joints.ts';
import { findBillingDispute } from './rules/billing-dispute.ts';
import { findCancellation } from './rules/cancellation.ts';
import { type Found, plain, strongest } from './rules/engine.ts';
import { findFraud } from './rules/fraud.ts';
import { findLegal } from './rules/legal.ts';
import { findRequest, takesBack } from './rules/request.ts';
import { findSafety } from './rules/safety.ts';
import { readSentiment } from './rules/sentiment.ts';
import { findServiceOutage } from './rules/service-outage.ts';
import type { WordCode } from './types.ts';

/** What rules and network say of one message for one code. */
export interface Opinion {
  /** Score (0..1) of the strongest rule that found something, and where. */
  rule: number;
  found: Found | null;
  /** Log odds of the network. */
  network: number;
  /** Probability (0..1) that the label is given, from both. */
  joint: number;
}

export interface Opinions extends Record<WordCode, Opinion> {
  /** Share (0..1) that the network gives to a positive mood. */
  positive: number;
}

/** Every code that words alone can give. */
export const WORD_CODES = Object.keys(JOINTS) as WordCode[];

/** Output of the network behind each code; several are added as probabilities. */
const OUTPUTS: Record<WordCode, readonly string[]> = {
  'request.explicit': ['request'],
  'topic.billing_dispute': ['billing_dispute'],
  'topic.service_outage': ['service_outage'],
  'topic.cancellation': ['cancellation'],
  'topic.fraud': ['fraud'],
  'topic.legal': ['legal'],
  'topic.safety': ['safety'],
  // Anger is more of the same.
  'sentiment.frustration': ['frustrated', 'angry'],
  'sentiment.anger': ['angry'],
};

const MOODS = ['calm', 'frustrated', 'angry', 'positive'];
const SMALL = 1e-4;
/** From this score on a rule found its code by itself. */
export const SURE = 0.5;
/** What is left of a request that the same message takes back. */
const TAKEN_BACK = 0.3;

/** What the words of a message say for each code, by themselves. */
export function opinionsOn(text: string, network: Network): Opinions {
  const impression = network.read(text);
  const log = logOddsOf(network.outputs, impression.answers);
  const rules = ruleFindings(plain(text));
  const opinions = { positive: positiveIn(network.outputs, impression.answers) } as Opinions;
  for (const code of WORD_CODES) {
    const { score, found } = rules[code];
    const { bias, network: slope, rule, floor } = JOINTS[code];
    const both = 1 / (1 + Math.exp(-(bias + slope * log[code] + rule * score)));
    const joint = score >= SURE ? Math.max(both, floor) : both;
    opinions[code] = { rule: score, found, network: log[code], joint };
  }
  if (takesBack(text)) opinions['request.explicit'].joint *= TAKEN_BACK;
  return opinions;
}

/** Log odds of each code from the network's answers. */
export function logOddsOf(
  outputs: readonly string[],
  answers: Impression['answers'],
): Record<WordCode, number> {
  const moods = sharesOfMoods(outputs, answers);
  const found = {} as Record<WordCode, number>;
  for (const code of WORD_CODES) {
    const names = OUTPUTS[code];
    if (code.startsWith('sentiment.')) {
      const share = names.reduce((sum, name) => sum + (moods[MOODS.indexOf(name)] ?? 0), 0);
      found[code] = Math.log((share + SMALL) / (1 - share + SMALL));
    } else found[code] = answers[outputs.indexOf(names[0] as string)] ?? 0;
  }
  return found;
}

function positiveIn(outputs: readonly string[], answers: Impression['answers']): number {
  return sharesOfMoods(outputs, answers)[MOODS.indexOf('positive')] ?? 0;
}

function sharesOfMoods(outputs: readonly string[], answers: Impression['answers']): number[] {
  const moods = MOODS.map((mood) => Math.exp(answers[outputs.indexOf(mood)] ?? 0));
  const all = moods.reduce((sum, value) => sum + value, 0);
  return moods.map((mood) => mood / all);
}

function ruleFindings(text: string): Record<WordCode, { score: number; found: Found | null }> {
  const one = (list: readonly Found[]) => {
    const found = strongest(list);
    return { score: found?.score ?? 0, found };
  };
  const { anger, frustration } = readSentiment(text);
  return {
    'request.explicit': one(findRequest(text)),
    'topic.billing_dispute': one(findBillingDispute(text)),
    'topic.service_outage': one(findServiceOutage(text)),
    'topic.cancellation': one(findCancellation(text)),
    'topic.fraud': one(findFraud(text)),
    'topic.legal': one(findLegal(text)),
    'topic.safety': one(findSafety(text)),
    'sentiment.frustration': {
      score: Math.max(frustration.score, anger.score),
      found: strongest(frustration.found) ?? strongest(anger.found),
    },
    'sentiment.anger': { score: anger.score, found: strongest(anger.found) },
  };
}
