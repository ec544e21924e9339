import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { endByAgent, endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { listSessions } from '../../../lambdas/usecases/read-sessions.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import { framesTo } from '../../simulation/memory/world.ts';
import {
  agentOf,
  framesOf,
  headOf,
  offered,
  present,
  refusal,
  SESSION,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

describe('ending a session', () => {
  it('by the agent frees them when the wrap-up is submitted, once', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');
    await endByAgent(world.ports, asha, SESSION);
    expect(agentOf(world, 'asha').sessions).toEqual([SESSION]);

    const [first, second] = await Promise.all([
      submitWrapUp(world.ports, asha, SESSION, { disposition: 'resolved' }),
      submitWrapUp(world.ports, asha, SESSION, { disposition: 'passed_on' }),
    ]);

    expect(agentOf(world, 'asha').sessions).toEqual([]);
    expect(second).toEqual(first);
    expect(headOf(world)).toMatchObject({ status: 'closed', outcome: { disposition: 'resolved' } });
    expect(framesTo(world, 'customer-1').at(-1)).toMatchObject({ type: 'session.closed' });
  });

  it('survives a queue that refuses the wrap-up timer', async () => {
    const world = await withAgent();
    world.queueFaults = 1;

    await endByAgent(world.ports, agentOf(world, 'asha'), SESSION);

    expect(headOf(world)).toMatchObject({ status: 'wrap_up', wrapUp: { capacityHeld: true } });
    expect(world.errors).toEqual(['timers not set']);
    expect(await world.ports.sessions.due(world.now + POLICY.wrapUpCapacityMs)).toEqual([SESSION]);
  });

  it('by both sides at once happens once, and both get the same reason', async () => {
    const world = await withAgent();

    const [byAgent, byCustomer] = await Promise.all([
      endByAgent(world.ports, agentOf(world, 'asha'), SESSION),
      endByCustomer(world.ports, SESSION),
    ]);

    expect(byAgent.closeReason).toBe(byCustomer.reason);
    expect(transcriptOf(world).filter(({ event }) => event === 'ended')).toHaveLength(1);
  });

  it('twice, by either side, answers the same and changes nothing', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');

    const first = await endByAgent(world.ports, asha, SESSION);
    const second = await endByAgent(world.ports, asha, SESSION);
    const third = await endByCustomer(world.ports, SESSION);

    expect(second).toEqual(first);
    expect(third).toMatchObject({
      type: 'session.closed',
      reason: 'agent_ended',
      version: first.version,
      messages: [],
    });
  });

  it('by a supervisor, where no agent is, is refused', async () => {
    const world = await waiting();
    const lead = await present(world, 'lead', { supervisor: true });

    expect(await refusal(endByAgent(world.ports, lead, SESSION))).toMatchObject({
      code: 'session_not_active',
    });
    expect(headOf(world).status).toBe('queued');
  });
});

describe('what the end leaves behind', () => {
  it('with the bot: the session closes at once and nobody is told', async () => {
    const world = await withBot();
    await present(world, 'asha');

    expect(await endByCustomer(world.ports, SESSION)).toMatchObject({
      type: 'session.closed',
      status: 'closed',
      reason: 'customer_ended',
    });
    expect(headOf(world).closedAt).toBe(world.now);
    expect(framesTo(world, 'asha-1')).toEqual([]);
  });

  it('while somebody is asked: the offer is taken back and they are free for the next one', async () => {
    const { world, offerId } = await offered();

    await endByCustomer(world.ports, SESSION);

    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toMatchObject([{ offerId }]);
    expect(framesOf(world, 'asha-1', 'escalation.completed')).toMatchObject([
      { status: 'abandoned' },
    ]);
    expect(timersOf(world, 'route')).toHaveLength(1);
  });

  it('a submitted wrap-up lets those who wait have the agent', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');
    await endByAgent(world.ports, asha, SESSION);
    world.timers.length = 0;

    await submitWrapUp(world.ports, asha, SESSION, { disposition: 'resolved' });

    expect(timersOf(world, 'route')).toMatchObject([{ queues: asha.queues }]);
  });

  it('a wrap-up that no longer counts stays in the agent’s list until it is written or over', async () => {
    for (const written of [true, false]) {
      const world = await withAgent();
      const asha = agentOf(world, 'asha');
      await endByAgent(world.ports, asha, SESSION);
      const [timer] = timersOf(world, 'wrap_up');
      if (!timer) throw new Error('no timer was set');
      const listed = async () =>
        (await listSessions(world.ports, 'asha')).sessions.map(({ status }) => status);
      world.now += POLICY.wrapUpCapacityMs;
      await runTimer(world.ports, timer);
      expect(agentOf(world, 'asha').sessions).toEqual([]);
      expect(await listed()).toEqual(['wrap_up']);

      world.now += POLICY.wrapUpMs;
      if (written) await submitWrapUp(world.ports, asha, SESSION, { disposition: 'resolved' });
      else await runTimer(world.ports, timer);

      expect(await listed()).toEqual([]);
    }
  });
});
