import { describe, expect, it } from 'vitest';
import type { Bot, BotReply } from '../../../lambdas/bot/types.ts';
import type { Answerer } from '../../../lambdas/ports.ts';
import { acceptCustomerMessage } from '../../../lambdas/usecases/accept-message.ts';
import { requestPerson } from '../../../lambdas/usecases/request-person.ts';
import type { World } from '../../simulation/memory/world.ts';
import {
  headOf,
  refusal,
  SESSION,
  say,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

const ANSWER: BotReply = {
  text: 'Fibre 300 costs £30 a month.',
  confidence: 0.93,
  fallback: false,
  articleId: 'fibre-price',
  queue: 'general',
  choices: [],
};
const botSaying = (reply: Partial<BotReply>): Bot => ({ answer: () => ({ ...ANSWER, ...reply }) });

/** Answers with these words, and remembers what it was asked. */
function answererIn(world: World, words: string | null, before = async () => {}) {
  const asked: { text: string; articleId: string }[] = [];
  const answerer: Answerer = {
    async rephrase(question) {
      asked.push(question);
      await before();
      return words;
    },
  };
  world.ports.answerer = answerer;
  judgeAs(world, { candidate: false, explicitRequest: false });
  return asked;
}

/** What the pre-filter shall find in every turn from now on. */
function judgeAs(world: World, found: { candidate: boolean; explicitRequest: boolean }): void {
  const { analyzer } = world.ports;
  world.ports.analyzer = {
    ...analyzer,
    screen: (turn, signals) => ({ ...analyzer.screen(turn, signals), ...found }),
  };
}

/** The next commits come too late: somebody else wrote first. */
function loseRaces(world: World, times: number): void {
  const { commit } = world.ports.sessions;
  let left = times;
  world.ports.sessions.commit = async (change, now) => {
    left -= 1;
    return left >= 0 ? 'conflict' : commit(change, now);
  };
}

const QUESTION = 'what does fibre 300 cost';
const send = (world: World, reply: Partial<BotReply> = {}, text = QUESTION, cseq = 1) =>
  acceptCustomerMessage(world.ports, botSaying(reply), say(text, cseq));

describe('the words of the answerer', () => {
  it('stand for the article’s own, and nothing else of the bot’s reply changes', async () => {
    const world = await withBot();
    const asked = answererIn(world, 'It is £30 each month.');

    const ack = await send(world);

    expect(asked).toEqual([{ text: QUESTION, articleId: 'fibre-price' }]);
    expect(ack.messages.at(-1)?.text).toBe('It is £30 each month.');
    expect(transcriptOf(world).at(-1)).toMatchObject({
      text: 'It is £30 each month.',
      bot: { confidence: 0.93, fallback: false, articleId: 'fibre-price' },
    });
  });

  it('are missed by nobody when there are none', async () => {
    const world = await withBot();
    answererIn(world, null);

    await send(world);

    expect(transcriptOf(world).at(-1)?.text).toBe(ANSWER.text);
  });

  it('leave the analyzer with the same signals as the bot’s own', async () => {
    const [plain, other] = [await withBot(), await withBot()];
    answererIn(other, 'It is £30 each month.');

    await send(plain);
    await send(other);

    expect(headOf(other).signals).toEqual(headOf(plain).signals);
  });

  it('are asked for once, however often the race for the commit is lost', async () => {
    const world = await withBot();
    const asked = answererIn(world, 'It is £30 each month.');
    loseRaces(world, 2);

    await send(world);

    expect(asked).toHaveLength(1);
    expect(transcriptOf(world).map(({ text }) => text)).toEqual([
      QUESTION,
      'It is £30 each month.',
    ]);
  });

  it('are not asked for again by a retry of the same message', async () => {
    const world = await withBot();
    const asked = answererIn(world, 'It is £30 each month.');

    await send(world);
    const ack = await send(world);

    expect(asked).toHaveLength(1);
    expect(ack.messages.at(-1)?.text).toBe('It is £30 each month.');
    expect(transcriptOf(world)).toHaveLength(2);
  });

  it('are dropped if a person was called meanwhile: the bot is silent then', async () => {
    const world = await withBot();
    answererIn(world, 'It is £30 each month.', async () => {
      delete world.ports.answerer;
      await waiting(world);
    });

    await send(world);

    expect(headOf(world).status).toBe('queued');
    expect(transcriptOf(world).map(({ text }) => text)).not.toContain('It is £30 each month.');
  });

  it('are dropped if the reply is about another article by then', async () => {
    const world = await withBot();
    answererIn(world, 'It is £30 each month.');
    loseRaces(world, 1);
    let calls = 0;
    const bot: Bot = {
      answer: () => ({ ...ANSWER, articleId: calls++ === 0 ? 'fibre-price' : 'other' }),
    };

    await acceptCustomerMessage(world.ports, bot, say(QUESTION, 1));

    expect(transcriptOf(world).at(-1)?.text).toBe(ANSWER.text);
  });
});

describe('the answerer is not asked', () => {
  it.each([
    ['a fallback', { fallback: true, articleId: null }],
    ['a question between two articles', { articleId: null, choices: ['fibre-price', 'other'] }],
    ['a reply without an article', { articleId: null }],
  ])('about %s', async (_, reply) => {
    const world = await withBot();
    const asked = answererIn(world, 'other words');

    await send(world, reply);

    expect(asked).toEqual([]);
    expect(transcriptOf(world).at(-1)?.text).not.toBe('other words');
  });

  it.each([
    ['asks for a person', { candidate: true, explicitRequest: true }],
    ['may need one', { candidate: true, explicitRequest: false }],
  ])('when the customer %s', async (_, found) => {
    const world = await withBot();
    const asked = answererIn(world, 'other words');
    judgeAs(world, found);

    await send(world);

    expect(headOf(world).candidate).toBeDefined();
    expect(asked).toEqual([]);
  });

  it('while a request for a person has not been assessed', async () => {
    const world = await withBot();
    const asked = answererIn(world, 'other words');
    await requestPerson(world.ports, SESSION);

    await send(world);

    expect(asked).toEqual([]);
  });

  it('when the customer picks one of two articles that were named', async () => {
    const world = await withBot();
    const asked = answererIn(world, 'other words');
    await send(world, { articleId: null, choices: ['fibre-price', 'other'] });

    await send(world, {}, '1', 2);

    expect(asked).toEqual([]);
    expect(transcriptOf(world).at(-1)?.text).toBe(ANSWER.text);
  });

  it.each([
    ['waits for a person', waiting],
    ['is with a person', withAgent],
  ])('while the customer %s', async (_, scene) => {
    const world = await scene();
    const asked = answererIn(world, 'other words');

    await send(world);

    expect(asked).toEqual([]);
  });

  it('about a message that is refused anyway', async () => {
    const world = await withBot();
    const asked = answererIn(world, 'other words');

    expect(await refusal(send(world, {}, QUESTION, 3))).toMatchObject({ code: 'gap' });
    expect(asked).toEqual([]);
  });
});

it('costs no further read of the session', async () => {
  const world = await withBot();
  answererIn(world, 'It is £30 each month.');
  let reads = 0;
  const { get } = world.ports.sessions;
  world.ports.sessions.get = (sessionId) => {
    reads += 1;
    return get(sessionId);
  };

  await send(world);

  expect(reads).toBe(1);
});
