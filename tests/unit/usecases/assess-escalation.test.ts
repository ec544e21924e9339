import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { cancelEscalation, requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { sweep } from '../../../lambdas/usecases/run-deadlines.ts';
import { framesTo } from '../../simulation/memory/world.ts';
import {
  customerSays,
  headOf,
  present,
  refusal,
  SESSION,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

const candidate = (seq: number) => ({ sessionId: SESSION, seq });

describe('an assessment', () => {
  it('of a candidate delivered five times at once escalates once and alerts once', async () => {
    const world = await withBot();
    await present(world, 'asha');
    await requestPerson(world.ports, SESSION);

    await Promise.all(Array.from({ length: 5 }, () => assessEscalation(world.ports, candidate(1))));

    expect(await world.ports.sessions.escalations(SESSION)).toHaveLength(1);
    expect(transcriptOf(world).filter(({ event }) => event === 'escalated')).toHaveLength(1);
    const alerts = framesTo(world, 'asha-1').filter(({ type }) => type === 'escalation.created');
    expect(alerts).toHaveLength(1);
  });

  it('that cannot be stored is tried again by the queue and escalates then', async () => {
    const world = await withBot();
    await requestPerson(world.ports, SESSION);
    world.sessions.faults.push('before');

    expect(await refusal(assessEscalation(world.ports, candidate(1)))).toMatchObject({
      code: 'unavailable',
    });
    await assessEscalation(world.ports, candidate(1));

    expect(headOf(world).status).toBe('queued');
  });

  it('delivered late, to an agent’s session, changes nothing', async () => {
    const world = await withAgent();
    const before = headOf(world);

    await assessEscalation(world.ports, candidate(1));

    expect(headOf(world)).toEqual(before);
  });

  it('of a calm turn does not dismiss a wish that comes while it reads', async () => {
    const world = await withBot();
    await customerSays(world, 'What does Fibre 300 cost?', 1);
    world.sessions.heads.set(SESSION, {
      ...headOf(world),
      candidate: { seq: 2, at: world.now, explicit: false },
    });

    await Promise.all([
      assessEscalation(world.ports, candidate(2)),
      requestPerson(world.ports, SESSION),
    ]);
    expect(headOf(world).candidate).toMatchObject({ explicit: true });
    for (const message of [...world.candidates]) await assessEscalation(world.ports, message);

    expect(headOf(world).status).toBe('queued');
  });

  it('shows agents the customer’s last words, however long the chat', async () => {
    const world = await withBot();
    for (let n = 1; n <= POLICY.assessedMessages; n += 1) {
      await customerSays(world, `What does plan number ${n} cost?`, n);
      // Each turn is assessed before the next comes, and needs nobody.
      world.sessions.heads.set(SESSION, { ...headOf(world), candidate: undefined });
    }
    await requestPerson(world.ports, SESSION);
    world.now += POLICY.unassessedMs;

    await sweep(world.ports);

    expect(headOf(world).escalation?.excerpt).toBe(
      `What does plan number ${POLICY.assessedMessages} cost?`,
    );
  });
});

describe('an analyzer that does not answer', () => {
  it('costs the customer who asked a minute: the sweep escalates, once, beside a late analyzer', async () => {
    const world = await withBot();
    await requestPerson(world.ports, SESSION);
    world.now += POLICY.unassessedMs;

    await Promise.all([
      sweep(world.ports),
      sweep(world.ports),
      assessEscalation(world.ports, candidate(1)),
    ]);

    expect(await world.ports.sessions.escalations(SESSION)).toHaveLength(1);
    expect(headOf(world)).toMatchObject({ status: 'queued', escalationCount: 1 });
  });

  it('is not waited for a second time: later turns do not postpone the minute', async () => {
    const world = await withBot();
    await requestPerson(world.ports, SESSION);
    world.now += POLICY.unassessedMs - 1;
    await customerSays(world, 'I want to talk to a person, please', 1);

    await sweep(world.ports);
    expect(headOf(world).status).toBe('bot');
    world.now += 1;
    await sweep(world.ports);

    expect(headOf(world).status).toBe('queued');
  });

  it('means an offer, once, for a customer who did not ask', async () => {
    const world = await withBot();
    await customerSays(world, 'I’m very frustrated! My bill is wrong again', 1);
    expect(headOf(world).candidate).toMatchObject({ explicit: false });
    world.now += POLICY.unassessedMs;

    await Promise.all([sweep(world.ports), sweep(world.ports)]);

    const offers = transcriptOf(world).filter(({ event }) => event === 'person_offered');
    expect(offers).toHaveLength(1);
    expect(headOf(world)).toMatchObject({ status: 'bot' });
    expect(headOf(world).candidate).toBeUndefined();
  });
});

describe('the wish for a person', () => {
  it('whose candidate the queue refused is handed on by asking again, and stored once', async () => {
    const world = await withBot();
    world.queueFaults = 1;

    expect(await refusal(requestPerson(world.ports, SESSION))).toMatchObject({
      code: 'unavailable',
    });
    const answer = await requestPerson(world.ports, SESSION);

    expect(answer).toMatchObject({ reason: 'person_requested', messages: [], lastSeq: 1 });
    expect(world.candidates).toEqual([candidate(1)]);
    expect(transcriptOf(world)).toHaveLength(1);
  });

  it('given up brings the customer back to the bot, and a calm message stays there', async () => {
    const world = await waiting();
    await cancelEscalation(world.ports, SESSION);
    world.candidates.length = 0;

    await customerSays(world, 'What does Fibre 300 cost?', 1);

    expect(world.candidates).toEqual([]);
    expect(headOf(world).status).toBe('bot');
    expect(headOf(world).escalation).toBeUndefined();
  });

  it('given up twice is refused the second time, without effect', async () => {
    const world = await waiting();
    await cancelEscalation(world.ports, SESSION);
    const before = headOf(world);

    expect(await refusal(cancelEscalation(world.ports, SESSION))).toMatchObject({
      code: 'session_not_waiting',
    });
    expect(headOf(world)).toEqual(before);
  });
});
