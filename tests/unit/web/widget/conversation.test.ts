import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../protocol/message.ts';
import { announcementOf, catchUp, unreadCount } from '../../../../web/widget/app/announcements.ts';
import { parseBotText } from '../../../../web/widget/app/bot-text.ts';
import { checkDraft } from '../../../../web/widget/app/composer-limit.ts';
import { initialsOf, itemsOf } from '../../../../web/widget/app/conversation-items.ts';
import { entry } from '../chat-client/fakes.ts';

const NOON = new Date(2026, 10, 22, 12).getTime();
const MINUTE = 60_000;
const DAY = 86_400_000;
const ASHA = { role: 'agent', id: 'a1', name: 'Asha', team: 'Billing' } as const;
const ME = { role: 'customer' } as const;

const shape = (messages: Message[], pending: Parameters<typeof itemsOf>[1] = []) =>
  itemsOf(messages, pending, NOON).map((item) =>
    item.kind === 'group' ? [item.side, ...item.bubbles.map(({ text }) => text)] : item.kind,
  );

describe('the list of the conversation', () => {
  it('groups one sender within two minutes, and nobody else', () => {
    expect(
      shape([
        entry(1, { at: NOON, from: ME, text: 'a' }),
        entry(2, { at: NOON + MINUTE, from: ME, text: 'b' }),
        entry(3, { at: NOON + 4 * MINUTE, from: ME, text: 'c' }),
        entry(4, { at: NOON + 4 * MINUTE, text: 'd' }),
        entry(5, { at: NOON + 4 * MINUTE, from: ASHA, text: 'e' }),
        entry(6, { at: NOON + 4 * MINUTE, from: { ...ASHA, name: 'Ravi' }, text: 'f' }),
      ]),
    ).toEqual([
      ['me', 'a', 'b'],
      ['me', 'c'],
      ['bot', 'd'],
      ['agent', 'e'],
      ['agent', 'f'],
    ]);
  });

  it('sets system lines apart and breaks groups there', () => {
    const system = { role: 'system' } as const;
    expect(
      shape([
        entry(1, { at: NOON, text: 'a' }),
        entry(2, { at: NOON, from: system, event: 'escalated' }),
        entry(3, { at: NOON, from: system, event: 'joined' }),
        entry(4, { at: NOON, text: 'b' }),
      ]),
    ).toEqual([['bot', 'a'], 'notice', 'joined', ['bot', 'b']]);
  });

  it('names the days of an older chat, and leaves a chat of today without', () => {
    const old = entry(1, { at: NOON - DAY });
    expect(itemsOf([old, entry(2, { at: NOON })], [], NOON)).toMatchObject([
      { kind: 'day', text: 'Yesterday' },
      { kind: 'group' },
      { kind: 'day', text: 'Today' },
      { kind: 'group' },
    ]);
    expect(shape([entry(1, { at: NOON, text: 'a' })])).toEqual([['bot', 'a']]);
  });

  it('keeps the key of a message when it is stored, so that its bubble stays put', () => {
    const keyOf = (items: ReturnType<typeof itemsOf>) =>
      items.map((item) => (item.kind === 'group' ? item.bubbles[0]?.key : null));
    const sending = itemsOf([], [{ id: 'x', text: 'hi', state: 'sending' }], NOON);
    const stored = itemsOf([entry(1, { id: 'x', at: NOON, from: ME })], [], NOON);
    expect(keyOf(sending)).toEqual(keyOf(stored));
    expect(sending[0]?.key).toBe(stored[0]?.key);
  });

  it('puts a status under the last own message only', () => {
    const messages = [
      entry(1, { at: NOON, from: ME }),
      entry(2, { at: NOON }),
      entry(3, { at: NOON, from: ME }),
    ];
    const statuses = (pending: Parameters<typeof itemsOf>[1]) =>
      itemsOf(messages, pending, NOON + 5 * MINUTE).map((item) =>
        item.kind === 'group' ? item.status : null,
      );
    expect(statuses([])).toEqual([null, null, expect.stringMatching(/^Sent /)]);
    expect(statuses([{ id: 'x', text: 'hi', state: 'sending' }]).at(-1)).toBe('Sending');
    expect(statuses([{ id: 'x', text: 'hi', state: 'failed' }]).at(-1)).toBeNull();
  });

  it('shows how far the last own message has come', () => {
    const mine = entry(4, { at: NOON, from: ME });
    const receipt = (read: number, deliveredSeq: number) => {
      const marks = { read: { customer: 0, agent: read }, deliveredSeq };
      const [group] = itemsOf([mine], [], NOON, marks);
      return group?.kind === 'group' ? [group.receipt, group.status] : null;
    };
    expect(receipt(0, 0)).toEqual(['sent', expect.stringMatching(/^Sent [^·]*$/)]);
    expect(receipt(3, 4)).toEqual(['delivered', expect.stringMatching(/^Sent .* · Delivered$/)]);
    expect(receipt(4, 4)).toEqual(['read', expect.stringMatching(/^Sent .* · Read$/)]);
  });

  it.each(['agent_lost', 'agent_silent', 'released', 'transferred', 'returned_to_bot'] as const)(
    'makes it stand out that the agent has gone (%s)',
    (event) => {
      const line = entry(1, { at: NOON, from: { role: 'system' }, event });
      expect(shape([line])).toEqual(['left']);
    },
  );

  it('says why a message failed where that helps', () => {
    const [item] = itemsOf(
      [],
      [{ id: 'x', text: 'h', state: 'failed', code: 'session_closed' }],
      0,
    );
    expect(item).toMatchObject({ bubbles: [{ state: 'failed', detail: 'The chat had ended.' }] });
  });

  it.each([
    ['Asha', 'A'],
    ['asha maria rao', 'AR'],
    ['  Łukasz  Żak ', 'ŁŻ'],
    ['', ''],
  ])('takes the initials of "%s"', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('what a screen reader is told', () => {
  const messages = [
    entry(1, { from: ME, text: 'hi' }),
    entry(2, { text: 'hello' }),
    entry(3, { from: { role: 'system' }, event: 'escalated', text: 'Connecting you.' }),
    entry(4, { from: { role: 'system' }, event: 'joined', text: 'Asha joined.' }),
    entry(5, { from: ASHA, text: 'Hi Kim' }),
  ];

  it('names the speaker, and repeats nobody to themselves', () => {
    expect(messages.map(announcementOf)).toEqual([
      null,
      'Assistant says: hello',
      'Connecting you.',
      'Asha joined.',
      'Asha says: Hi Kim',
    ]);
  });

  it('counts answers and joining agents as unread', () => {
    expect(unreadCount(messages, 0)).toBe(3);
    expect(unreadCount(messages, 4)).toBe(1);
  });

  it('counts what waits for the customer as unread', () => {
    const system = { role: 'system' } as const;
    const prompts = [
      entry(1, { from: system, event: 'wait_choice' }),
      entry(2, { from: system, event: 'idle_warning' }),
      entry(3, { from: system, event: 'held' }),
    ];
    expect(unreadCount(prompts, 0)).toBe(2);
  });

  it('tells what came while the panel was closed, and nothing if nothing came', () => {
    expect(catchUp(messages, 3)).toEqual(['2 new messages', 'Asha joined.', 'Asha says: Hi Kim']);
    expect(catchUp(messages, 5)).toEqual([]);
  });
});

describe('an answer of the assistant', () => {
  it('becomes paragraphs and lists', () => {
    expect(parseBotText('One\ntwo\n\nParts:\n- a\n- b - c\nEnd')).toEqual([
      { kind: 'lines', lines: ['One', 'two'] },
      { kind: 'lines', lines: ['Parts:'] },
      { kind: 'list', points: ['a', 'b - c'] },
      { kind: 'lines', lines: ['End'] },
    ]);
  });

  it('leaves markup and lone dashes as text', () => {
    const text = '<img src=x onerror=alert(1)> -5 °C\n-not a point';
    expect(parseBotText(text)).toEqual([{ kind: 'lines', lines: text.split('\n') }]);
  });
});

describe('the draft', () => {
  it.each([
    ['', false],
    [' \n ', false],
    ['x', true],
    ['x'.repeat(4000), true],
    ['x'.repeat(4001), false],
    ['😀'.repeat(4000), true],
    ['😀'.repeat(4001), false],
  ])('can be sent or not (case %#)', (text, sendable) => {
    expect(checkDraft(text).sendable).toBe(sendable);
  });

  it('counts near the limit only', () => {
    expect(checkDraft('x'.repeat(3599)).hint).toBeNull();
    expect(checkDraft('x'.repeat(3999)).hint).toBe('1 character left');
    expect(checkDraft('x'.repeat(4012)).hint).toBe('12 characters too many');
  });
});
