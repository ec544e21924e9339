import { describe, expect, it } from 'vitest';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { exportFeedback, type FeedbackRange } from '../../../lambdas/usecases/export-feedback.ts';
import { giveFeedback } from '../../../lambdas/usecases/give-feedback.ts';
import { releaseSession, returnSessionToBot } from '../../../lambdas/usecases/leave-session.ts';
import { readContext } from '../../../lambdas/usecases/read-sessions.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import { type GiveFeedback, RatedConversationList } from '../../../protocol/http.ts';
import { findSets } from '../../evaluation/sets/find-sets.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import { dataFolder } from '../evaluation/data-folder.ts';
import { agentOf, customerSays, present, refusal, SESSION, withAgent, withBot } from './scenes.ts';

const DAY = '2026-01-01';
const DAY_MS = 86_400_000;

/** Dana asks twice and then for a person; Asha has the chat, Lea supervises. */
async function handedOver(world = createWorld()): Promise<World> {
  await withBot(world);
  await customerSays(world, 'How do I read my bill?', 1);
  await customerSays(world, 'And where is the tax?', 2);
  await customerSays(world, 'Let me talk to a human agent please', 3);
  await assessEscalation(world.ports, { sessionId: SESSION, seq: 5 });
  await claimSession(world.ports, await present(world, 'asha'), SESSION);
  await present(world, 'lead', { supervisor: true });
  return world;
}

const give = (world: World, given: GiveFeedback, who = 'asha', sessionId = SESSION) =>
  giveFeedback(world.ports, agentOf(world, who), sessionId, given);

const exported = (world: World, range: FeedbackRange = { from: DAY, to: DAY }, who = 'lead') =>
  exportFeedback(world.ports, agentOf(world, who), range);

const latestOf = async (world: World) =>
  (await readContext(world.ports, agentOf(world, 'lead'), SESSION)).escalations.at(-1)?.feedback;

describe('feedback', () => {
  it('is shown with the escalation, and saying it again replaces it', async () => {
    const world = await handedOver();

    const first = await give(world, { verdict: 'too_late', note: 'Asked before.', turn: 2 });
    expect(first).toEqual({
      feedback: {
        verdict: 'too_late',
        note: 'Asked before.',
        turn: 2,
        agentId: 'asha',
        at: world.now,
      },
    });
    expect(await latestOf(world)).toEqual(first.feedback);

    world.now += DAY_MS;
    await give(world, { verdict: 'right' }, 'lead');

    expect(await latestOf(world)).toEqual({ verdict: 'right', agentId: 'lead', at: world.now });
    expect((await exported(world)).conversations).toMatchObject([
      { gold: { escalateAt: 3 }, feedback: { agentId: 'lead' } },
    ]);
    expect(await exported(world, {})).toEqual({ conversations: [], next: null });
  });

  it('is taken in wrap-up, after it, and of whoever gave the chat back', async () => {
    const ended = await handedOver();
    await endByAgent(ended.ports, agentOf(ended, 'asha'), SESSION);
    expect(await give(ended, { verdict: 'right' })).toMatchObject({ feedback: {} });
    await submitWrapUp(ended.ports, agentOf(ended, 'asha'), SESSION, { disposition: 'resolved' });
    expect(await give(ended, { verdict: 'too_early' })).toMatchObject({ feedback: {} });

    for (const leave of [releaseSession, returnSessionToBot]) {
      const left = await handedOver();
      await leave(left.ports, agentOf(left, 'asha'), SESSION);

      expect(await give(left, { verdict: 'too_early' })).toMatchObject({ feedback: {} });
    }
  });

  it('changes nothing of the session, and is retried while others write', async () => {
    const world = await handedOver();
    const before = structuredClone(world.sessions.heads.get(SESSION));
    const { put } = world.ports.feedback;
    let conflicts = 2;
    world.ports.feedback.put = async (...args) => {
      conflicts -= 1;
      return conflicts >= 0 ? 'conflict' : put(...args);
    };

    await give(world, { verdict: 'right' });

    expect(world.sessions.heads.get(SESSION)).toEqual(before);
    expect(await latestOf(world)).toMatchObject({ verdict: 'right' });
    world.ports.feedback.put = async () => 'conflict';
    expect(await refusal(give(world, { verdict: 'right' }))).toMatchObject({ code: 'conflict' });
  });

  it('is refused to others, on no session, and where nobody was called', async () => {
    const world = await handedOver();
    await present(world, 'ravi');
    expect(await refusal(give(world, { verdict: 'right' }, 'ravi'))).toMatchObject({
      code: 'not_your_session',
    });
    expect(await refusal(give(world, { verdict: 'right' }, 'lead', idOf(0xdead)))).toMatchObject({
      code: 'session_unknown',
    });
    const calm = await withBot();
    await present(calm, 'asha');
    await present(calm, 'lead', { supervisor: true });
    expect(await refusal(give(calm, { verdict: 'right' }, 'lead'))).toMatchObject({
      code: 'session_not_active',
    });
    expect(await refusal(give(calm, { verdict: 'right' }))).toMatchObject({
      code: 'not_your_session',
    });
  });

  it('names only turns that can be', async () => {
    const world = await handedOver();
    for (const [verdict, turn] of [
      ['too_late', 3],
      ['too_early', 3],
      ['too_early', 4],
    ] as const) {
      expect(await refusal(give(world, { verdict, turn }))).toEqual({
        code: 'invalid_field',
        details: { field: 'turn' },
      });
    }
    expect(await latestOf(world)).toBeUndefined();

    await customerSays(world, 'It is the fee that I mean', 4);
    expect(await give(world, { verdict: 'too_early', turn: 4 })).toMatchObject({
      feedback: { turn: 4 },
    });
  });
});

