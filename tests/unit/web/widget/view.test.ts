import { describe, expect, it } from 'vitest';
import type { CustomerChatState } from '../../../../web/chat-client/customer-chat.ts';
import { ApiError } from '../../../../web/chat-client/http.ts';
import type { SessionState } from '../../../../web/chat-client/session-state.ts';
import { awaitedReply, type ViewInput, viewOf } from '../../../../web/widget/app/view.ts';
import { WORDS } from '../../../../web/widget/app/words.ts';
import { entry } from '../chat-client/fakes.ts';

const ASHA = { role: 'agent', id: 'a1', name: 'Asha Rao', team: 'Billing' } as const;

function chatOf(
  session: Partial<SessionState> = {},
  change: Partial<CustomerChatState> = {},
): CustomerChatState {
  return {
    connection: 'online',
    error: null,
    session: {
      version: 1,
      status: 'bot',
      agent: null,
      agentVersion: 0,
      waitingSince: null,
      closeReason: null,
      synced: true,
      messages: [],
      pending: [],
      typing: null,
      customerPresent: true,
      requesting: null,
      notice: null,
      clockOffsetMs: 0,
      ...session,
    },
    ...change,
  };
}

const draw = (change: Partial<ViewInput>) =>
  viewOf({
    chat: chatOf(),
    broken: false,
    away: false,
    back: false,
    patience: 'none',
    confirmingEnd: false,
    brand: 'Northwind',
    phone: null,
    shown: 100,
    now: 1_000_000,
    ...change,
  });

describe('before anything is said', () => {
  it('offers topics, a composer and a person, but no end', () => {
    for (const chat of [null, chatOf()]) {
      expect(draw({ chat })).toMatchObject({
        showTopics: true,
        footer: { kind: 'composer' },
        canAskForPerson: true,
        canEnd: false,
      });
    }
  });

  it('takes the topics away once something is said', () => {
    const pending = [{ id: 'x', text: 'hi', state: 'sending' as const }];
    expect(draw({ chat: chatOf({ pending }) })).toMatchObject({ showTopics: false, canEnd: true });
  });
});

describe('the way to a person', () => {
  it('says that it connects while the request is on its way, and asks once', () => {
    expect(draw({ chat: chatOf({ requesting: 'person' }) })).toMatchObject({
      banner: { kind: 'connecting', title: WORDS.connectingPerson },
      canAskForPerson: false,
    });
  });

  it('says that the customer is in line', () => {
    expect(draw({ chat: chatOf({ status: 'queued' }) })).toMatchObject({
      banner: { kind: 'queued', title: "You're in line" },
      subtitle: WORDS.waiting,
      canAskForPerson: false,
    });
  });

  it('shows the agent with name, team and initials, and no banner', () => {
    expect(draw({ chat: chatOf({ status: 'active', agent: ASHA }) })).toMatchObject({
      title: 'Asha Rao',
      subtitle: 'Billing',
      initials: 'AR',
      banner: null,
    });
  });

  it('says who has put the chat on hold', () => {
    const view = draw({ chat: chatOf({ status: 'on_hold', agent: ASHA }) });
    expect(view.banner?.title).toContain('Asha Rao');
  });
});

describe('connection', () => {
  it.each([
    ['reconnecting', false, null],
    ['reconnecting', true, WORDS.reconnecting],
    ['connecting', true, WORDS.connecting],
    ['offline', false, WORDS.offline],
    ['online', false, null],
  ] as const)('%s, away %s: %s', (connection, away, text) => {
    const view = draw({ chat: chatOf({}, { connection }), away });
    expect(view.connection?.text ?? null).toBe(text);
  });

  it('is glad when it is back, and only then', () => {
    expect(draw({ back: true }).connection).toEqual({ tone: 'good', text: WORDS.backOnline });
    const lost = chatOf({}, { connection: 'reconnecting' });
    expect(draw({ chat: lost, back: true }).connection).toBeNull();
  });

  it('keeps the composer while offline', () => {
    expect(draw({ chat: chatOf({}, { connection: 'offline' }) }).footer.kind).toBe('composer');
  });
});

describe('the end', () => {
  it.each(['closed', 'wrap_up'] as const)('takes the composer away when %s', (status) => {
    expect(draw({ chat: chatOf({ status, messages: [entry(1)] }) })).toMatchObject({
      footer: { kind: 'ended', title: WORDS.ended },
      canEnd: false,
      canAskForPerson: false,
    });
  });

  it('stays ended even when the connection has gone for good', () => {
    const chat = chatOf({ status: 'closed' }, { connection: 'superseded' });
    expect(draw({ chat }).footer.kind).toBe('ended');
  });

  it('says why when the customer did not do it', () => {
    const chat = chatOf({ status: 'closed', closeReason: 'customer_left' });
    expect(draw({ chat }).footer).toMatchObject({ detail: expect.stringContaining('away') });
  });

  it('asks before it ends', () => {
    expect(draw({ confirmingEnd: true }).footer.kind).toBe('confirm_end');
  });

  it('offers a new chat for an expired one, and the phone when nothing works', () => {
    const expired = new ApiError(404, { code: 'session_unknown', title: '' });
    const refused = new ApiError(403, { code: 'origin_not_allowed', title: '' });
    const failed = (error: unknown) => chatOf({}, { connection: 'failed', error });
    expect(draw({ chat: failed(expired) }).footer).toMatchObject({
      kind: 'ended',
      title: WORDS.expired,
    });
    expect(draw({ chat: failed(refused), phone: '198' }).footer).toEqual({
      kind: 'unavailable',
      detail: 'Call 198 or try again.',
    });
    expect(draw({ chat: null, broken: true }).footer.kind).toBe('unavailable');
  });

  it('offers to take over when another window has the chat', () => {
    const chat = chatOf({}, { connection: 'superseded' });
    expect(draw({ chat }).footer).toEqual({ kind: 'superseded' });
  });
});

describe('waiting for an answer', () => {
  const pending = [
    { id: 'f', text: 'bad', state: 'failed' as const },
    { id: 's', text: 'hi', state: 'sending' as const },
  ];

  it('is for the message that the assistant has not answered', () => {
    expect(awaitedReply(chatOf({ pending }))).toBe('s');
    expect(awaitedReply(chatOf({ pending, status: 'active' }))).toBeNull();
    expect(awaitedReply(chatOf({ pending }, { connection: 'reconnecting' }))).toBeNull();
    expect(awaitedReply(chatOf())).toBeNull();
  });

  it('shows the assistant first thinking, then slow, and an agent by name', () => {
    expect(draw({ patience: 'waiting' }).typing?.text).toBe(WORDS.assistantTyping);
    expect(draw({ patience: 'long' }).typing).toMatchObject({ slow: true });
    const chat = chatOf({ status: 'active', agent: ASHA, typing: ASHA });
    expect(draw({ chat }).typing).toMatchObject({ side: 'agent', text: 'Asha Rao is typing…' });
  });
});

it('shows the newest of a long transcript', () => {
  const messages = Array.from({ length: 150 }, (_, index) => entry(index + 1));
  const view = draw({ chat: chatOf({ messages }), shown: 100 });
  const [group] = view.items;
  expect(view.hasEarlier).toBe(true);
  expect(group).toMatchObject({ kind: 'group' });
  expect(group?.kind === 'group' && group.bubbles.map(({ text }) => text).at(0)).toBe('entry 51');
});
