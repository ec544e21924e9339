import { describe, expect, it } from 'vitest';
import { WaitTrouble } from '../../../../protocol/vocabulary.ts';
import type { SessionState } from '../../../../web/chat-client/session-state.ts';
import { bannerOf } from '../../../../web/widget/app/handoff/banner.ts';
import {
  BANNER_WORDS,
  estimateText,
  TROUBLE,
} from '../../../../web/widget/app/handoff/banner-words.ts';
import { checkMessage } from '../../../../web/widget/app/handoff/check-message.ts';
import { endOf } from '../../../../web/widget/app/handoff/end.ts';
import { HANDOFF_WORDS } from '../../../../web/widget/app/handoff/handoff-words.ts';
import { entry } from '../chat-client/fakes.ts';
import { ASHA, chatOf, sessionOf } from './fixtures.ts';

const banner = (change: Partial<SessionState>) => bannerOf(sessionOf(change));

describe('the banner', () => {
  const waiting = (wait: SessionState['wait'], change: Partial<SessionState> = {}) =>
    banner({ status: 'queued', wait, ...change });

  it('says that it connects while the request is on its way', () => {
    expect(banner({ requesting: 'person' })).toMatchObject({
      kind: 'connecting',
      title: BANNER_WORDS.connectingPerson,
      choices: [],
    });
  });

  it.each([
    [3, { from: 180, to: 300 }, 'You’re number 3 in line', 'About 3–5 minutes.'],
    [1, { from: 20, to: 50 }, 'You’re next in line', 'About a minute.'],
    [2, null, 'You’re number 2 in line', 'We can’t tell yet how long it will take.'],
    [null, null, 'You’re in line', 'We can’t tell yet how long it will take.'],
  ])('says place %s and wait %o as they are', (position, estimatedWaitSeconds, title, start) => {
    const shown = waiting({ position, estimatedWaitSeconds, trouble: null });
    expect(shown).toMatchObject({ kind: 'queued', title, choices: ['leave_line'] });
    expect(shown?.detail?.startsWith(start)).toBe(true);
  });

  it('claims nothing of the wait where the server tells nothing', () => {
    expect(waiting(null)).toMatchObject({
      title: BANNER_WORDS.inLine,
      detail: BANNER_WORDS.inLineDetail,
    });
  });

  it.each(WaitTrouble.options)('lets the customer choose, with words for %s', (trouble) => {
    const wait = { position: 2, estimatedWaitSeconds: null, trouble };
    expect(waiting(wait)).toMatchObject({
      kind: 'trouble',
      title: TROUBLE[trouble][0],
      detail: TROUBLE[trouble][1],
      choices: ['keep_waiting', 'leave_message', 'back_to_assistant'],
    });
  });

  it.each([
    ['no_agents', 'Nobody is here yet.'],
    ['outside_hours', 'Nobody is here yet.'],
    ['nobody_left', 'Nobody is free yet.'],
    ['max_wait', 'Nobody is free yet.'],
  ] as const)('still says so to whoever waits in spite of %s', (trouble, title) => {
    // The estimate is from before the trouble.
    const wait = { position: 2, estimatedWaitSeconds: { from: 60, to: 120 }, trouble };
    expect(waiting(wait, { waitsInSpiteOf: trouble })).toEqual({
      kind: 'queued',
      title,
      detail: `You’re number 2 in line. ${BANNER_WORDS.inLineDetail}`,
      choices: ['leave_message', 'leave_line'],
    });
  });

  describe('once the server has taken the choice to wait, and names no trouble any more', () => {
    const bot = { role: 'bot' } as const;
    const asked = entry(2, { from: bot, event: 'wait_choice' });
    const kept = entry(3, { from: bot, event: 'still_waiting' });
    const first = { position: 1, estimatedWaitSeconds: null, trouble: null };

    it('goes on saying that nobody is there, without an estimate', () => {
      const messages = [asked, kept, entry(4, { from: { role: 'customer' } })];
      expect(waiting(first, { messages, waitsInSpiteOf: 'no_agents' })).toEqual({
        kind: 'queued',
        title: 'Nobody is here yet.',
        detail: `You’re first in line. ${BANNER_WORDS.inLineDetail}`,
        choices: ['leave_message', 'leave_line'],
      });
    });

    it('claims no more than the transcript tells when the trouble is not known', () => {
      expect(waiting(first, { messages: [asked, kept] })?.title).toBe('Nobody is free yet.');
      const nowhere = { ...first, position: null };
      expect(waiting(nowhere, { messages: [asked, kept] })?.detail).toMatch(/^You’re in line\./);
    });

    it('ends with an estimate, with an agent and with another wait', () => {
      const estimated = { ...first, estimatedWaitSeconds: { from: 0, to: 60 } };
      const ordinary = { title: 'You’re next in line', choices: ['leave_line'] };
      const spite = { waitsInSpiteOf: 'no_agents' } as const;
      expect(waiting(estimated, { ...spite, messages: [asked, kept] })).toMatchObject(ordinary);
      for (const event of ['joined', 'escalated'] as const) {
        const messages = [asked, kept, entry(4, { from: bot, event })];
        expect(waiting(first, { ...spite, messages })).toMatchObject(ordinary);
      }
    });
  });

  it('has words of its own for each trouble', () => {
    const titles = WaitTrouble.options.map((trouble) => TROUBLE[trouble][0]);
    expect(new Set(titles).size).toBe(WaitTrouble.options.length);
  });

  it('says who has put the chat on hold, and that one may go on writing', () => {
    expect(banner({ status: 'on_hold', agent: ASHA })).toMatchObject({
      kind: 'hold',
      title: expect.stringContaining('Asha Rao'),
      detail: BANNER_WORDS.onHoldDetail,
    });
  });

  it('warns before an idle chat ends, over the hold too', () => {
    const messages = [
      entry(1, { from: ASHA }),
      entry(2, { from: { role: 'system' }, event: 'idle_warning' }),
    ];
    for (const status of ['active', 'on_hold'] as const) {
      expect(banner({ status, agent: ASHA, messages })).toMatchObject({
        kind: 'idle',
        choices: ['im_here'],
      });
    }
  });

  it('shows a refusal, and nothing while all is well', () => {
    const notice = { code: 'wrong_role', title: 'No.', ref: 'r' };
    expect(banner({ notice })).toMatchObject({ kind: 'problem', title: 'No.' });
    expect(banner({ status: 'active', agent: ASHA })).toBeNull();
  });
});