describe('the export', () => {
  it('is the chat up to the escalation in the shape of evaluation data', async () => {
    const world = await handedOver();
    await customerSays(world, 'Said to the agent only', 4);
    await give(world, { verdict: 'too_late' });

    const list = await exported(world);

    expect(RatedConversationList.parse(list)).toEqual(list);
    expect(list).toMatchObject({
      next: null,
      conversations: [
        {
          id: `${SESSION}#1`,
          turns: [
            {
              text: 'How do I read my bill?',
              bot: { text: expect.any(String), confidence: 0.95, fallback: false },
            },
            { text: 'And where is the tax?' },
            { text: 'Let me talk to a human agent please' },
          ],
          gold: {
            escalateAt: 2,
            window: [1, 2],
            categories: expect.arrayContaining(['request']),
          },
          policyVersion: expect.any(String),
        },
      ],
    });
    expect(JSON.stringify(list)).not.toMatch(/Dana|agent only/);
  });

  it('written as lines is read by the evaluation, whatever was said', async () => {
    const said: GiveFeedback[] = [
      { verdict: 'right' },
      { verdict: 'too_early' },
      { verdict: 'too_early', turn: 4 },
      { verdict: 'too_late' },
      { verdict: 'too_late', turn: 1 },
    ];
    const lines: object[] = [];
    for (const given of said) {
      const world = await handedOver();
      await customerSays(world, 'It is the fee that I mean', 4);
      await give(world, given);
      lines.push(...(await exported(world)).conversations);
    }

    const [set] = findSets([dataFolder({ 'conversations.jsonl': lines })]);

    expect(set?.parts).toMatchObject([
      {
        kind: 'conversations',
        rows: [
          { gold: { escalateAt: 3, window: [3, 3] } },
          { gold: null },
          { turns: { length: 4 }, gold: { escalateAt: 4, window: [4, 4] } },
          { gold: { escalateAt: 2, window: [1, 2] } },
          { gold: { escalateAt: 1, window: [1, 1] } },
        ],
      },
    ]);
  });

  it('leaves out a chat without a word of the customer’s', async () => {
    const world = await withAgent();
    await present(world, 'lead', { supervisor: true });
    await give(world, { verdict: 'right' });

    expect(await exported(world)).toEqual({ conversations: [], next: null });
  });

  it('comes in pages that together have every chat once, over the days', async () => {
    const world = await handedOver();
    await give(world, { verdict: 'right' });
    const [known] = await world.ports.feedback.ofDay(DAY, null, 1);
    if (!known) throw new Error('nothing was kept');
    // Many sessions with the transcript of one: what counts here is only their order.
    const { messagesAfter } = world.ports.sessions;
    world.ports.sessions.messagesAfter = (_, seq, limit) => messagesAfter(SESSION, seq, limit);
    world.ports.feedback.ofDay = async (day, after, limit) =>
      Array.from({ length: 80 }, (_, i) => ({
        ...known,
        sessionId: idOf(i + 1),
        escalatedAt: Date.parse(day),
      }))
        .filter(({ sessionId }) => !after || sessionId > after.sessionId)
        .slice(0, limit);

    const ids: string[] = [];
    let next: string | undefined;
    const sizes: number[] = [];
    do {
      const page = await exported(world, { from: DAY, to: '2026-01-03', next });
      ids.push(...page.conversations.map(({ id }) => id));
      sizes.push(page.conversations.length);
      next = page.next ?? undefined;
    } while (next);

    expect(sizes).toEqual([100, 100, 40]);
    const day = Array.from({ length: 80 }, (_, i) => `${idOf(i + 1)}#1`);
    expect(ids).toEqual([...day, ...day, ...day]);
  });

  it('is for supervisors only', async () => {
    const world = await handedOver();

    expect(await refusal(exported(world, {}, 'asha'))).toMatchObject({ code: 'wrong_role' });
  });

  it.each<[FeedbackRange, string]>([
    [{ from: 'yesterday' }, 'from'],
    [{ from: DAY, to: '2026-1-2' }, 'to'],
    [{ from: '2026-01-02', to: DAY }, 'from'],
    [{ from: DAY, to: '2026-02-01' }, 'from'],
    [{ from: DAY, to: DAY, next: 'x' }, 'next'],
    [{ from: DAY, to: DAY, next: `2026-01-02.${SESSION}.1` }, 'next'],
    [{ from: DAY, to: DAY, next: `${DAY}.abc.1` }, 'next'],
  ])('refuses %j', async (range, field) => {
    expect(await refusal(exported(await handedOver(), range))).toEqual({
      code: 'invalid_field',
      details: { field },
    });
  });

  it('takes 31 days', async () => {
    const range = { from: DAY, to: '2026-01-31' };

    expect(await exported(await handedOver(), range)).toEqual({ conversations: [], next: null });
  });
});
