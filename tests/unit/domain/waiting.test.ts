import { describe, expect, it } from 'vitest';
import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import { leaveMessage } from '../../../lambdas/domain/ending.ts';
import {
  cancelWait,
  escalate,
  keepWaiting,
  placed,
  relieved,
  troubled,
} from '../../../lambdas/domain/escalating.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { connectingText, TEXTS } from '../../../lambdas/domain/texts.ts';
import { LeftMessage } from '../../../protocol/http.ts';
import { WaitTrouble } from '../../../protocol/vocabulary.ts';
import { assessmentOf, at, botSession, decided, NOON, sessionIn, waiting } from './builders.ts';

const previous = (ago: number, patch = {}) => ({
  sessionId: 'before',
  at: NOON - ago,
  agentId: 'ravi',
  agentName: 'Ravi',
  queue: 'billing' as const,
  ...patch,
});
const about = { now: NOON, escalationId: 'esc-1', excerpt: 'words', trouble: null };

describe('an escalation', () => {
  it('waits from the turn that showed the need, not from its assessment', () => {
    const candidate = { seq: 2, at: at(-1), explicit: false };

    const { after } = escalate(botSession({ candidate }), assessmentOf(), about);

    expect(after.escalation).toMatchObject({ waitingSince: at(-1), passSince: at(-1) });
    expect(after.candidate).toBeUndefined();
  });

  it('tells the customer, and asks for what the agent will ask first', () => {
    const { after, messages } = escalate(botSession(), assessmentOf(), about);

    expect(messages.map(({ event }) => event)).toEqual(['escalated', 'detail_asked']);
    expect(after.intake).toEqual({ asking: 'account', done: [] });
  });

  it('asks for nothing that is known already', () => {
    const details = { account: '12345678', invoice: 'May' };

    const { after, messages } = escalate(botSession({ details }), assessmentOf(), about);

    expect(messages.map(({ event }) => event)).toEqual(['escalated']);
    expect(after.intake).toBeUndefined();
  });

  it.each(WaitTrouble.options)('in trouble %s says so instead of asking for details', (trouble) => {
    const { after, messages } = escalate(botSession(), assessmentOf(), { ...about, trouble });

    const text = connectingText(['topic.billing_dispute'], trouble);
    expect(messages).toMatchObject([{ event: 'escalated', text }]);
    expect(after.intake).toBeUndefined();
    expect(after.escalation?.trouble).toBe(trouble);
  });

  it('keeps in the head what a card shows, and everything in its record', () => {
    const reasons = Array.from({ length: 6 }, () => ({
      code: 'topic.fraud' as const,
      score: 0.5,
      evidence: [
        { seq: 1, text: 'a', quote: true },
        { seq: 2, text: 'b', quote: true },
      ],
    }));
    const assessment = assessmentOf({ reasons });

    const { after, escalation } = escalate(botSession(), assessment, about);

    expect(after.escalation?.reasons).toHaveLength(4);
    expect(after.escalation?.reasons.map(({ evidence }) => evidence.length)).toEqual([1, 1, 1, 1]);
    expect(escalation).toMatchObject({ kind: 'create', n: 1, escalation: { assessment } });
  });

  it('prefers the agent whom the customer talked to within a day', () => {
    const preferred = (ago: number) =>
      waiting({}, { previous: previous(ago) }).escalation?.preferredAgent;

    expect(preferred(POLICY.stickyMs - 1)).toBe('ravi');
    expect(preferred(POLICY.stickyMs)).toBeUndefined();
    expect(waiting().escalation?.preferredAgent).toBeUndefined();
  });

  it('of a contact repeated within 7 days about the same is one priority higher', () => {
    const priority = (ago: number, patch = {}) =>
      waiting({ priority: 'medium' }, { previous: previous(ago, patch) }).escalation?.priority;

    expect(priority(POLICY.repeatContactMs - 1)).toBe('high');
    expect(priority(POLICY.repeatContactMs)).toBe('medium');
    expect(priority(1, { queue: 'technical' })).toBe('medium');
    expect(priority(1, { queue: undefined })).toBe('medium');
    expect(waiting({ priority: 'urgent' }, { previous: previous(1) }).escalation?.priority).toBe(
      'urgent',
    );
  });

  it('is numbered, and the next one starts fresh', () => {
    const back = cancelWait(waiting(), at(1)).after;

    const { after, escalation } = escalate(back, assessmentOf(), { ...about, now: at(9) });

    expect(escalation).toMatchObject({ kind: 'create', n: 2 });
    expect(after.escalation).toMatchObject({ n: 2, waitingSince: at(9), passedBy: [] });
  });
});

