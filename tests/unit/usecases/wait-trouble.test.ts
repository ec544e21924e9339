import { describe, expect, it } from 'vitest';
import { rejectOffer } from '../../../lambdas/usecases/answer-offer.ts';
import { cancelEscalation, requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { routeWaiting } from '../../../lambdas/usecases/route-waiting.ts';
import { sweep } from '../../../lambdas/usecases/run-deadlines.ts';
import { QueueName } from '../../../protocol/vocabulary.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import {
  drain,
  forget,
  framesOf,
  headOf,
  present,
  SESSION,
  transcriptOf,
  waiting,
} from './scenes.ts';

const SECOND_SESSION = idOf(0xd00d);
const everywhere = { queues: QueueName.options };
const askedFor = (world: World, sessionId = SESSION) =>
  headOf(world, sessionId).escalation?.offer?.agentId;

describe('trouble', () => {
  const troubles = (world: World) =>
    framesOf(world, 'customer-1', 'escalation.failed').map(({ reason }) => reason);

  it('at the start is told instead of a promise, once', async () => {
    const world = await waiting();
    await drain(world);
    await sweep(world.ports);
    await sweep(world.ports);

    expect(troubles(world)).toEqual(['no_agents']);
    expect(transcriptOf(world).at(-1)?.text).not.toContain('Connecting you');
  });

  it('is over when somebody comes to work: the customer is told, and the agents', async () => {
    const world = await waiting();
    await present(world, 'asha', { availability: 'busy' });
    forget(world);

    await routeWaiting(world.ports, everywhere);

    expect(framesOf(world, 'customer-1', 'queue.updated')).toMatchObject([{ trouble: null }]);
    expect(framesOf(world, 'asha-1', 'escalation.created').at(-1)).toMatchObject({
      card: { trouble: null },
    });
  });

  it('is over, and the customer told, also when that somebody is asked at once', async () => {
    const world = await waiting();
    await present(world, 'asha');
    forget(world);

    await routeWaiting(world.ports, everywhere);

    expect(askedFor(world)).toBe('asha');
    expect(framesOf(world, 'customer-1', 'queue.updated').at(-1)).toMatchObject({ trouble: null });
  });

  it('leaves patient customers alone: they know that nobody is there', async () => {
    const world = await waiting();
    await requestPerson(world.ports, SESSION);
    forget(world);

    await drain(world);
    await routeWaiting(world.ports, everywhere);
    await sweep(world.ports);

    expect(troubles(world)).toEqual([]);
    expect(headOf(world).escalation).toMatchObject({ patient: true });
    expect(headOf(world).escalation?.trouble).toBeUndefined();
  });

  it('nobody_left is told once, counted for the alarm, and shown to the supervisors', async () => {
    const world = createWorld();
    await present(world, 'asha');
    const lead = await present(world, 'lead', { supervisor: true, availability: 'away' });
    await waiting(world);
    await drain(world);
    const { offerId = '' } = headOf(world).escalation?.offer ?? {};
    await rejectOffer(world.ports, { agentId: 'asha' }, { offerId, sessionId: SESSION });
    await drain(world);
    await sweep(world.ports);

    expect(troubles(world)).toEqual(['nobody_left']);
    expect(world.counted.filter((metric) => metric === 'NobodyLeft')).toHaveLength(1);
    expect(framesOf(world, `${lead.agentId}-1`, 'escalation.created').at(-1)).toMatchObject({
      card: { trouble: 'nobody_left', passedBy: ['asha'] },
    });
  });

  it('nobody_left and waiting on asks everybody again', async () => {
    const world = createWorld();
    await present(world, 'asha');
    await waiting(world);
    await drain(world);
    const { offerId = '' } = headOf(world).escalation?.offer ?? {};
    await rejectOffer(world.ports, { agentId: 'asha' }, { offerId, sessionId: SESSION });
    await drain(world);

    await requestPerson(world.ports, SESSION);
    await drain(world);

    expect(askedFor(world)).toBe('asha');
  });
});

describe('places', () => {
  it('are told to the new one at once, and to everybody by the sweep, only when they change', async () => {
    const world = createWorld();
    await present(world, 'asha', { availability: 'busy' });
    await waiting(world);
    await drain(world);
    world.now += 1;
    await waiting(world, SECOND_SESSION, 'customer-2');
    await drain(world);
    const told = (connection: string) =>
      framesOf(world, connection, 'queue.updated').map(({ position }) => position);
    expect(told('customer-1')).toEqual([1]);
    expect(told('customer-2')).toEqual([2]);

    await cancelEscalation(world.ports, SESSION);
    await sweep(world.ports);
    await sweep(world.ports);

    expect(told('customer-1')).toEqual([1]);
    expect(told('customer-2')).toEqual([2, 1]);
  });

  it('come without an estimate until enough chats have been handled today, then with one', async () => {
    const world = createWorld();
    await present(world, 'asha', { availability: 'busy', capacity: 2 });
    await waiting(world);
    await drain(world);
    const last = () => framesOf(world, 'customer-1', 'queue.updated').at(-1);
    expect(last()).toMatchObject({ position: 1, estimatedWaitSeconds: null });

    const add = { 'queue.general/handled': 10, 'queue.general/handleMs': 10 * 600_000 };
    await world.ports.records.count('2026-01-01', { add, max: {} });
    await sweep(world.ports);

    expect(last()?.estimatedWaitSeconds?.to).toBeGreaterThan(0);
  });
});
