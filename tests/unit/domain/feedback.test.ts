import { describe, expect, it } from 'vitest';
import {
  type FeedbackRecord,
  feedbackOn,
  goldOf,
  mayJudge,
  ratedConversation,
  turnsOf,
} from '../../../lambdas/domain/feedback.ts';
import type { Escalation, Feedback } from '../../../protocol/escalation.ts';
import type { GiveFeedback } from '../../../protocol/http.ts';
import type { Message } from '../../../protocol/message.ts';
import type { ReasonCode } from '../../../protocol/vocabulary.ts';
import { sessionIn } from './builders.ts';

const said = (seq: number, text = `words ${seq}`): Message => ({
  seq,
  from: { role: 'customer', name: 'Dana' },
  text,
  at: seq,
});
const answered = (seq: number, fallback = false): Message => ({
  seq,
  from: { role: 'bot' },
  text: `answer ${seq}`,
  at: seq,
  bot: { confidence: 0.5, fallback, articleId: null },
});
const told = (seq: number, event: Message['event']): Message => ({
  seq,
  from: { role: 'system' },
  text: 'told',
  at: seq,
  event,
});

/** Three turns with the bot, escalated on entry 6; two more while waiting and with the agent. */
const TRANSCRIPT = [
  said(1),
  answered(2),
  said(3),
  answered(4, true),
  said(5),
  answered(6, true),
  told(7, 'escalated'),
  said(8),
  told(9, 'joined'),
  said(10),
];

const escalation = (codes: ReasonCode[] = ['topic.fraud', 'request.explicit']): Escalation => ({
  escalationId: 'e1',
  status: 'accepted',
  // Raised, because the customer came again: no words of this chat say so.
  priority: 'urgent',
  queue: 'billing',
  createdAt: 1000,
  history: [],
  assessment: {
    escalate: true,
    score: 0.9,
    categories: { ai_performance: 0, user_behaviour: 0, topic: 0.9, sentiment: 0 },
    priority: 'high',
    queue: 'billing',
    reasons: codes.map((code) => ({ code, score: 0.9, evidence: [] })),
    policyVersion: 'p7',
    assessedSeq: 6,
  },
});

const give = (given: GiveFeedback, codes?: ReasonCode[]): FeedbackRecord =>
  feedbackOn(
    { ...sessionIn('active'), sessionId: 's1', customer: { name: 'Dana', plan: 'Fibre' } },
    { n: 1, escalation: escalation(codes) },
    given,
    { agentId: 'asha', at: 77, messages: TRANSCRIPT },
  );

describe('the turns of a chat', () => {
  it('are the customer’s, each with the bot’s answer where it gave one', () => {
    expect(turnsOf(TRANSCRIPT, 6)).toEqual([
      { seq: 1, text: 'words 1', bot: { text: 'answer 2', confidence: 0.5, fallback: false } },
      { seq: 3, text: 'words 3', bot: { text: 'answer 4', confidence: 0.5, fallback: true } },
      { seq: 5, text: 'words 5', bot: { text: 'answer 6', confidence: 0.5, fallback: true } },
      { seq: 8, text: 'words 8' },
      { seq: 10, text: 'words 10' },
    ]);
  });

  it.each(['cancelled', 'returned_to_bot'] as const)(
    'count anew once the bot has it back (%s), as in the assessment',
    (event) => {
      const messages = [said(1), answered(2), told(3, event), said(4), answered(5)];

      expect(turnsOf(messages, 5).map(({ seq }) => seq)).toEqual([4]);
    },
  );

  it('are not cut by what happened after the escalation', () => {
    const messages = [...TRANSCRIPT, told(11, 'returned_to_bot'), said(12)];

    expect(turnsOf(messages, 6).map(({ seq }) => seq)).toEqual([1, 3, 5, 8, 10, 12]);
  });
});

describe('what an agent says', () => {
  it('is kept with what the export needs and none of the customer’s words', () => {
    expect(give({ verdict: 'too_late', note: ' Asked twice. ', turn: 2 })).toEqual({
      sessionId: 's1',
      n: 1,
      feedback: { verdict: 'too_late', note: 'Asked twice.', turn: 2, agentId: 'asha', at: 77 },
      escalatedAt: 1000,
      assessedSeq: 6,
      untilSeq: 6,
      priority: 'high',
      categories: ['topic', 'request'],
      plan: 'Fibre',
      policyVersion: 'p7',
    });
  });

  it('reaches to the later turn that was named', () => {
    expect(give({ verdict: 'too_early', turn: 4 }).untilSeq).toBe(8);
    expect(give({ verdict: 'too_early' }).untilSeq).toBe(6);
  });

  it.each<GiveFeedback>([
    { verdict: 'too_late', turn: 3 },
    { verdict: 'too_late', turn: 4 },
    { verdict: 'too_early', turn: 3 },
    { verdict: 'too_early', turn: 6 },
  ])('cannot name a turn on the wrong side or beyond the end: %j', (given) => {
    expect(() => give(given)).toThrow(
      expect.objectContaining({ code: 'invalid_field', details: { field: 'turn' } }),
    );
  });

  it('with a note of white space only has none', () => {
    expect(give({ verdict: 'right', note: ' \n' }).feedback).not.toHaveProperty('note');
  });

  it('names every family of reasons once, and none for a missing assessment', () => {
    expect(
      give({ verdict: 'right' }, [
        'sentiment.anger',
        'sentiment.frustration',
        'behaviour.repeated_query',
        'ai.low_confidence',
        'system.analyzer_unavailable',
      ]).categories,
    ).toEqual(['ai_performance', 'user_behaviour', 'sentiment']);
  });
});

