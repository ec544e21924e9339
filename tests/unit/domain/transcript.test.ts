import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  excerptOf,
  findRetry,
  forCustomer,
  pageOf,
  remember,
} from '../../../lambdas/domain/transcript.ts';
import { SNAPSHOT_BYTES } from '../../../protocol/limits.ts';
import type { Message } from '../../../protocol/message.ts';
import { botSession, NOON } from './builders.ts';

const entry = (seq: number, text: string, patch: Partial<Message> = {}): Message => ({
  seq,
  from: { role: 'customer' },
  text,
  at: NOON,
  ...patch,
});

const bytesOf = (messages: readonly Message[]) =>
  messages.reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify(message)), 0);

describe('a message is told from a retry', () => {
  const stored = { cseq: 3, id: 'c', seq: 9 };
  const session = botSession({ last: { customer: stored } });
  const send = (id: string, cseq: number) => () =>
    findRetry(session, 'customer', { id, cseq, text: '' }) ??
    remember(session, 'customer', { id, cseq, text: '' }, 10).customer;

  it('by its id alone: the same id is a retry whatever its number', () => {
    expect(send('c', 3)()).toEqual(stored);
    expect(send('c', 4)()).toEqual(stored);
  });

  it('and is new only with the next number', () => {
    expect(send('d', 4)()).toEqual({ cseq: 4, id: 'd', seq: 10 });
  });

  it.each([1, 2, 3])('a used number (%i) with another id is a conflict', (cseq) => {
    expect(send('d', cseq)).toThrow(expect.objectContaining({ code: 'cseq_conflict' }));
  });

  it.each([5, 6, 1e9])('a number too high (%i) is a gap', (cseq) => {
    expect(send('d', cseq)).toThrow(expect.objectContaining({ code: 'gap' }));
  });

  it('by each sender’s own count', () => {
    expect(findRetry(session, 'asha', { id: 'c', cseq: 1, text: '' })).toBeNull();
    expect(remember(session, 'asha', { id: 'x', cseq: 1, text: '' }, 10)).toEqual({
      customer: stored,
      asha: { cseq: 1, id: 'x', seq: 10 },
    });
  });

  it('so that any sender with one message in flight, however often repeated, loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 20 }), (repeats) => {
        let current = botSession();
        const kept: string[] = [];
        repeats.forEach((times, i) => {
          const message = { id: `m${i}`, cseq: i + 1, text: '' };
          for (let n = 0; n < times; n += 1) {
            if (findRetry(current, 'customer', message)) continue;
            kept.push(message.id);
            current = { ...current, last: remember(current, 'customer', message, kept.length) };
          }
        });
        expect(kept).toEqual(repeats.map((_, i) => `m${i}`));
      }),
    );
  });
});

describe('a page of the transcript', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.nat(4000).map((n) => '😀'.repeat(n)),
    ),
    { maxLength: 40 },
  );

  it('is the longest start of it that fits, and at least one entry', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const messages = all.map((text, i) => entry(i + 1, text));

        const page = pageOf(messages);

        expect(page).toEqual(messages.slice(0, page.length));
        if (page.length > 1) expect(bytesOf(page)).toBeLessThanOrEqual(SNAPSHOT_BYTES);
        if (page.length < messages.length) {
          expect(page.length).toBeGreaterThan(0);
          expect(bytesOf(messages.slice(0, page.length + 1))).toBeGreaterThan(SNAPSHOT_BYTES);
        }
      }),
    );
  });

  it('counts bytes as they travel, not characters', () => {
    const two = [entry(1, '😀'.repeat(4000)), entry(2, '😀'.repeat(4000))];

    expect(pageOf(two)).toHaveLength(1);
    expect(pageOf(two.map(({ seq }) => entry(seq, 'x'.repeat(4000))))).toHaveLength(2);
  });

  it('of nothing is nothing', () => {
    expect(pageOf([])).toEqual([]);
  });
});

describe('an excerpt', () => {
  it('is one line of at most 140 characters', () => {
    expect(excerptOf('  My\tbill\r\n is   wrong \n')).toBe('My bill is wrong');
    expect(excerptOf('x'.repeat(140))).toBe('x'.repeat(140));
    expect(excerptOf('x'.repeat(141))).toBe(`${'x'.repeat(139)}…`);
  });

  it('never cuts a character in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const excerpt = excerptOf(text);
        expect(Array.from(excerpt).length).toBeLessThanOrEqual(140);
        expect(/\p{Surrogate}/u.test(excerpt)).toBe(false);
      }),
    );
    expect(excerptOf('😀'.repeat(200))).toBe(`${'😀'.repeat(139)}…`);
  });
});

describe('what customers see', () => {
  it('is the transcript without the bot’s confidence, and the original keeps it', () => {
    const note = { confidence: 0.3, fallback: true, articleId: null };
    const messages = [entry(1, 'Hi'), entry(2, 'Sorry?', { from: { role: 'bot' }, bot: note })];

    const seen = forCustomer(messages);

    expect(JSON.stringify(seen)).not.toContain('confidence');
    expect(seen).toEqual([entry(1, 'Hi'), entry(2, 'Sorry?', { from: { role: 'bot' } })]);
    expect(messages[1]?.bot).toEqual(note);
  });
});
