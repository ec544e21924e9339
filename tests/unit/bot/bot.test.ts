import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBot } from '../../../lambdas/bot/bot.ts';
import { compileKnowledge } from '../../../lambdas/bot/compile.ts';
import { createIntents } from '../../../lambdas/bot/intents/classifier.ts';
import { unpackIntents } from '../../../lambdas/bot/intents/store.ts';
import { loadTensors } from '../../../lambdas/language/tensors.ts';
import { DEFAULT_TEXTS } from '../../../protocol/default-texts.ts';
import { readKnowledgeFiles } from '../../../scripts/build-knowledge.ts';
import { intents, network } from '../../support/minds.ts';
import { OUT_OF_SCOPE_QUESTIONS, UNSEEN_QUESTIONS } from './questions.ts';

const knowledge = compileKnowledge(readKnowledgeFiles());
const bot = createBot(knowledge, intents, network, DEFAULT_TEXTS.bot);

test('the questions of this test are not in the knowledge', () => {
  const plain = (text: string) => text.toLowerCase().replace(/[.!?]/g, '').trim();
  const known = new Set(
    [...knowledge.outOfScope, ...knowledge.articles.flatMap((a) => a.phrasings)].map(plain),
  );
  const asked = [...UNSEEN_QUESTIONS.map(([question]) => question), ...OUT_OF_SCOPE_QUESTIONS];

  expect(asked.filter((question) => known.has(plain(question)))).toEqual([]);
});

test('unseen questions get the right article in at least nine of ten cases', () => {
  const missed = UNSEEN_QUESTIONS.filter(
    ([question, ...articles]) => !articles.includes(bot.answer(question).articleId ?? ''),
  );

  expect(UNSEEN_QUESTIONS.length).toBeGreaterThanOrEqual(60);
  expect(1 - missed.length / UNSEEN_QUESTIONS.length).toBeGreaterThanOrEqual(0.9);
});

test('at least nine of ten out-of-scope questions are left unanswered', () => {
  const answered = OUT_OF_SCOPE_QUESTIONS.filter((question) => !bot.answer(question).fallback);

  expect(OUT_OF_SCOPE_QUESTIONS.length).toBeGreaterThanOrEqual(60);
  expect(answered.length / OUT_OF_SCOPE_QUESTIONS.length).toBeLessThanOrEqual(0.1);
});

test('an answer is the text of its article, with its queue', () => {
  const reply = bot.answer('PAC code pls');

  const article = knowledge.articles.find(({ id }) => id === 'take-a-number-away');
  expect(reply).toEqual({
    text: article?.answer,
    confidence: expect.any(Number),
    fallback: false,
    articleId: 'take-a-number-away',
    queue: 'retention',
    choices: [],
  });
});

test('anger around a request does not hide the request', () => {
  expect(bot.answer("I'm very frustrated! My bill is wrong again").queue).toBe('billing');
  expect(bot.answer('Fourth time I write. Nobody cares!! My internet is down.').articleId).toBe(
    'no-internet',
  );
});

test.each([
  ['good morning, i lost my phone', 'lost-or-stolen-phone'],
  ['hello how do i get a pac code please', 'take-a-number-away'],
  ['Hi there! Hello. My bill is wrong', 'wrong-charge'],
  ['thanks but my bill is still wrong', 'wrong-charge'],
  ['thank you. and when is my bill due?', 'due-date-and-ways-to-pay'],
])('courtesy does not hide what is wanted: %s', (text, article) => {
  expect(bot.answer(text).articleId).toBe(article);
});

test('a greeting does not stand in for a matter that the bot does not know', () => {
  const reply = bot.answer('Hello. My sourdough starter went mouldy.');

  expect(reply.fallback).toBe(true);
});

describe('a fallback', () => {
  const nonsense = 'zxcvbn hjkl';

  test('asks for other words at first, and offers a person the second time in a row', () => {
    const first = bot.answer(nonsense);
    const second = bot.answer(nonsense, { fallbacksInARow: 1 });
    const third = bot.answer(nonsense, { fallbacksInARow: 2 });

    expect(first).toMatchObject({ fallback: true, articleId: null, queue: null });
    expect(first.text).toContain('other words');
    expect(first.text).not.toContain('person');
    expect(second.text).toContain('a person on our team');
    expect(new Set([first.text, second.text, third.text]).size).toBe(3);
    expect(bot.answer(nonsense, { fallbacksInARow: 50 }).text).toBe(third.text);
  });

  test('offers words that the bot itself understands', () => {
    const { text } = bot.answer(nonsense, { fallbacksInARow: 1 });
    const offered = /“(.*)”/.exec(text)?.[1] ?? '';

    expect(bot.answer(offered).articleId).toBe('talk-to-a-person');
  });

  test('still names the queue when the words point to one', () => {
    const reply = bot.answer('bill stuff');

    expect(reply).toMatchObject({ fallback: true, queue: 'billing' });
  });
});

test.each([
  ['nothing', ''],
  ['spaces', ' \n\t '],
  ['emoji', '😀👍🏽👨‍👩‍👧'],
  ['punctuation', '?!...'],
  ['lone surrogates', '\ud83d \udc00'],
  ['combining marks', `e${'\u0301'.repeat(500)}`],
  ['another script', 'مرحبا كيف يمكنني الدفع'],
  ['prototype names', '__proto__ constructor toString'],
])('%s is answered safely', (_, text) => {
  const reply = bot.answer(text);

  expect(reply.text.length).toBeGreaterThan(0);
  expect(reply.fallback).toBe(true);
  expect(reply.confidence).toBeLessThan(0.5);
});

test('a message of 4,000 characters is read by its beginning', () => {
  const long = `My internet is down. ${'I have told you so many things already. '.repeat(100)}`;

  expect(bot.answer(long.slice(0, 4000)).articleId).toBe('no-internet');
});

test('whatever is typed, the reply is well formed and the same again', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc
          .array(fc.constantFrom('bill', 'my', 'sim', 'no', '!', '\n', 'x'))
          .map((w) => w.join(' ')),
      ),
      fc.integer({ min: -1, max: 5 }),
      (text, fallbacksInARow) => {
        const reply = bot.answer(text, { fallbacksInARow });

        expect(reply.confidence).toBeGreaterThanOrEqual(0);
        expect(reply.confidence).toBeLessThanOrEqual(1);
        expect(reply.articleId === null).toBe(reply.fallback || reply.choices.length > 0);
        expect(bot.answer(text, { fallbacksInARow })).toEqual(reply);
      },
    ),
    { numRuns: 200, seed: 7 },
  );
});

test('two bots of the same knowledge agree to the last digit', () => {
  const other = createBot(
    structuredClone(knowledge),
    createIntents(unpackIntents(loadTensors(`${process.env.ASSETS}/intents.bin`))),
    network,
    DEFAULT_TEXTS.bot,
  );

  for (const [question] of UNSEEN_QUESTIONS) {
    expect(other.answer(question)).toEqual(bot.answer(question));
  }
});

test('an article that is gone is not answered with', () => {
  const articles = knowledge.articles.filter(({ id }) => id !== 'take-a-number-away');
  const lesser = createBot({ articles }, intents, network, DEFAULT_TEXTS.bot);

  expect(lesser.answer('PAC code pls')).toMatchObject({ fallback: true, articleId: null });
});
