import { describe, expect, it } from 'vitest';
import { editAgent, listAgents } from '../../../lambdas/usecases/edit-agent.ts';
import { createWorld } from '../../simulation/memory/world.ts';
import {
  agentOf,
  drain,
  forget,
  headOf,
  present,
  refusal,
  SESSION,
  stored,
  waiting,
} from './scenes.ts';

const profile = (agentId: string) => ({
  agentId,
  name: 'Asha',
  team: 'Care',
  supervisor: false,
  queues: ['billing' as const],
});

describe('a supervisor’s edit', () => {
  it('takes effect at once and outlasts the next sign-in', async () => {
    const world = createWorld();
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'asha');

    const { agent } = await editAgent(world.ports, lead, 'asha', {
      capacity: 2,
      queues: ['technical'],
    });
    expect(agent).toMatchObject({ agentId: 'asha', capacity: 2, queues: ['technical'] });
    await world.ports.agents.signIn(profile('asha'));

    expect(agentOf(world, 'asha')).toMatchObject({ capacity: 2, queues: ['technical'] });
  });

  it('that makes room lets whoever waits have the agent', async () => {
    const world = await waiting();
    const lead = await present(world, 'lead', { supervisor: true, availability: 'away' });
    await present(world, 'asha', { capacity: 1, sessions: ['x'] });
    await drain(world);
    expect(headOf(world).escalation?.offer).toBeUndefined();

    await editAgent(world.ports, lead, 'asha', { capacity: 2 });
    await drain(world);

    expect(headOf(world).escalation?.offer).toMatchObject({ agentId: 'asha' });
  });

  it('below what the agent holds takes nothing away from them', async () => {
    const world = createWorld();
    const lead = await present(world, 'lead', { supervisor: true });
    await present(world, 'asha', { sessions: [SESSION, 'y'] });

    const { agent } = await editAgent(world.ports, lead, 'asha', { capacity: 1 });

    expect(agent).toMatchObject({ status: 'at_capacity', sessions: [SESSION, 'y'] });
  });

  it('is for supervisors, of agents who have signed in', async () => {
    const world = createWorld();
    const lead = await present(world, 'lead', { supervisor: true });
    const asha = await present(world, 'asha');
    const before = stored(world);
    forget(world);

    expect(await refusal(editAgent(world.ports, asha, 'asha', { capacity: 9 }))).toMatchObject({
      code: 'wrong_role',
    });
    expect(await refusal(editAgent(world.ports, lead, 'nobody', { capacity: 9 }))).toMatchObject({
      code: 'agent_not_available',
    });
    expect(stored(world)).toEqual(before);
    expect(world.timers).toEqual([]);
  });
});

it('the team is listed with how the server sees each one, present or not', async () => {
  const world = createWorld();
  await present(world, 'asha', { sessions: [SESSION], capacity: 1 });
  await present(world, 'ravi', { notResponding: true });
  await present(world, 'noor', { connectionId: undefined });

  const { agents } = await listAgents(world.ports);

  expect(agents.map(({ agentId, status, present }) => [agentId, status, present]).sort()).toEqual([
    ['asha', 'at_capacity', true],
    ['noor', 'available', false],
    ['ravi', 'not_responding', true],
  ]);
  expect(JSON.stringify(agents)).not.toContain('asha-1');
});
