import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WINDOW } from '../../../lambdas/analysis/history.ts';
import { EMPTY_SIGNALS, type TurnSignals } from '../../../lambdas/analysis/turn-signals.ts';
import type { BotAnswer, Turn } from '../../../lambdas/analysis/types.ts';
import { analyzer } from '../../support/minds.ts';
import { SENTENCES } from './sentences.ts';
import { answer, fallback } from './support.ts';

const TEXTS = [
  ...Object.values(SENTENCES).flatMap(({ yes, no }) => [...yes, ...no]),
  'ok',
  'thanks, that worked',
  'I already said that',
  'still red',
  '👍',
];
const bot = fc.record<BotAnswer>({
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  fallback: fc.boolean(),
  articleId: fc.constantFrom(null, 'billing', 'router', 'roaming'),
  text: fc.constantFrom('Restart the router and wait for two minutes.', 'Done.'),
});
const turns = fc
  .array(fc.record({ text: fc.constantFrom(...TEXTS), bot: fc.option(bot, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((list) => list.map((one, at): Turn => ({ seq: 2 * at + 1, ...one })));

describe('screening on the message path', () => {
  it('has a candidate exactly where the analyzer would hand over, or offer a person anew', () => {
    fc.assert(
      fc.property(turns, (list) => {
        let signals: TurnSignals = EMPTY_SIGNALS;
        list.forEach((turn, at) => {
          const before = signals;
          const screening = analyzer.screen(turn, before);
          // What the session keeps goes through JSON.
          signals = JSON.parse(JSON.stringify(screening.signals));
          const offered = 'offered' in before;
          const { band } = analyzer.assess({
            turns: list.slice(0, at + 1),
            assessedSeq: turn.seq,
          });
          expect(screening.candidate).toBe(band === 'hand_over' || (band === 'offer' && !offered));
        });
      }),
      { numRuns: 150 },
    );
  });

  it('agrees with an assessment that got only the latest turns and the count', () => {
    fc.assert(
      fc.property(turns, (list) => {
        const whole = analyzer.assess({ turns: list, assessedSeq: 1 });
        const tail = analyzer.assess({
          turns: list.slice(-WINDOW),
          customerTurns: list.length,
          assessedSeq: 1,
        });
        expect(tail).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps no words of the customer and stays small', () => {
    let signals = EMPTY_SIGNALS;
    for (let at = 0; at < 20; at++) {
      const text = `supercalifragilistic broadband number ${at} is wrong, third time, agent pls`;
      signals = analyzer.screen({ text, bot: fallback() }, signals).signals;
    }

    const kept = JSON.stringify(signals);
    expect(kept).not.toContain('supercali');
    expect(kept.length).toBeLessThan(2048);
    expect(signals).toMatchObject({ customerTurns: 20, fallbacksInARow: WINDOW });
  });

  it('lets calm turns pass', () => {
    const { candidate, explicitRequest, signals } = analyzer.screen(
      { text: 'when is my bill due?', bot: answer() },
      EMPTY_SIGNALS,
    );

    expect({ candidate, explicitRequest }).toEqual({ candidate: false, explicitRequest: false });
    expect(signals).toMatchObject({ customerTurns: 1, fallbacksInARow: 0 });
  });

  it('tells an explicit request, by words or button', () => {
    const spoken = analyzer.screen({ text: 'human pls' }, EMPTY_SIGNALS);
    const pressed = analyzer.screen({ text: 'hello', requestedPerson: true }, EMPTY_SIGNALS);

    expect(spoken).toMatchObject({ candidate: true, explicitRequest: true });
    expect(pressed).toMatchObject({ candidate: true, explicitRequest: true });
  });

  it('starts over after an answer between two fallbacks', () => {
    let signals = analyzer.screen({ text: 'E74', bot: fallback() }, EMPTY_SIGNALS).signals;
    signals = analyzer.screen({ text: 'code E74 on the box', bot: answer() }, signals).signals;

    expect(signals.fallbacksInARow).toBe(0);
  });

  it('leaves the signals it was given untouched', () => {
    const before = structuredClone(EMPTY_SIGNALS);

    analyzer.screen({ text: 'my internet is down' }, EMPTY_SIGNALS);

    expect(EMPTY_SIGNALS).toEqual(before);
  });
});
