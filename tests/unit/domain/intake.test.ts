import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstQuestion, takeDetail } from '../../../lambdas/domain/intake.ts';
import { mergePolicy } from '../../../protocol/merge-policy.ts';
import { DetailName, QueueName } from '../../../protocol/vocabulary.ts';
import { restorePolicy, underPolicy } from './builders.ts';

restorePolicy();

/** Asked for one detail of a queue where it is wanted. */
const ask = (asking: DetailName, text: string) =>
  takeDetail(
    asking === 'device' || asking === 'address' ? 'technical' : 'billing',
    {},
    { asking, done: [] },
    text,
  );
const taken = (asking: DetailName, text: string) => ask(asking, text).details[asking];

describe('the first question', () => {
  it.each([
    ['billing', 'account', /account number/],
    ['technical', 'address', /address or postcode/],
    ['retention', 'account', /account number/],
    ['general', 'account', /account number/],
  ] as const)('in %s is for the %s, and may be skipped', (queue, detail, words) => {
    const question = firstQuestion(queue, {});

    expect(question?.detail).toBe(detail);
    expect(question?.text).toMatch(words);
    expect(question?.text).toMatch(/skip/);
  });

  it('is for what is not known yet, and none if all is', () => {
    expect(firstQuestion('billing', { account: '12345678' })?.detail).toBe('invoice');
    expect(firstQuestion('billing', { account: '12345678', invoice: 'May' })).toBeNull();
    expect(firstQuestion('general', { account: '12345678' })).toBeNull();
  });
});

describe('an answer', () => {
  it.each([
    ['account', '12345678', '••••5678'],
    ['account', 'my account is 12345678.', '••••5678'],
    ['account', 'It’s AB-123456, I think', '••••3456'],
    ['invoice', 'invoice 2041', 'invoice 2041'],
    ['invoice', 'INV-20417', 'INV-20417'],
    ['invoice', 'the one of March', 'March'],
    ['address', 'I live at 12 High Street, flat 3', '12 High Street'],
    ['address', 'SW1A 1AA', 'SW1A 1AA'],
    ['address', '8001 Zürich', '8001'],
    ['device', 'It is the TV box', 'TV box'],
    ['device', 'my Router', 'Router'],
  ] as const)('to %s, “%s”, is noted as “%s”', (asking, text, found) => {
    const { details, reply, intake } = ask(asking, text);

    expect(details[asking]).toBe(found);
    expect(intake.done).toEqual([asking]);
    expect(reply).toMatch(/^Thanks, I’ve noted that for the agent\./);
  });

  it('with a number sign is an invoice as well', () => {
    expect(taken('invoice', '#20417')).toBe('#20417');
  });

  it('leads to the next question, and after the last one to thanks alone', () => {
    const first = takeDetail('billing', {}, { asking: 'account', done: [] }, '12345678');
    expect(first.intake).toEqual({ asking: 'invoice', done: ['account'] });
    expect(first.reply).toMatch(/And which invoice/);

    const last = takeDetail('billing', first.details, first.intake, 'invoice 2041');
    expect(last.intake).toEqual({ done: ['account', 'invoice'] });
    expect(last.reply).toBe('Thanks, I’ve noted that for the agent.');

    const more = takeDetail('billing', last.details, last.intake, '99999999');
    expect(more).toEqual({ details: last.details, intake: last.intake, reply: null });
  });

  it('is never longer than 80 characters', () => {
    const street = `1 ${'x'.repeat(200)} street`;
    expect(taken('address', street)?.length).toBe(80);
  });
});

it('is asked for and thanked for in the words of the policy', () => {
  const intake = {
    first: '{question} (optional)',
    questions: { account: 'Kundennummer?', invoice: 'Welche Rechnung?' },
    noted: 'Danke.',
    skipped: 'Macht nichts.',
    next: 'Noch etwas: {question}',
  };
  underPolicy({ texts: mergePolicy({ texts: { intake } }).texts });

  expect(firstQuestion('billing', {})?.text).toBe('Kundennummer? (optional)');
  expect(ask('account', '12345678').reply).toBe('Danke. Noch etwas: Welche Rechnung?');
  expect(ask('account', 'no').reply).toBe('Macht nichts. Noch etwas: Welche Rechnung?');
});

