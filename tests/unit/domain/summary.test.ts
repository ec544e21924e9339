import { describe, expect, it } from 'vitest';
import { summarise, triedArticles } from '../../../lambdas/domain/summary.ts';
import type { Message } from '../../../protocol/message.ts';
import { at, botSession, NOON } from './builders.ts';

const said = (text: string): Message => ({ seq: 1, from: { role: 'customer' }, text, at: NOON });
const answered = (articleId: string | null): Message => ({
  seq: 2,
  from: { role: 'bot' },
  text: 'An answer',
  at: NOON,
  bot: { confidence: 0.7, fallback: articleId === null, articleId },
});
const notice: Message = {
  seq: 3,
  from: { role: 'bot' },
  text: 'Connecting',
  at: NOON,
  event: 'escalated',
};

describe('a summary', () => {
  it('of nothing said is nothing', () => {
    expect(summarise(botSession(), [])).toEqual([]);
    expect(summarise(botSession(), [notice])).toEqual([]);
  });

  it('quotes the customer’s first and last words, and counts what the assistant did', () => {
    const messages = [
      said('My bill is wrong'),
      answered('understand-your-bill'),
      said('That does not help'),
      answered(null),
      said('I want my money back'),
      answered(null),
      notice,
    ];

    expect(summarise(botSession(), messages)).toEqual([
      'Came with: “My bill is wrong”',
      'Last said: “I want my money back”',
      'The assistant answered 3 times and had no answer twice.',
    ]);
  });

  it('says nothing twice and nothing that was not', () => {
    expect(summarise(botSession(), [said('Agent please')])).toEqual(['Came with: “Agent please”']);
    expect(summarise(botSession(), [said('Hi'), answered('greeting')])).toEqual([
      'Came with: “Hi”',
      'The assistant answered once.',
    ]);
  });

  it('shortens long words to one line', () => {
    const [first] = summarise(botSession(), [said(`My\nbill ${'x'.repeat(300)}`)]);

    expect(first).toMatch(/^Came with: “My bill x+…”$/);
    expect(Array.from(first ?? '').length).toBeLessThan(160);
  });

  it('has the details told while waiting, and whom the customer knows', () => {
    const session = botSession({
      details: { account: '12345678', invoice: '#204' },
      previous: { sessionId: 's', at: at(-60), agentId: 'ravi', agentName: 'Ravi' },
    });

    expect(summarise(session, [said('Hello')])).toEqual([
      'Came with: “Hello”',
      'Told: account 12345678, invoice #204.',
      'Talked to Ravi last time.',
    ]);
  });
});

describe('what was tried', () => {
  it('is each article once, in order, by a name that reads', () => {
    const messages = [
      said('a'),
      answered('understand-your-bill'),
      answered(null),
      answered('5g'),
      answered('understand-your-bill'),
    ];

    expect(triedArticles(messages)).toEqual(['Understand your bill', '5g']);
    expect(triedArticles([])).toEqual([]);
  });
});
