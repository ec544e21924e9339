import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../protocol/message.ts';
import { turnChoices } from '../../../../web/dashboard/features/context/feedback.ts';
import { message } from './fixtures.ts';

const bot = (seq: number, change: Partial<Message> = {}) =>
  message(seq, { from: { role: 'bot' }, ...change });

/** Escalated on entry 6, after three turns; two more with the agent. */
const TRANSCRIPT = [
  message(1),
  bot(2),
  message(3),
  bot(4),
  message(5),
  bot(6),
  message(7, { from: { role: 'system' }, event: 'joined' }),
  message(8),
  message(9, { from: { role: 'agent' } }),
  message(10),
];

describe('the turns at which a person should rather have come', () => {
  test('are those before the escalation if it was too late', () => {
    expect(turnChoices(TRANSCRIPT, 6, 'too_late')).toEqual([
      { turn: 1, text: 'text 1' },
      { turn: 2, text: 'text 3' },
    ]);
  });

  test('are those after it if it was too early', () => {
    expect(turnChoices(TRANSCRIPT, 6, 'too_early')).toEqual([
      { turn: 4, text: 'text 8' },
      { turn: 5, text: 'text 10' },
    ]);
  });

  test('are none if it was right, or there was only one', () => {
    expect(turnChoices(TRANSCRIPT, 6, 'right')).toEqual([]);
    expect(turnChoices([message(1), bot(2)], 2, 'too_late')).toEqual([]);
    expect(turnChoices([message(1), bot(2)], 2, 'too_early')).toEqual([]);
  });

  test.each(['cancelled', 'returned_to_bot'] as const)(
    'count anew once the assistant has the chat back (%s)',
    (event) => {
      const messages = [
        message(1),
        bot(2, { event }),
        message(3),
        bot(4),
        message(5),
        bot(6),
        bot(7, { event: 'returned_to_bot' }),
      ];

      expect(turnChoices(messages, 6, 'too_late')).toEqual([{ turn: 1, text: 'text 3' }]);
    },
  );
});
