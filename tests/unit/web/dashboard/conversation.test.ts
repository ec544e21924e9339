import { describe, expect, test } from 'vitest';
import {
  describeContact,
  repeatBadge,
} from '../../../../web/dashboard/features/context/contacts.ts';
import {
  fillIn,
  matchReplies,
  slashAt,
} from '../../../../web/dashboard/features/conversation/canned.ts';
import {
  type HeldEvent,
  liveSessions,
  NO_HELD,
  reduceHeld,
} from '../../../../web/dashboard/features/conversation/held.ts';
import {
  REPLY_WITHIN_MS,
  replyClock,
} from '../../../../web/dashboard/features/conversation/reply-clock.ts';
import { colleagues } from '../../../../web/dashboard/features/transfer/colleagues.ts';
import { timeAgo } from '../../../../web/dashboard/lib/time.ts';
import { agent, message, view } from './fixtures.ts';

const fold = (events: readonly HeldEvent[]) => events.reduce(reduceHeld, NO_HELD);

describe('who waits for whose answer', () => {
  const since = (session: Parameters<typeof view>[0], messages: ReturnType<typeof message>[]) =>
    fold([
      { kind: 'confirmed', session: view({ lastSeq: 3, ...session }) },
      {
        kind: 'progressed',
        sessionId: 's1',
        progress: { version: 7, status: 'active', closeReason: null, messages },
        viewing: false,
      },
    ]).sessions.get('s1')?.awaitingReplySince;
  const own = { from: { role: 'agent' as const } };
  const system = (event: 'joined' | 'resumed') => ({ from: { role: 'system' as const }, event });

  test('is the server’s word, gone on with by what was said since', () => {
    expect(since({ awaitingReplySince: 900 }, [message(3)])).toBe(900);
    expect(since({}, [message(3), message(4), message(5)])).toBe(4_000);
    expect(since({ awaitingReplySince: 900 }, [message(4, own)])).toBeNull();
    expect(since({}, [message(4, own), message(5)])).toBe(5_000);
  });

  test('begins with the join, and anew after a hold', () => {
    expect(since({}, [message(4, system('joined'))])).toBe(4_000);
    expect(since({}, [message(4), message(5, system('resumed'))])).toBe(5_000);
    expect(since({}, [message(4, own), message(5, system('resumed'))])).toBe(5_000);
  });

  test('a list older than the transcript changes nothing', () => {
    const state = fold([
      { kind: 'confirmed', session: view({ lastSeq: 3 }) },
      {
        kind: 'progressed',
        sessionId: 's1',
        progress: { version: 7, status: 'active', closeReason: null, messages: [message(4)] },
        viewing: false,
      },
      { kind: 'listed', sessions: [view({ lastSeq: 3 })], askedAt: 1 },
    ]);

    expect(state.sessions.get('s1')?.awaitingReplySince).toBe(4_000);
  });
});

describe('reply clock', () => {
  const at = (now: number, status: 'active' | 'on_hold' = 'active') =>
    replyClock({ status, awaitingReplySince: 0 }, now);

  test('counts down, turns amber and then red', () => {
    expect(at(48_000)).toEqual({ left: 72_000, urgency: 'fine' });
    expect(at(REPLY_WITHIN_MS - 45_000)?.urgency).toBe('late');
    expect(at(REPLY_WITHIN_MS)).toEqual({ left: 0, urgency: 'over' });
  });

  test('stands still on hold, and while nothing is owed', () => {
    expect(at(48_000, 'on_hold')).toBeNull();
    expect(replyClock({ status: 'active', awaitingReplySince: null }, 0)).toBeNull();
  });
});

describe('canned replies', () => {
  const replies = [
    { shortcut: 'wait', text: 'One moment please.' },
    { shortcut: 'hello', text: 'Hello {customer}, this is {agent} from {team}.' },
    { shortcut: 'say-hello', text: 'Hi!' },
  ];
  const found = (query: string) => matchReplies(replies, query).map((reply) => reply.shortcut);

  test('a slash counts at the beginning of a word, up to the caret', () => {
    expect(slashAt('/he', 3)).toEqual({ at: 0, query: 'he' });
    expect(slashAt('Sure. /he later', 9)).toEqual({ at: 6, query: 'he' });
    expect(slashAt('24/7', 4)).toBeNull();
    expect(slashAt('/he llo', 7)).toBeNull();
    expect(slashAt('a/b /', 5)).toEqual({ at: 4, query: '' });
  });

  test('are found by shortcut first, then by their text', () => {
    expect(found('')).toEqual(['hello', 'say-hello', 'wait']);
    expect(found('HEL')).toEqual(['hello', 'say-hello']);
    expect(found('moment')).toEqual(['wait']);
    expect(found('zzz')).toEqual([]);
  });

  test('placeholders are filled in, with neutral words for what is not known', () => {
    const text = 'Hi {customer}, {agent} of {team} here about {plan}. {other}';

    expect(fillIn(text, { customer: 'Priya', agent: 'Asha', team: 'Billing', plan: 'Max' })).toBe(
      'Hi Priya, Asha of Billing here about Max. {other}',
    );
    expect(fillIn(text, {})).toBe('Hi there, your agent of our team here about your plan. {other}');
  });

  test('a name with a special replacement pattern stays what it is', () => {
    expect(fillIn('Hi {customer}', { customer: '$& Co' })).toBe('Hi $& Co');
  });
});

describe('context', () => {
  const now = 10 * 86_400_000;
  const contact = { sessionId: 's0', at: now - 3 * 3_600_000, agentId: 'a1', agentName: 'Asha' };

  test('tells who helped last time and when', () => {
    expect(describeContact(contact, now)).toBe('Talked to Asha 3 hours ago');
    expect(describeContact({ sessionId: 's0', at: now - 30_000 }, now)).toBe(
      'Talked to the assistant just now',
    );
    expect(timeAgo(now - 2 * 86_400_000, now)).toBe('2 days ago');
    expect(timeAgo(now - 60_000, now)).toBe('1 minute ago');
  });

  test('counts repeated contacts', () => {
    expect(repeatBadge([])).toBeNull();
    expect(repeatBadge([contact])).toBe('2nd contact in 7 days');
    expect(repeatBadge([contact, contact, contact])).toBe('4th contact in 7 days');
  });
});

describe('colleagues', () => {
  test('those who can take a chat come first; of the others it says why not', () => {
    const all = colleagues(
      [
        agent({ agentId: 'a1', name: 'Me' }),
        agent({ agentId: 'a2', name: 'Zoe' }),
        agent({ agentId: 'a3', name: 'Ben', present: false }),
        agent({ agentId: 'a4', name: 'Cem', capacity: 1, sessions: ['s9'] }),
        agent({ agentId: 'a5', name: 'Dan', status: 'not_responding' }),
        agent({ agentId: 'a6', name: 'Eva', availability: 'busy', status: 'busy' }),
      ],
      'a1',
    );

    expect(all.map(({ agent: { name }, obstacle }) => [name, obstacle])).toEqual([
      ['Zoe', null],
      ['Ben', 'Not here'],
      ['Cem', 'As many chats as they may hold'],
      ['Dan', 'Not responding'],
      ['Eva', 'Busy'],
    ]);
  });
});

test('only live chats keep an agent from leaving', () => {
  const held = (status: 'wrap_up' | 'active' | 'on_hold') =>
    liveSessions(fold([{ kind: 'confirmed', session: view({ status }) }]));

  expect(held('active')).toHaveLength(1);
  expect(held('on_hold')).toHaveLength(1);
  expect(held('wrap_up')).toEqual([]);
});
