import { describe, expect, it } from 'vitest';
import { combine } from '../../../lambdas/analysis/combine.ts';
import { sharesOf, turningPointsOf } from '../../../lambdas/analysis/explanation.ts';
import type { Signal } from '../../../lambdas/analysis/types.ts';
import type { SignalCode } from '../../../protocol/analysis-policy.ts';
import { DEFAULT_ANALYSIS } from '../../../protocol/default-analysis.ts';
import { judge } from './support.ts';

function at(code: SignalCode, score: number, quote?: string): Signal {
  return { code, score, evidence: quote ? [{ seq: 1, text: quote, quote: true }] : [] };
}

function explained(...signals: Signal[]) {
  const verdict = combine(signals, DEFAULT_ANALYSIS);
  return {
    shares: sharesOf(signals, verdict, DEFAULT_ANALYSIS),
    turningPoints: turningPointsOf(signals, verdict, DEFAULT_ANALYSIS),
  };
}

describe('the share of each category', () => {
  it('is 1 in all, and largest for what decided', () => {
    const { shares } = explained(at('request.explicit', 0.95), at('ai.low_confidence', 0.3));

    const sum = Object.values(shares).reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1, 1);
    expect(shares.sentiment).toBeGreaterThan(0.7);
    expect(shares.user_behaviour).toBe(0);
  });

  it('is zero everywhere where nothing speaks for a person', () => {
    expect(Object.values(explained().shares)).toEqual([0, 0, 0, 0]);
  });
});

describe('what would have changed the outcome', () => {
  it('names each reason without which nobody would have been called, in the customer’s words', () => {
    const { turningPoints } = explained(
      at('topic.billing_dispute', 0.95, 'charged me twice'),
      at('sentiment.frustration', 0.95),
    );

    expect(turningPoints).toHaveLength(2);
    expect(turningPoints[0]).toMatch(
      /^Without the disputed charge \(“charged me twice”\) the score would have been 0\.\d\d, below 0\.68\.$/,
    );
    expect(turningPoints[1]).toContain('the frustration');
  });

  it('says so when no single reason decided', () => {
    const { turningPoints } = explained(at('request.explicit', 0.9), at('topic.fraud', 0.9));

    expect(turningPoints).toEqual([expect.stringContaining('No single reason decided')]);
  });

  it('has nothing to say while the bot goes on', () => {
    expect(judge('when is my bill due').turningPoints).toEqual([]);
  });
});
