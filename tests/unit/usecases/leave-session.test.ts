import { describe, expect, it } from 'vitest';
import { acceptAgentMessage } from '../../../lambdas/usecases/accept-message.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { releaseSession, returnSessionToBot } from '../../../lambdas/usecases/leave-session.ts';
import { requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { framesTo } from '../../simulation/memory/world.ts';
import {
  agentOf,
  customerSays,
  headOf,
  present,
  refusal,
  SESSION,
  say,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

describe('releasing a session', () => {
  it('keeps the start of its wait through any number of hands', async () => {
    const world = await waiting();
    const since = headOf(world).escalation?.waitingSince;
    for (const name of ['asha', 'ravi', 'noor']) {
      world.now += 60_000;
      const agent = await present(world, name);
      await claimSession(world.ports, agent, SESSION);
      world.now += 60_000;
      await releaseSession(world.ports, agent, SESSION);
      expect(agentOf(world, name).sessions).toEqual([]);
    }

    const [card] = await world.ports.sessions.pending('general');
    expect(card?.waitingSince).toBe(since);
    const [record] = await world.ports.sessions.escalations(SESSION);
    expect(record?.status).toBe('pending');
    expect(record?.history.map(({ cause }) => cause)).toEqual([
      'escalated',
      ...['claimed', 'released', 'claimed', 'released', 'claimed', 'released'],
    ]);
  });

  it('by a supervisor tells the agent who held it, who may then not write any more', async () => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });

    await releaseSession(world.ports, lead, SESSION);

    expect(framesTo(world, 'asha-1')).toContainEqual({
      type: 'assignment.changed',
      sessionId: SESSION,
      version: headOf(world).version,
      change: 'unassign',
      reason: 'released',
    });
    expect(await refusal(acceptAgentMessage(world.ports, 'asha', say('Hi', 1)))).toMatchObject({
      code: 'not_your_session',
    });
  });

  it('twice at once leaves it waiting once', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');

    const results = await Promise.allSettled([
      releaseSession(world.ports, asha, SESSION),
      releaseSession(world.ports, asha, SESSION),
    ]);

    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost.map(({ reason }) => reason.code)).toEqual(['not_your_session']);
    expect(transcriptOf(world).filter(({ event }) => event === 'released')).toHaveLength(1);
  });

  it('against the customer ending it: the end stands, whoever was first', async () => {
    for (const endFirst of [true, false]) {
      const world = await withAgent();
      const asha = agentOf(world, 'asha');
      const end = () => endByCustomer(world.ports, SESSION);
      const release = () => releaseSession(world.ports, asha, SESSION);

      await Promise.allSettled((endFirst ? [end, release] : [release, end]).map((run) => run()));

      const { status, assignment } = headOf(world);
      expect(status).toBe(assignment ? 'wrap_up' : 'closed');
      expect(agentOf(world, 'asha').sessions).toEqual(assignment ? [SESSION] : []);
    }
  });
});

describe('returning a session to the bot', () => {
  it('ends the escalation; the next message is the bot’s and does not escalate by old signals', async () => {
    const world = await withBot();
    await customerSays(world, 'I want to talk to a person, please', 1);
    await assessEscalation(world.ports, { sessionId: SESSION, seq: 2 });
    const asha = await present(world, 'asha');
    await claimSession(world.ports, asha, SESSION);
    await customerSays(world, 'I want to talk to a person, please', 2);

    await returnSessionToBot(world.ports, asha, SESSION);
    world.candidates.length = 0;
    const ack = await customerSays(world, 'What does Fibre 300 cost?', 3);

    expect(ack.messages.map(({ from }) => from.role)).toEqual(['customer', 'bot']);
    expect(world.candidates).toEqual([]);
    expect(headOf(world)).toMatchObject({ status: 'bot', signals: { customerTurns: 1 } });
  });

  it('lets an assessment read only what was said since', async () => {
    const world = await withAgent();
    await customerSays(world, 'I want to talk to a person, please', 1);
    await returnSessionToBot(world.ports, agentOf(world, 'asha'), SESSION);
    await customerSays(world, 'What does Fibre 300 cost?', 2);
    const { seq } = headOf(world);
    world.sessions.heads.set(SESSION, {
      ...headOf(world),
      candidate: { seq, at: world.now, explicit: false },
    });

    await assessEscalation(world.ports, { sessionId: SESSION, seq });

    expect(headOf(world).status).toBe('bot');
    expect(headOf(world).candidate).toBeUndefined();
  });

  it('lets the customer ask for a person again: a second escalation with its own wait', async () => {
    const world = await withAgent();
    const first = headOf(world).escalation;
    world.now += 5 * 60_000;
    await returnSessionToBot(world.ports, agentOf(world, 'asha'), SESSION);

    await escalateByButton(world);

    const records = await world.ports.sessions.escalations(SESSION);
    expect(records.map(({ status }) => status)).toEqual(['returned_to_bot', 'pending']);
    expect(headOf(world).escalation).toMatchObject({ n: 2, waitingSince: world.now });
    expect(headOf(world).escalation?.escalationId).not.toBe(first?.escalationId);
  });
});

async function escalateByButton(world: Awaited<ReturnType<typeof withBot>>): Promise<void> {
  await requestPerson(world.ports, SESSION);
  await assessEscalation(world.ports, { sessionId: SESSION, seq: headOf(world).seq });
}
