import { describe, expect, it } from 'vitest';
import { readTurn } from '../../../lambdas/analysis/reading.ts';
import { mind } from '../../support/minds.ts';
import { answer, fallback, judge, reason } from './support.ts';

const ARTICLE = answer({
  articleId: 'wifi-guest',
  confidence: 0.8,
  text: 'Turn it on in the app.',
});

describe('signals over the course of a chat', () => {
  it('tolerates one miss of the bot', () => {
    const assessment = judge(['my decoder shows E74', fallback()]);

    expect(assessment.escalate).toBe(false);
    expect(reason(assessment, 'ai.repeated_fallback')?.score).toBeLessThan(0.5);
  });

  it('escalates on two fallbacks in a row, at medium priority, naming the fact', () => {
    const assessment = judge(
      ['my decoder shows E74', fallback()],
      ['error E74 on tv box', fallback()],
    );

    expect(assessment).toMatchObject({ escalate: true, priority: 'medium', queue: 'general' });
    expect(reason(assessment, 'ai.repeated_fallback')?.evidence).toEqual([
      { seq: 3, text: '2 fallbacks in a row', quote: false },
    ]);
  });

  it('forgets a miss once the customer says that it works', () => {
    const assessment = judge(
      ['how top up', fallback()],
      'recharge with card',
      'ok that worked, thank you very much',
    );

    expect(assessment.reasons).toEqual([]);
  });

  it('does not take a sarcastic thank-you for a settled matter', () => {
    const assessment = judge(
      ['no internet since monday', fallback()],
      ['oh great, thanks for nothing', answer()],
    );

    expect(reason(assessment, 'topic.service_outage')).toBeDefined();
    expect(assessment.escalate).toBe(true);
  });

  it('sees that the bot is unsure, and more so when it stays unsure', () => {
    const unsure = answer({ confidence: 0.5 });

    const once = reason(judge(['static ip for our site', unsure]), 'ai.low_confidence');
    const twice = reason(
      judge(['static ip for our site', unsure], ['the address block', unsure]),
      'ai.low_confidence',
    );

    expect(once?.evidence[0]?.text).toBe('the bot was 50 % sure of its answer');
    expect(twice?.score).toBeGreaterThan(once?.score ?? 1);
  });

  it('says nothing of a bot that is sure', () => {
    expect(reason(judge('when is my bill due'), 'ai.low_confidence')).toBeUndefined();
  });

  it('sees the same article twice running, and escalates when it did not help', () => {
    const assessment = judge(
      ['guest wifi timetable', ARTICLE],
      ['that did not help, I asked for a timetable', ARTICLE],
    );

    expect(reason(assessment, 'ai.repeated_answer')?.evidence[0]?.text).toBe(
      'same answer 2 times, first to message 1',
    );
    expect(assessment).toMatchObject({ escalate: true, priority: 'medium' });
  });

  it('recognises a repeated answer that has no article by its words, but not a courtesy', () => {
    const long = answer({ text: 'Scan the QR code that we emailed you when you joined.' });
    const short = answer({ text: "Done, that's saved." });

    expect(reason(judge(['a', long], ['b', long]), 'ai.repeated_answer')).toBeDefined();
    expect(reason(judge(['a', short], ['b', short]), 'ai.repeated_answer')).toBeUndefined();
  });

  it('recognises a rephrased question and names its twin', () => {
    const assessment = judge(
      'which of the four lines used the 60 GB?',
      'yes but which line used the 60 GB',
    );

    const repeated = reason(assessment, 'behaviour.repeated_query');
    expect(repeated?.evidence[0]?.text).toMatch(/^same question as message 1, likeness 0\.\d\d$/);
  });

  it('recognises a question in wholly different words by what it asks for', () => {
    const assessment = judge(
      ['my handset got nicked', fallback()],
      ['I left my mobile in a taxi', fallback()],
    );

    expect(reason(assessment, 'behaviour.repeated_query')).toBeDefined();
  });

  it('recognises a restated matter by its marker and quotes it', () => {
    const turns = ['how do I see my usage', 'I already said I want it per line'] as const;

    expect(reason(judge(...turns), 'behaviour.repeated_query')?.score).toBeGreaterThan(0.5);
    expect(readTurn({ seq: 3, text: turns[1] }, mind).quoteFor('restated')).toBe('I already said');
  });

  it('does not take a new question for a repeated one', () => {
    const assessment = judge('when is my bill due', 'and can I take my phone to Spain');

    expect(reason(assessment, 'behaviour.repeated_query')).toBeUndefined();
  });

  it('takes the first message for no repetition, whatever its words', () => {
    const assessment = judge('as I said on the phone, I would like a second sim');

    expect(reason(assessment, 'behaviour.repeated_query')).toBeUndefined();
  });

  it('counts a long chat, which alone never escalates', () => {
    const questions = [
      'hello',
      'when is my bill due',
      'what does roaming cost in France',
      'can I add a sim',
      'where is the nearest store',
      'do you sell tablets',
      'how fast is the top plan',
      'is there a student price',
      'which colours has the new phone',
      'does it have a headphone socket',
      'is delivery free',
      'what about a case for it',
      'may I pay in parts',
    ];

    const long = judge(...questions);

    expect(reason(long, 'behaviour.long_conversation')?.evidence[0]?.text).toBe(
      '13 customer messages',
    );
    expect(long.escalate).toBe(false);
    expect(reason(judge(...questions.slice(0, 4)), 'behaviour.long_conversation')).toBeUndefined();
  });

  it('carries a mood on to the next turn, weaker', () => {
    const angry = 'you lot are useless, absolutely fed up with this';

    const now = reason(judge(angry), 'sentiment.frustration');
    const later = reason(judge(angry, 'the second one'), 'sentiment.frustration');

    expect(now?.score).toBeGreaterThan(0.9);
    expect(later?.score ?? 0).toBeLessThan(now?.score ?? 0);
    expect(later?.score ?? 0).toBeGreaterThan(0.4);
  });

  it('raises a topic that the customer comes back to', () => {
    const once = reason(
      judge('you charged me more than we agreed in May'),
      'topic.billing_dispute',
    );
    const again = reason(
      judge(
        'you charged me more than we agreed in May',
        'you charged me more than we agreed in June as well',
      ),
      'topic.billing_dispute',
    );

    expect(again?.score).toBeGreaterThan(once?.score ?? 1);
  });
});
