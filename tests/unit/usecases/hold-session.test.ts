import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { acceptAgentMessage } from '../../../lambdas/usecases/accept-message.ts';
import { endLongHold, holdSession, resumeSession } from '../../../lambdas/usecases/hold-session.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import type { World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  alive,
  customerSays,
  forget,
  framesOf,
  headOf,
  present,
  refusal,
  SESSION,
  say,
  stored,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
} from './scenes.ts';

async function onHold(): Promise<World> {
  const world = await withAgent();
  await holdSession(world.ports, agentOf(world, 'asha'), SESSION);
  return world;
}

const attention = (world: World) => {
  const { assignmentId = '' } = headOf(world).assignment ?? {};
  return runTimer(world.ports, { kind: 'attention', sessionId: SESSION, assignmentId });
};

describe('holding', () => {
  it('is told to the customer, who keeps their agent', async () => {
    const world = await onHold();

    expect(headOf(world)).toMatchObject({
      status: 'on_hold',
      heldAt: world.now,
      assignment: { agentId: 'asha' },
    });
    expect(framesOf(world, 'customer-1', 'session.status_changed').at(-1)).toMatchObject({
      status: 'on_hold',
      reason: 'held',
      messages: [{ event: 'held' }],
    });
  });

  it('twice is fine and told once', async () => {
    const world = await onHold();
    const before = stored(world);
    forget(world);

    await holdSession(world.ports, agentOf(world, 'asha'), SESSION);

    expect(stored(world)).toEqual(before);
    expect(world.pushes).toEqual([]);
  });

  it('lets the customer write: the agent gets it, the bot is silent, the hold goes on', async () => {
    const world = await onHold();

    const ack = await customerSays(world, 'It is a Fibre 300', 1);

    expect(ack).toMatchObject({ status: 'on_hold', delivered: true });
    expect(ack.messages.map(({ from }) => from.role)).toEqual(['customer']);
    expect(framesOf(world, 'asha-1', 'message.created').at(-1)).toMatchObject({
      messages: [{ text: 'It is a Fibre 300' }],
    });
  });

  it('ends with the agent’s next message by itself', async () => {
    const world = await onHold();

    const ack = await acceptAgentMessage(world.ports, 'asha', say('Found it', 1));

    expect(ack.status).toBe('active');
    expect(headOf(world).heldAt).toBeUndefined();
    expect(framesOf(world, 'customer-1', 'message.created').at(-1)).toMatchObject({
      status: 'active',
    });
    const [record] = await world.ports.sessions.escalations(SESSION);
    expect(record?.history.at(-1)).toMatchObject({
      cause: 'resumed',
      session: { from: 'on_hold', to: 'active' },
    });
  });

  it('stops the clock of the answer that is owed', async () => {
    const world = await onHold();
    world.now += POLICY.agentReplyMs;
    await alive(world, 'asha');

    await attention(world);

    expect(headOf(world)).toMatchObject({ status: 'on_hold' });
    expect(timersOf(world, 'attention').length).toBeGreaterThan(0);
  });
});

describe('resuming', () => {
  it('starts the clock of the answer anew; twice is fine', async () => {
    const world = await onHold();
    world.now += 5000;
    const asha = agentOf(world, 'asha');

    await resumeSession(world.ports, asha, SESSION);
    const before = stored(world);
    await resumeSession(world.ports, asha, SESSION);

    expect(headOf(world)).toMatchObject({ status: 'active', awaitingReplySince: world.now });
    expect(stored(world)).toEqual(before);
    expect(transcriptOf(world).at(-1)).toMatchObject({ event: 'resumed' });
  });

  it('by the clock after 10 minutes: then the agent owes an answer, else loses the session', async () => {
    const world = await onHold();
    world.now += POLICY.holdMs - 1;
    await alive(world, 'asha');
    await endLongHold(world.ports, SESSION);
    expect(headOf(world).status).toBe('on_hold');
    world.now += 1;
    await attention(world);
    expect(headOf(world)).toMatchObject({ status: 'active', awaitingReplySince: world.now });
    expect(framesOf(world, 'asha-1', 'session.status_changed').at(-1)).toMatchObject({
      reason: 'hold_over',
    });

    world.now += POLICY.agentReplyMs;
    await alive(world, 'asha');
    await attention(world);

    expect(headOf(world).status).toBe('queued');
    expect(agentOf(world, 'asha')).toMatchObject({ notResponding: true, sessions: [] });
  });
});

it.each([
  ['holding', holdSession],
  ['resuming', resumeSession],
])('%s is for whoever holds the session, or a supervisor', async (_name, run) => {
  const world = await withAgent();
  const ravi = await present(world, 'ravi');
  expect(await refusal(run(world.ports, ravi, SESSION))).toMatchObject({
    code: 'not_your_session',
  });

  const other = await waiting();
  const lead = await present(other, 'lead', { supervisor: true });
  expect(await refusal(run(other.ports, lead, SESSION))).toMatchObject({
    code: 'session_not_active',
  });
});
