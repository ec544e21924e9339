import { describe, expect, test } from 'vitest';
import {
  countUnopened,
  type Held,
  type HeldEvent,
  NO_HELD,
  type Progress,
  placesTaken,
  reduceHeld,
  totalUnread,
} from '../../../../web/dashboard/features/conversation/held.ts';
import { message, view } from './fixtures.ts';

const fold = (events: readonly HeldEvent[], from: Held = NO_HELD) =>
  events.reduce(reduceHeld, from);
const confirmed: HeldEvent = { kind: 'confirmed', session: view() };
const progressed = (change: Partial<Progress>, viewing = false): HeldEvent => ({
  kind: 'progressed',
  sessionId: 's1',
  progress: { version: 7, status: 'active', closeReason: null, messages: [], ...change },
  viewing,
});

describe('unread', () => {
  test('what was said before the join counts as read', () => {
    const messages = [message(1), message(2), message(3)];

    expect(totalUnread(fold([confirmed, progressed({ messages })]))).toBe(0);
  });

  test('only the customer’s new messages count', () => {
    const messages = [
      message(3),
      message(4),
      message(5, { from: { role: 'agent' } }),
      message(6, { from: { role: 'system' }, event: 'joined' }),
      message(7),
    ];

    expect(totalUnread(fold([confirmed, progressed({ messages })]))).toBe(2);
  });

  test('a conversation on show has none, and looking at one clears it', () => {
    const messages = [message(3), message(4)];

    expect(totalUnread(fold([confirmed, progressed({ messages }, true)]))).toBe(0);
    const seen: HeldEvent = { kind: 'viewed', sessionId: 's1', lastSeq: 4 };
    expect(totalUnread(fold([confirmed, progressed({ messages }), seen]))).toBe(0);
  });
});

describe('unopened', () => {
  const listed = (...ids: string[]): HeldEvent => ({
    kind: 'listed',
    sessions: ids.map((sessionId) => view({ sessionId })),
    askedAt: 0,
  });

  test('a chat that a later list brings was given unasked, and is new until it is opened', () => {
    const given = fold([listed('s1'), listed('s1', 's2')]);
    expect(countUnopened(given)).toBe(1);
    expect(countUnopened(fold([listed('s1', 's2')], given))).toBe(1);

    const opened = fold([{ kind: 'opened', sessionId: 's2' }, listed('s1', 's2')], given);

    expect(countUnopened(opened)).toBe(0);
  });

  test('what the first list names was there before', () => {
    expect(countUnopened(fold([listed('s1', 's2')]))).toBe(0);
  });
});

describe('preview', () => {
  const lastText = (...messages: ReturnType<typeof message>[]) =>
    fold([confirmed, progressed({ messages })]).sessions.get('s1')?.lastText;
  const said = (seq: number, role: 'bot' | 'agent' | 'system', text: string) =>
    message(seq, { from: { role }, text });

  test('shows the customer’s last words, whoever spoke since', () => {
    expect(
      lastText(
        message(1, { text: 'no signal' }),
        said(2, 'bot', 'Try a restart.'),
        said(3, 'agent', 'Hello!'),
        said(4, 'system', 'Asha joined.'),
      ),
    ).toBe('no signal');
  });

  test('shows the agent’s own where the customer has said nothing, but never the assistant’s', () => {
    expect(lastText(said(1, 'bot', 'Hi!'), said(2, 'agent', 'Hello, how can I help?'))).toBe(
      'Hello, how can I help?',
    );
    expect(lastText(said(1, 'bot', 'Hi!'))).toBe('');
  });
});

describe('state', () => {
  test('an older version does not bring a chat back to life', () => {
    const end: HeldEvent = {
      kind: 'confirmed',
      session: view({ version: 9, status: 'wrap_up', closeReason: 'agent_ended' }),
    };

    const state = fold([confirmed, end, progressed({ version: 8, status: 'active' })]);

    expect(state.sessions.get('s1')).toMatchObject({
      status: 'wrap_up',
      closeReason: 'agent_ended',
      version: 9,
    });
  });

  test('the reason of the end survives a later snapshot, which has none', () => {
    const state = fold([
      confirmed,
      progressed({ version: 8, status: 'wrap_up', closeReason: 'customer_ended' }),
      progressed({ version: 8, status: 'wrap_up', closeReason: null }),
    ]);

    expect(state.sessions.get('s1')?.closeReason).toBe('customer_ended');
  });

  test('a customer who writes is there', () => {
    const gone: HeldEvent = { kind: 'presence', sessionId: 's1', present: false };

    const state = fold([confirmed, gone, progressed({ messages: [message(4)] })]);

    expect(fold([confirmed, gone]).sessions.get('s1')?.customerPresent).toBe(false);
    expect(state.sessions.get('s1')?.customerPresent).toBe(true);
  });

  test('the time of the join is that of the last one in the transcript', () => {
    const joined = { from: { role: 'system' as const }, event: 'joined' as const };
    const messages = [message(1, { ...joined, at: 10 }), message(2, { ...joined, at: 90 })];

    expect(fold([confirmed, progressed({ messages })]).sessions.get('s1')?.joinedAt).toBe(90);
  });

  test('a report that changes nothing leaves the state as it is', () => {
    const state = fold([confirmed, progressed({})]);

    expect(reduceHeld(state, progressed({}))).toBe(state);
  });

  test('reports about a session that is not held are ignored', () => {
    expect(fold([progressed({})])).toBe(NO_HELD);
  });
});

describe('lists', () => {
  test('a list asked for before a chat was given up does not bring it back', () => {
    const left: HeldEvent = { kind: 'left', sessionId: 's1', at: 100 };
    const list = (askedAt: number): HeldEvent => ({ kind: 'listed', sessions: [view()], askedAt });

    expect(fold([confirmed, left, list(50)]).sessions.size).toBe(0);
    expect(fold([confirmed, left, list(150)]).sessions.size).toBe(1);
  });

  test('a chat the server gave to somebody else leaves, a wrap-up it stopped counting stays', () => {
    const wrapUp: HeldEvent = {
      kind: 'confirmed',
      session: view({ sessionId: 's2', status: 'wrap_up' }),
    };

    const state = fold([confirmed, wrapUp, { kind: 'listed', sessions: [], askedAt: 10 }]);

    expect([...state.sessions.keys()]).toEqual(['s2']);
    expect(placesTaken(state, [])).toBe(0);
    expect(placesTaken(state, ['s2'])).toBe(1);
  });

  test('live chats take places whether or not the server has named them yet', () => {
    expect(placesTaken(fold([confirmed]), [])).toBe(1);
  });

  test('unread messages survive the list after a reconnect', () => {
    const before = fold([confirmed, progressed({ messages: [message(4)] })]);

    const after = fold([{ kind: 'listed', sessions: [view({ lastSeq: 6 })], askedAt: 1 }], before);

    expect(totalUnread(after)).toBe(1);
  });
});
