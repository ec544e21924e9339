import { describe, expect, it } from 'vitest';
import { endByAgent, endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import { submitCsat } from '../../../lambdas/usecases/submit-csat.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import { agentOf, headOf, refusal, SESSION, stored, withAgent, withBot } from './scenes.ts';

const rating = (score: number, comment?: string) => ({
  type: 'csat.submit' as const,
  sessionId: SESSION,
  score,
  comment,
});

describe('a rating', () => {
  it.each(['wrap_up', 'closed'])(
    'is taken after the end (%s) and shown from then on',
    async (at) => {
      const world = await withAgent();
      const asha = agentOf(world, 'asha');
      await endByAgent(world.ports, asha, SESSION);
      if (at === 'closed') {
        await submitWrapUp(world.ports, asha, SESSION, { disposition: 'resolved' });
      }

      expect(await submitCsat(world.ports, rating(4, 'Thanks'))).toMatchObject({
        type: 'session.status_changed',
        status: at,
        reason: 'csat',
        messages: [],
      });
      expect(headOf(world).csat).toEqual({ score: 4, comment: 'Thanks' });
      expect(
        await helloFromCustomer(world.ports, {
          sessionId: SESSION,
          lastSeq: 0,
          connectionId: 'customer-1',
        }),
      ).toMatchObject({ csat: 4 });
    },
  );

  it('given again is the one that counts; the same again writes nothing', async () => {
    const world = await withBot();
    await endByCustomer(world.ports, SESSION);
    await submitCsat(world.ports, rating(1));
    await submitCsat(world.ports, rating(5, 'It works now'));
    const before = stored(world);
    await submitCsat(world.ports, rating(5, 'It works now'));

    expect(headOf(world).csat).toEqual({ score: 5, comment: 'It works now' });
    expect(stored(world)).toEqual(before);
    const { add } = await world.ports.records.totals('2026-01-01');
    expect(add).toMatchObject({ 'all/csatSum': 5, 'all/csatCount': 1 });
  });

  it('counts for the agent who had the chat', async () => {
    const world = await withAgent();
    await endByCustomer(world.ports, SESSION);
    await submitCsat(world.ports, rating(3));

    const { add } = await world.ports.records.totals('2026-01-01');
    expect(add).toMatchObject({ 'agent.asha/csatSum': 3, 'queue.general/csatCount': 1 });
  });

  it('before the end is refused', async () => {
    for (const world of [await withBot(), await withAgent()]) {
      expect(await refusal(submitCsat(world.ports, rating(5)))).toMatchObject({
        code: 'session_not_active',
      });
    }
  });
});