describe('the estimate', () => {
  it.each([
    [0, 10, 'About a minute.'],
    [0, 61, 'Up to 2 minutes.'],
    [59, 240, 'Up to 4 minutes.'],
    [60, 60, 'About a minute.'],
    [240, 240, 'About 4 minutes.'],
    [185, 295, 'About 3–5 minutes.'],
    [3600, 5400, 'About 60–90 minutes.'],
  ])('from %d to %d seconds: %s', (from, to, text) => {
    expect(estimateText({ from, to })).toBe(text);
  });
});

describe('a message to leave', () => {
  it.each(['kim@example.com', '+41 79 123 45 67', '(079) 123-4567', ' kim@example.com '])(
    'takes %s for a contact',
    (contact) => {
      expect(checkMessage({ contact, text: 'Hi' })).toEqual({ contact: null, text: null });
    },
  );

  it.each([
    ['', HANDOFF_WORDS.contactMissing],
    ['   ', HANDOFF_WORDS.contactMissing],
    ['kim', HANDOFF_WORDS.contactWrong],
    ['12345', HANDOFF_WORDS.contactWrong],
    [`${'k'.repeat(80)}@example.com`, HANDOFF_WORDS.contactTooLong],
  ])('says what is wrong with the contact "%s"', (contact, fault) => {
    expect(checkMessage({ contact, text: 'Hi' }).contact).toBe(fault);
  });

  it('wants a text that can be sent', () => {
    const fault = (text: string) => checkMessage({ contact: 'kim@example.com', text }).text;
    expect(fault(' ')).toBe(HANDOFF_WORDS.textMissing);
    expect(fault('x'.repeat(4001))).toBe('1 character too many');
    expect(fault('x'.repeat(3999))).toBeNull();
  });
});

describe('after the end', () => {
  const mine = entry(1, { from: { role: 'customer' } });
  const ended = (change: Partial<SessionState>) =>
    endOf(chatOf({ status: 'closed', messages: [mine], ...change }));

  it('asks how the chat with the agent was, until the server has the answer', () => {
    const agentEnded = { closeReason: 'agent_ended', agent: ASHA } as const;
    expect(ended(agentEnded)).toEqual({
      detail: null,
      rating: { name: 'Asha Rao', score: null, problem: null },
    });
    expect(ended({ ...agentEnded, csat: 5 }).rating?.score).toBe(5);
  });

  it.each(['customer_left', 'customer_idle', 'bot_idle'] as const)(
    'says why when the customer did not do it (%s)',
    (closeReason) => {
      expect(ended({ closeReason }).detail).toContain('away');
    },
  );

  it('confirms a message that was left, and asks for no rating', () => {
    expect(ended({ closeReason: 'message_left' })).toEqual({
      detail: HANDOFF_WORDS.messageLeft,
      rating: null,
    });
  });

  it('asks for no rating where there was nothing, or no way to give it', () => {
    expect(ended({ messages: [] }).rating).toBeNull();
    expect(ended({ closeReason: 'abandoned_in_queue' }).rating).toBeNull();
    const gone = chatOf({ status: 'closed', messages: [mine] }, { connection: 'superseded' });
    expect(endOf(gone).rating).toBeNull();
  });
});
