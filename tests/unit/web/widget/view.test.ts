import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../web/chat-client/http.ts';
import { awaitedReply, type ViewInput, viewOf } from '../../../../web/widget/app/view.ts';
import { WORDS } from '../../../../web/widget/app/words.ts';
import { entry } from '../chat-client/fakes.ts';
import { ASHA, chatOf, sessionOf } from './fixtures.ts';

const draw = (change: Partial<ViewInput>) =>
  viewOf({
    chat: chatOf(),
    broken: false,
    away: false,
    back: false,
    patience: 'none',
    confirmingEnd: false,
    leaving: false,
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
  it('has something to say while the request is on its way, and asks once', () => {
    const chat = chatOf({ requesting: 'person' });
    expect(draw({ chat })).toMatchObject({ banner: chat.session, canAskForPerson: false });
  });

  it('says that the customer is in line', () => {
    const chat = chatOf({ status: 'queued' });
    expect(draw({ chat })).toMatchObject({
      banner: chat.session,
      subtitle: WORDS.waiting,
      canAskForPerson: false,
    });
  });

  it('has nothing to say while the assistant answers', () => {
    expect(draw({}).banner).toBeNull();
  });

  it('shows the agent with name, team and initials', () => {
    expect(draw({ chat: chatOf({ status: 'active', agent: ASHA }) })).toMatchObject({
      title: 'Asha Rao',
      subtitle: 'Billing',
      initials: 'AR',
    });
  });

  it('lets a message be left only while the customer waits', () => {
    const footerOf = (chat: ReturnType<typeof chatOf>) => draw({ chat, leaving: true }).footer.kind;
    expect(footerOf(chatOf({ status: 'queued' }))).toBe('leave_message');
    expect(footerOf(chatOf({ status: 'active', agent: ASHA }))).toBe('composer');
    expect(footerOf(chatOf({ status: 'queued' }, { connection: 'superseded' }))).toBe('superseded');
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
  it.each(['closed', 'wrap_up'] as const)('lets the customer write on when %s', (status) => {
    expect(draw({ chat: chatOf({ status, messages: [entry(1)] }) })).toMatchObject({
      footer: { kind: 'ended', title: WORDS.ended },
      canWrite: true,
      canEnd: false,
      canAskForPerson: false,
      banner: null,
    });
  });

  it('stays ended even when the connection has gone for good', () => {
    const chat = chatOf({ status: 'closed' }, { connection: 'superseded' });
    expect(draw({ chat }).footer.kind).toBe('ended');
  });

  it('asks before it ends', () => {
    expect(draw({ confirmingEnd: true })).toMatchObject({
      footer: { kind: 'confirm_end' },
      canWrite: false,
    });
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

describe('a sequel', () => {
  const earlier = [
    sessionOf({ status: 'closed', messages: [entry(1, { text: 'old' })], closeReason: 'bot_idle' }),
  ];
  const drawn = (messages: ReturnType<typeof entry>[], shown = 100) =>
    draw({ chat: chatOf({ messages }, { earlier }), shown });
  const shape = ({ items }: ReturnType<typeof draw>) =>
    items.map((item) => (item.kind === 'group' ? item.bubbles[0]?.text : item.kind));

  it('stands below the chat before it, past a divider, with keys of its own', () => {
    const view = drawn([entry(1, { text: 'new' })]);
    expect(shape(view)).toEqual(['old', 'divider', 'new']);
    expect(new Set(view.items.map(({ key }) => key)).size).toBe(3);
  });

  it('begins like any chat', () => {
    const view = drawn([]);
    expect(shape(view)).toEqual(['old', 'divider']);
    expect(view).toMatchObject({ showTopics: true, footer: { kind: 'composer' } });
  });

  it('shows its own newest first when there is much to show', () => {
    const view = drawn([entry(1, { text: 'a' }), entry(2, { text: 'b' })], 2);
    expect(shape(view)).toEqual(['a']);
    expect(view.hasEarlier).toBe(true);
  });
});
