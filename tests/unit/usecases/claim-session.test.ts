import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { releaseSession, transferSession } from '../../../lambdas/usecases/leave-session.ts';
import { cancelEscalation } from '../../../lambdas/usecases/request-person.ts';
import { framesTo, idOf } from '../../simulation/memory/world.ts';
import {
  agentOf,
  framesOf,
  headOf,
  offered,
  present,
  refusal,
  SESSION,
  transcriptOf,
  waiting,
  withAgent,
} from './scenes.ts';

describe('a claim', () => {
  it('by 50 agents at once has exactly one winner, whom the other 49 are told', async () => {
    const world = await waiting();
    const agents = await Promise.all(
      Array.from({ length: 50 }, (_, i) => present(world, `agent${i}`)),
    );

    const results = await Promise.allSettled(
      agents.map((agent) => claimSession(world.ports, agent, SESSION)),
    );

    const won = results.filter((result) => result.status === 'fulfilled');
    const lost = results.filter((result) => result.status === 'rejected');
    expect(won).toHaveLength(1);
    const { assignment } = headOf(world);
    expect(won[0]?.value.assignment).toEqual(assignment);
    for (const { reason } of lost) {
      expect(reason).toMatchObject({
        code: 'already_taken',
        details: { winner: { id: assignment?.agentId, name: assignment?.name } },
      });
    }
    const holders = [...world.agents.values()].filter(({ sessions }) => sessions.length > 0);
    expect(holders.map(({ agentId }) => agentId)).toEqual([assignment?.agentId]);
    expect(transcriptOf(world).filter(({ event }) => event === 'joined')).toHaveLength(1);
    expect(
      framesTo(world, 'customer-1').filter(({ type }) => type === 'participant.joined'),
    ).toMatchObject([
      { messages: [{ event: 'joined' }], participant: { id: assignment?.agentId } },
    ]);
  });

  it('takes the card from every other agent of the queue and not from the winner', async () => {
    const world = await waiting();
    const asha = await present(world, 'asha');
    await present(world, 'ravi');
    await present(world, 'offline', { availability: 'offline' });
    await present(world, 'elsewhere', { queues: ['retention'] });

    await claimSession(world.ports, asha, SESSION);

    const told = world.pushes.filter(({ frame }) => frame.type === 'escalation.accepted');
    expect(told.map(({ to }) => to).sort()).toEqual(['offline-1', 'ravi-1']);
  });

  it('beyond capacity is refused, however many come at once', async () => {
    const world = await waiting();
    const sessions = [SESSION, ...Array.from({ length: 5 }, (_, i) => idOf(0xd000 + i))];
    for (const sessionId of sessions.slice(1)) await waiting(world, sessionId);
    const asha = await present(world, 'asha');

    const results = await Promise.allSettled(
      sessions.map((sessionId) => claimSession(world.ports, asha, sessionId)),
    );

    expect(agentOf(world, 'asha').sessions).toHaveLength(POLICY.capacity);
    const codes = results.map((result) =>
      result.status === 'fulfilled' ? 'taken' : result.reason.code,
    );
    expect(codes.filter((code) => code === 'taken')).toHaveLength(POLICY.capacity);
    expect(codes.filter((code) => code === 'at_capacity')).toHaveLength(2);
    const active = sessions.filter((id) => headOf(world, id).status === 'active');
    expect(active.sort()).toEqual(agentOf(world, 'asha').sessions.toSorted());
  });

  it('of an own session changes nothing: clicked twice at once, or again later', async () => {
    const world = await waiting();
    const asha = await present(world, 'asha');

    const [first, second] = await Promise.all([
      claimSession(world.ports, asha, SESSION),
      claimSession(world.ports, asha, SESSION),
    ]);
    const third = await claimSession(world.ports, asha, SESSION);

    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(agentOf(world, 'asha').sessions).toEqual([SESSION]);
    expect(transcriptOf(world).filter(({ event }) => event === 'joined')).toHaveLength(1);
    expect(world.counted.filter((metric) => metric === 'SessionClaimed')).toHaveLength(1);
  });

  it('whose answer was lost is finished by the same claim again: all are told', async () => {
    const world = await waiting();
    const asha = await present(world, 'asha');
    await present(world, 'ravi');
    world.sessions.faults.push('after');

    expect(await refusal(claimSession(world.ports, asha, SESSION))).toMatchObject({
      code: 'unavailable',
    });
    expect(framesTo(world, 'customer-1').at(-1)).not.toMatchObject({ type: 'participant.joined' });
    await claimSession(world.ports, asha, SESSION);

    expect(transcriptOf(world).filter(({ event }) => event === 'joined')).toHaveLength(1);
    const head = headOf(world);
    expect(framesTo(world, 'customer-1').at(-1)).toMatchObject({
      type: 'participant.joined',
      version: head.version,
      lastSeq: head.seq,
      participant: { id: 'asha' },
    });
    expect(framesTo(world, 'ravi-1').at(-1)).toMatchObject({ type: 'escalation.accepted' });
  });

  it('whose commit never arrived leaves the session waiting for anybody', async () => {
    const world = await waiting();
    const asha = await present(world, 'asha');
    const ravi = await present(world, 'ravi');
    world.sessions.faults.push('before');

    expect(await refusal(claimSession(world.ports, asha, SESSION))).toMatchObject({
      code: 'unavailable',
    });

    expect(agentOf(world, 'asha').sessions).toEqual([]);
    expect(await claimSession(world.ports, ravi, SESSION)).toMatchObject({ status: 'active' });
  });

  it.each([
    ['offline', { availability: 'offline' as const }],
    ['without a socket', { connectionId: undefined }],
    ['not seen for 75 s', { seenAt: 0 }],
  ])('by an agent who is %s is refused', async (_name, patch) => {
    const world = await waiting();
    const asha = await present(world, 'asha', patch);

    expect(await refusal(claimSession(world.ports, asha, SESSION))).toMatchObject({
      code: 'agent_not_available',
    });
    expect(headOf(world).status).toBe('queued');
  });

  it('of a session that somebody else is being asked to take: their offer is taken back', async () => {
    const { world, offerId } = await offered();
    const ravi = await present(world, 'ravi');

    await claimSession(world.ports, ravi, SESSION);

    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toEqual([
      { type: 'offer.rescinded', offerId, sessionId: SESSION },
    ]);
    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(agentOf(world, 'asha').notResponding).toBeUndefined();
  });

  it('of the session that is offered to oneself is joining it: nothing is taken back', async () => {
    const { world } = await offered();

    await claimSession(world.ports, agentOf(world, 'asha'), SESSION);

    expect(agentOf(world, 'asha')).toMatchObject({ sessions: [SESSION], offers: [] });
    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toEqual([]);
  });

  it('by an agent who was not responding is an answer: they are again', async () => {
    const world = await waiting();
    const asha = await present(world, 'asha', { notResponding: true });

    await claimSession(world.ports, asha, SESSION);

    expect(agentOf(world, 'asha').notResponding).toBeUndefined();
  });

  it('of a session that was passed on is told to whoever passed it on, once', async () => {
    const world = await withAgent();
    const ravi = await present(world, 'ravi');
    await transferSession(world.ports, agentOf(world, 'asha'), SESSION, { queue: 'technical' });

    await claimSession(world.ports, ravi, SESSION);
    expect(framesOf(world, 'asha-1', 'transfer.succeeded')).toEqual([
      {
        type: 'transfer.succeeded',
        sessionId: SESSION,
        to: { role: 'agent', id: 'ravi', name: 'Ravi', team: 'Care' },
      },
    ]);
    // What becomes of it afterwards is no business of theirs any more.
    await releaseSession(world.ports, ravi, SESSION);
    await claimSession(world.ports, await present(world, 'noor'), SESSION);

    expect(framesOf(world, 'asha-1', 'transfer.succeeded')).toHaveLength(1);
  });

  it('against the customer leaving the line: one of the two holds, the other is told', async () => {
    for (const agentFirst of [true, false]) {
      const world = await waiting();
      const asha = await present(world, 'asha');
      const claim = () => claimSession(world.ports, asha, SESSION);
      const cancel = () => cancelEscalation(world.ports, SESSION);

      const results = await Promise.allSettled(
        (agentFirst ? [claim, cancel] : [cancel, claim]).map((run) => run()),
      );

      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost.map(({ reason }) => reason.code)).toEqual(['session_not_waiting']);
      const { status } = headOf(world);
      expect(agentOf(world, 'asha').sessions).toEqual(status === 'active' ? [SESSION] : []);
      expect(['active', 'bot']).toContain(status);
    }
  });
});