describe('a customer in trouble', () => {
  it.each(WaitTrouble.options)('is told of %s and what they can choose', (trouble) => {
    const change = troubled(waiting(), trouble, at(1));

    expect(change.messages).toMatchObject([{ event: 'wait_choice', text: TEXTS.trouble[trouble] }]);
    expect(change.escalation).toMatchObject({ entry: { cause: trouble } });
  });

  it('hears in silence that it is over: the frame tells, the transcript does not', () => {
    const change = relieved(troubled(waiting(), 'no_agents', at(1)).after, at(2));

    expect(change.messages).toEqual([]);
    expect(change.after.escalation?.trouble).toBeUndefined();
  });

  it.each([
    ['no_agents', true],
    ['outside_hours', true],
    ['max_wait', true],
    ['nobody_left', false],
  ] as const)(
    'who keeps waiting in %s starts a new pass (told of staffing again: %s)',
    (trouble, patient) => {
      const session = troubled(waiting(), trouble, at(10)).after;
      const { escalation } = session;
      const passed = {
        ...session,
        escalation: escalation && { ...escalation, passedBy: ['asha'] },
      };

      const change = decided(keepWaiting(passed, at(11)));

      expect(change.after.escalation).toMatchObject({
        patient,
        passedBy: [],
        passSince: at(11),
        waitingSince: NOON,
        status: 'pending',
      });
      expect(change.after.escalation?.trouble).toBeUndefined();
      expect(change.messages).toMatchObject([{ event: 'still_waiting' }]);
    },
  );

  it('has nothing to choose while there is none', () => {
    expect(keepWaiting(waiting(), at(1))).toBeNull();
  });

  it('may go back to the bot, with a clean slate', () => {
    const { after } = cancelWait(waiting({}, { seq: 4 }), at(1));

    expect(after).toMatchObject({ status: 'bot', signals: EMPTY_SIGNALS, botSinceSeq: after.seq });
    expect([after.escalation, after.intake, after.candidate]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a place', () => {
  const told = { position: 2, estimate: { from: 60, to: 180 } };

  it('is told once for each change', () => {
    const first = decided(placed(waiting(), told, at(1))).after;

    expect(first.escalation).toMatchObject(told);
    expect(placed(first, { ...told, estimate: { from: 60, to: 180 } }, at(2))).toBeNull();
    expect(placed(first, { ...told, position: 1 }, at(2))).not.toBeNull();
    expect(placed(first, { ...told, estimate: { from: 0, to: 180 } }, at(2))).not.toBeNull();
    expect(
      placed(first, { position: 2, estimate: undefined }, at(2))?.after.escalation?.estimate,
    ).toBeUndefined();
  });

  it('is none for whoever does not wait', () => {
    expect(placed(sessionIn('active'), told, at(2))).toBeNull();
    expect(placed(sessionIn('bot'), told, at(2))).toBeNull();
  });
});

describe('a message left', () => {
  const words = { contact: '+41 79 000 00 00', text: 'Please call me about my bill' };

  it('is kept with whom to reach, and the chat ends with it in the transcript', () => {
    const session = { ...waiting(), sessionId: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6' };

    const change = leaveMessage(session, words, at(5));

    expect(LeftMessage.parse(change.left)).toEqual(change.left);
    expect(change.left).toEqual({
      sessionId: session.sessionId,
      queue: 'billing',
      at: at(5),
      customer: { name: 'Dana' },
      ...words,
      handled: null,
    });
    expect(change.messages.map(({ event }) => event)).toEqual(['message_left', 'ended']);
    expect(change.messages[0]).toMatchObject({ from: { role: 'customer' }, text: words.text });
    expect(change.after).toMatchObject({
      status: 'closed',
      closeReason: 'message_left',
      closedAt: at(5),
    });
  });

  it('never puts the contact into the transcript', () => {
    const { messages } = leaveMessage(waiting(), words, at(5));

    expect(JSON.stringify(messages)).not.toContain(words.contact);
  });

  it('without an escalation goes to the general queue', () => {
    expect(leaveMessage(botSession(), words, at(5)).left?.queue).toBe('general');
  });
});