describe('the gold label', () => {
  const gold = (feedback: Partial<Feedback>, escalatedAt: number) =>
    goldOf(
      {
        feedback: { verdict: 'right', agentId: 'asha', at: 1, ...feedback },
        priority: 'high',
        categories: ['topic'],
      },
      escalatedAt,
    );

  it.each<[Partial<Feedback>, number, number, [number, number]]>([
    [{ verdict: 'right' }, 3, 3, [3, 3]],
    [{ verdict: 'too_late' }, 4, 3, [2, 3]],
    [{ verdict: 'too_late' }, 2, 1, [1, 1]],
    [{ verdict: 'too_late' }, 1, 1, [1, 1]],
    [{ verdict: 'too_late', turn: 1 }, 4, 1, [1, 1]],
    [{ verdict: 'too_early', turn: 5 }, 3, 5, [5, 5]],
  ])('of %j at turn %i is turn %i', (feedback, escalatedAt, escalateAt, window) => {
    expect(gold(feedback, escalatedAt)).toMatchObject({
      escalateAt,
      window,
      priority: 'high',
      categories: ['topic'],
    });
  });

  it('of a needless handoff is that nobody was needed', () => {
    expect(gold({ verdict: 'too_early', note: 'The bot\nhad it.' }, 2)).toEqual({
      escalateAt: null,
      window: null,
      priority: null,
      categories: [],
      why: 'The bot had it.',
    });
  });
});

describe('a rated conversation', () => {
  it('ends with the escalation, and shows no name', () => {
    const conversation = ratedConversation(give({ verdict: 'right' }), TRANSCRIPT);

    expect(conversation).toMatchObject({
      id: 's1#1',
      customer: { plan: 'Fibre' },
      gold: { escalateAt: 3 },
      feedback: { verdict: 'right', agentId: 'asha', at: 77 },
      policyVersion: 'p7',
    });
    expect(conversation?.turns.map(({ text }) => text)).toEqual(['words 1', 'words 3', 'words 5']);
    expect(JSON.stringify(conversation)).not.toContain('Dana');
  });

  it('goes on to the turn at which a person should have come', () => {
    const conversation = ratedConversation(give({ verdict: 'too_early', turn: 4 }), TRANSCRIPT);

    expect(conversation?.turns).toHaveLength(4);
    expect(conversation?.turns[3]).toEqual({ text: 'words 8' });
    expect(conversation?.gold).toMatchObject({ escalateAt: 4, window: [4, 4] });
  });

  it('is none without a word of the customer’s, or once the transcript is gone', () => {
    const pressed: Message[] = [{ seq: 1, from: { role: 'bot' }, text: 'One moment', at: 1 }];

    expect(ratedConversation(give({ verdict: 'right' }), pressed)).toBeNull();
    expect(ratedConversation(give({ verdict: 'right' }), [])).toBeNull();
  });
});

describe('who may say it', () => {
  const judge =
    (agentId: string, supervisor = false, held: Escalation = escalation()) =>
    () =>
      mayJudge(sessionIn('active'), held, { agentId, supervisor });
  const entry = (id: string, from: Escalation['status'], to: Escalation['status']) => ({
    at: 1,
    actor: { role: 'agent' as const, id },
    cause: 'x',
    session: { from: 'active' as const, to: 'active' as const },
    escalation: { from, to },
  });

  it('is whoever holds it, held it in this escalation, or supervises', () => {
    const passedOn = { ...escalation(), history: [entry('ravi', 'pending', 'accepted')] };

    expect(judge('asha')).not.toThrow();
    expect(judge('lead', true)).not.toThrow();
    expect(judge('ravi', false, passedOn)).not.toThrow();
  });

  it('is not whoever was only asked', () => {
    const declined = { ...escalation(), history: [entry('ravi', 'offered', 'pending')] };

    for (const refused of [judge('ravi'), judge('ravi', false, declined)]) {
      expect(refused).toThrow(expect.objectContaining({ code: 'not_your_session' }));
    }
  });
});
