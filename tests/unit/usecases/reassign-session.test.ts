import { describe, expect, it } from 'vitest';
import { endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { reassignSession } from '../../../lambdas/usecases/reassign-session.ts';
import {
  agentOf,
  drain,
  forget,
  framesOf,
  headOf,
  offered,
  present,
  refusal,
  SESSION,
  stored,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

describe('a supervisor’s assignment', () => {
  it('of a waiting session: the agent is told, and the customer who it is', async () => {
    const world = await waiting();
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'asha', { queues: ['billing'] });
    forget(world);

    const session = await reassignSession(world.ports, lead, SESSION, 'asha');

    expect(session).toMatchObject({ status: 'active', assignment: { agentId: 'asha' } });
    expect(framesOf(world, 'asha-1', 'assignment.changed')).toMatchObject([
      { change: 'manual_reassign', reason: 'reassigned', version: session.version },
    ]);
    expect(framesOf(world, 'customer-1', 'participant.joined')).toMatchObject([
      { participant: { id: 'asha' } },
    ]);
    expect(timersOf(world, 'attention')).toHaveLength(1);
  });

  it('of a held session: both agents and the customer are told, in one step', async () => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'ravi');
    forget(world);
    const { version } = headOf(world);

    await reassignSession(world.ports, lead, SESSION, 'ravi');

    expect(headOf(world).version).toBe(version + 1);
    expect(agentOf(world, 'asha').sessions).toEqual([]);
    expect(agentOf(world, 'ravi').sessions).toEqual([SESSION]);
    expect(framesOf(world, 'asha-1', 'assignment.changed')).toMatchObject([
      { change: 'unassign', reason: 'reassigned' },
    ]);
    expect(framesOf(world, 'ravi-1', 'assignment.changed')).toMatchObject([
      { change: 'manual_reassign' },
    ]);
    expect(transcriptOf(world).at(-1)).toMatchObject({ event: 'joined' });
    const [record] = await world.ports.sessions.escalations(SESSION);
    expect(record?.history.at(-1)).toMatchObject({ cause: 'reassigned', actor: { id: 'lead' } });
  });

  it('of a session that somebody is asked to take withdraws the offer', async () => {
    const { world, offerId } = await offered();
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'ravi');

    await reassignSession(world.ports, lead, SESSION, 'ravi');

    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toMatchObject([{ offerId }]);
  });

  it('that frees an agent lets those who wait in their queues have them', async () => {
    const world = await withAgent();
    world.agents.set('asha', { ...agentOf(world, 'asha'), capacity: 1, queues: ['billing'] });
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'ravi', { queues: ['general'] });
    await drain(world);

    await reassignSession(world.ports, lead, SESSION, 'ravi');

    const routed = timersOf(world, 'route').flatMap(({ queues }) => queues);
    expect(routed).toContain('billing');
  });

  it.each([
    ['full', { capacity: 1, sessions: ['x'] }, 'at_capacity'],
    ['offline', { availability: 'offline' as const }, 'agent_not_available'],
    ['gone', { connectionId: undefined }, 'agent_not_available'],
  ])('to an agent who is %s is refused and leaves all as it was', async (_name, patch, code) => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'ravi', patch);
    const before = stored(world);

    expect(await refusal(reassignSession(world.ports, lead, SESSION, 'ravi'))).toMatchObject({
      code,
    });
    expect(stored(world)).toEqual(before);
  });

  it('is for supervisors only, and only for sessions that need a person', async () => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });
    const ravi = await present(world, 'ravi');
    const code = (...args: Parameters<typeof reassignSession>) =>
      refusal(reassignSession(...args)).then((refused) => refused.code);

    expect(await code(world.ports, ravi, SESSION, 'ravi')).toBe('wrong_role');
    expect(await code(world.ports, lead, SESSION, 'asha')).toBe('already_taken');
    expect(await code(world.ports, lead, SESSION, 'nobody')).toBe('agent_not_available');
    await endByCustomer(world.ports, SESSION);
    expect(await code(world.ports, lead, SESSION, 'ravi')).toBe('session_closed');

    const other = await withBot();
    const boss = await present(other, 'lead', { supervisor: true });
    await present(other, 'asha');
    expect(await code(other.ports, boss, SESSION, 'asha')).toBe('session_not_waiting');
  });
});
