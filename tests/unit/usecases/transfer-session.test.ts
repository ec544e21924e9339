import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { acceptOffer } from '../../../lambdas/usecases/claim-session.ts';
import { transferSession } from '../../../lambdas/usecases/leave-session.ts';
import { readContext } from '../../../lambdas/usecases/read-sessions.ts';
import { framesTo } from '../../simulation/memory/world.ts';
import {
  agentOf,
  drain,
  forget,
  framesOf,
  headOf,
  present,
  refusal,
  SESSION,
  stored,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
} from './scenes.ts';

describe('passing a session on to a queue', () => {
  it('tells the customer in the same call, keeps the wait clock and frees the agent', async () => {
    const world = await withAgent();
    const since = headOf(world).escalation?.waitingSince;
    world.now += 60_000;

    const session = await transferSession(world.ports, agentOf(world, 'asha'), SESSION, {
      queue: 'technical',
    });

    expect(session).toMatchObject({
      status: 'queued',
      escalation: { queue: 'technical', waitingSince: since, requeued: true },
    });
    expect(agentOf(world, 'asha').sessions).toEqual([]);
    expect(framesOf(world, 'customer-1', 'participant.left')).toMatchObject([
      { reason: 'transferred', participant: { id: 'asha' }, messages: [{ event: 'transferred' }] },
    ]);
    // Whoever passed it on has the answer to their request.
    expect(framesOf(world, 'asha-1', 'assignment.changed')).toEqual([]);
  });

  it('shows it to the agents of the new queue and has one of them asked', async () => {
    const world = await withAgent();
    await present(world, 'tess', { queues: ['technical'] });
    await present(world, 'gil', { queues: ['general'] });

    await transferSession(world.ports, agentOf(world, 'asha'), SESSION, { queue: 'technical' });
    await drain(world);

    expect(framesOf(world, 'tess-1', 'escalation.created').length).toBeGreaterThan(0);
    expect(framesOf(world, 'gil-1', 'escalation.created')).toEqual([]);
    expect(framesOf(world, 'tess-1', 'offer.created')).toHaveLength(1);
    expect(timersOf(world, 'max_wait').at(-1)).toMatchObject({ delayMs: POLICY.maxWaitMs });
  });

  it('is never offered back to whoever passed it on', async () => {
    const world = await withAgent();

    await transferSession(world.ports, agentOf(world, 'asha'), SESSION, { queue: 'technical' });
    await drain(world);

    expect(headOf(world).escalation?.offer).toBeUndefined();
    expect(headOf(world).escalation).toMatchObject({ trouble: 'nobody_left', passedBy: ['asha'] });
  });

  it('leaves a note for whoever takes it, and none for the customer', async () => {
    const world = await withAgent();
    await transferSession(world.ports, agentOf(world, 'asha'), SESSION, {
      queue: 'technical',
      note: 'Router swapped twice already',
    });

    const tess = await present(world, 'tess');
    expect((await readContext(world.ports, tess, SESSION)).notes).toMatchObject([
      { n: 1, by: { id: 'asha' }, text: 'Router swapped twice already' },
    ]);
    expect(JSON.stringify(framesTo(world, 'customer-1'))).not.toContain('swapped');
    expect(JSON.stringify(transcriptOf(world))).not.toContain('swapped');
  });

  it('by a supervisor takes it from its agent, who is told', async () => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });

    await transferSession(world.ports, lead, SESSION, { queue: 'billing' });

    expect(framesOf(world, 'asha-1', 'assignment.changed')).toMatchObject([
      { change: 'unassign', reason: 'transferred' },
    ]);
  });
});

describe('passing a session on to a colleague', () => {
  it('asks them first and nobody else; they join by accepting, and the passer hears it', async () => {
    const world = await withAgent();
    const ravi = await present(world, 'ravi');
    await present(world, 'noor');
    forget(world);

    const session = await transferSession(world.ports, agentOf(world, 'asha'), SESSION, {
      agentId: 'ravi',
      note: 'Knows you',
    });
    const { offerId = '' } = session.escalation?.offer ?? {};
    await drain(world);

    expect(session.escalation).toMatchObject({ status: 'offered', offer: { agentId: 'ravi' } });
    expect(framesOf(world, 'ravi-1', 'offer.created')).toMatchObject([{ offerId }]);
    expect(framesOf(world, 'noor-1', 'offer.created')).toEqual([]);
    expect(timersOf(world, 'offer')).toMatchObject([{ offerId, delayMs: POLICY.offerMs }]);
    await acceptOffer(world.ports, ravi, { offerId, sessionId: SESSION });
    expect(framesOf(world, 'asha-1', 'transfer.succeeded')).toMatchObject([{ to: { id: 'ravi' } }]);
    expect(framesOf(world, 'asha-1', 'transfer.failed')).toEqual([]);
  });

  it.each([
    ['offline', { availability: 'offline' as const }, 'agent_not_available'],
    ['away', { availability: 'away' as const }, 'agent_not_available'],
    ['not responding', { notResponding: true }, 'agent_not_available'],
    ['without a socket', { connectionId: undefined }, 'agent_not_available'],
    ['not seen for 75 s', { seenAt: 0 }, 'agent_not_available'],
    ['full', { capacity: 1, sessions: ['x'] }, 'at_capacity'],
  ])('who is %s is refused, and the session stays', async (_name, patch, code) => {
    const world = await withAgent();
    await present(world, 'ravi', patch);
    const before = stored(world);
    forget(world);

    expect(
      await refusal(
        transferSession(world.ports, agentOf(world, 'asha'), SESSION, { agentId: 'ravi' }),
      ),
    ).toMatchObject({ code });
    expect(stored(world)).toEqual(before);
    expect(world.pushes).toEqual([]);
  });

  it('who is busy may be asked by name all the same', async () => {
    const world = await withAgent();
    await present(world, 'ravi', { availability: 'busy' });

    await transferSession(world.ports, agentOf(world, 'asha'), SESSION, { agentId: 'ravi' });

    expect(headOf(world).escalation?.offer?.agentId).toBe('ravi');
  });

  it('who does not exist, or is oneself, is refused', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');
    const to = (agentId: string) =>
      refusal(transferSession(world.ports, asha, SESSION, { agentId })).then(({ code }) => code);

    expect(await to('nobody')).toBe('agent_not_available');
    expect(await to('asha')).toBe('already_taken');
  });
});

it('only whoever holds a session, or a supervisor, passes it on', async () => {
  const world = await withAgent();
  const ravi = await present(world, 'ravi');
  expect(
    await refusal(transferSession(world.ports, ravi, SESSION, { queue: 'billing' })),
  ).toMatchObject({ code: 'not_your_session' });

  const other = await waiting();
  const lead = await present(other, 'lead', { supervisor: true });
  expect(
    await refusal(transferSession(other.ports, lead, SESSION, { queue: 'billing' })),
  ).toMatchObject({ code: 'session_not_active' });
});