describe('a refusal', () => {
  it.each([
    'no',
    'No, sorry',
    'nope',
    'skip',
    'skip this',
    'later',
    'don’t know',
    'not sure',
    'n/a',
    '...no',
  ])('“%s” is taken without a word of reproach, and not asked again', (text) => {
    const { details, intake, reply } = ask('account', text);

    expect(details).toEqual({});
    expect(intake).toEqual({ asking: 'invoice', done: ['account'] });
    expect(reply).toMatch(/^No problem\./);
  });

  it.each([
    'I don’t know',
    'I don’t have it here',
    'I’m not sure',
    'No, I don’t have it',
    'no idea',
  ])('“%s” is one, too', (text) => {
    expect(ask('account', text).reply).toMatch(/^No problem\./);
  });

  it('with the answer in it is an answer', () => {
    expect(taken('account', 'no wait, it is 12345678')).toBe('••••5678');
  });
});

describe('what is not for the bot is left to the agent, without an answer', () => {
  it.each(DetailName.options)('anything else than the %s', (asking) => {
    for (const text of [
      'How long will it take?',
      'My bill is far too high',
      '???',
      '12',
      'Hello',
    ]) {
      expect(ask(asking, text), text).toEqual({
        details: {},
        intake: { asking, done: [] },
        reply: null,
      });
    }
  });

  it.each([
    ['account', 'Call me on 555-123-4567'],
    ['account', 'No internet since this morning!'],
    ['account', 'No one has called me back'],
    ['account', 'I don’t have internet since yesterday'],
    ['account', 'Don’t know why you charge me for this'],
    ['account', 'Not sure why my bill is so high'],
    ['account', 'Call me on 07700 900123'],
    ['address', 'It has not worked since 2023'],
    ['invoice', 'May I ask how long this takes?'],
    ['address', 'I have waited 20 minutes, no way'],
    ['address', 'I have waited 20 minutes no way'],
    ['device', 'Can you phone me instead?'],
  ] as const)('for the %s: “%s”', (asking, text) => {
    expect(ask(asking, text)).toEqual({ details: {}, intake: { asking, done: [] }, reply: null });
  });

  it('and whatever nobody asked for', () => {
    const intake = { done: [] };

    expect(takeDetail('billing', {}, intake, '12345678')).toEqual({
      details: {},
      intake,
      reply: null,
    });
  });
});

it.each(['my code is 482913', 'pin 123456', 'dob 12031985', 'DE89 3704 0044 0532 0130 00'])(
  'a secret is no account number: “%s”',
  (text) => {
    expect(taken('account', text)).toBeUndefined();
  },
);

describe('a payment card', () => {
  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '3782 822463 10005',
    '378282246310005',
    'my card is 5500 0000 0000 0004 if you need it',
  ])('“%s” is no account number', (text) => {
    expect(taken('account', text)).toBeUndefined();
  });

  it('is never stored, however it is grouped: not as an account', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[3-6]\d{14,15}$/),
        fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 4 }),
        fc.constantFrom(' ', '-'),
        (digits, cuts, gap) => {
          const text = Array.from(digits, (digit, i) => (cuts.includes(i) ? gap + digit : digit));
          expect(taken('account', text.join(''))).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['invoice 4111-1111-1111-1111', 'inv 4111111111111111'])('“%s” is no invoice', (text) => {
    expect(taken('invoice', text)).toBeUndefined();
  });

  it('is no postcode, nor is its beginning', () => {
    expect(taken('address', '4111 1111 1111 1111')).toBeUndefined();
  });
});

it('never throws and never asks twice, whatever is written', () => {
  const words = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('12345678', 'no', 'router'));
  fc.assert(
    fc.property(fc.constantFrom(...QueueName.options), fc.array(words), (queue, texts) => {
      const first = firstQuestion(queue, {});
      let turn = {
        details: {},
        intake: { asking: first?.detail, done: [] as DetailName[] },
      };
      for (const text of texts) {
        const next = takeDetail(queue, turn.details, { ...turn.intake }, text);
        expect(new Set(next.intake.done).size).toBe(next.intake.done.length);
        expect(next.intake.done).not.toContain(next.intake.asking);
        expect(next.intake.done.slice(0, turn.intake.done.length)).toEqual(turn.intake.done);
        turn = {
          details: next.details,
          intake: { asking: next.intake.asking, done: next.intake.done },
        };
      }
    }),
  );
});
