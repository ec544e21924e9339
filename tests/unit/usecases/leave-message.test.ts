import { describe, expect, it } from 'vitest';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { endByAgent, endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import {
  handleLeftMessage,
  listLeftMessages,
  takeMessage,
} from '../../../lambdas/usecases/leave-message.ts';
import { transferSession } from '../../../lambdas/usecases/leave-session.ts';
import { idOf } from '../../simulation/memory/world.ts';
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

const left = (sessionId = SESSION, text = 'Please call me back') => ({
  type: 'message.leave' as const,
  sessionId,
  contact: 'dana@mail.example',
  text,
});

describe('leaving a message', () => {
  it('while nobody is there ends the chat; the message stands in the queue’s list', async () => {
    const world = await waiting();
    expect(headOf(world).escalation?.trouble).toBe('no_agents');

    const answer = await takeMessage(world.ports, left());

    expect(answer).toMatchObject({
      type: 'session.closed',
      status: 'closed',
      reason: 'message_left',
      messages: [{ event: 'message_left', text: 'Please call me back' }, { event: 'ended' }],
    });
    expect(headOf(world).escalation?.status).toBe('failed');
    const asha = await present(world, 'asha');
    expect(await listLeftMessages(world.ports, asha)).toEqual({
      messages: [
        {
          sessionId: SESSION,
          queue: 'general',
          at: world.now,
          customer: { name: 'Dana' },
          contact: 'dana@mail.example',
          text: 'Please call me back',
          handled: null,
        },
      ],
    });
  });

  it('while waiting in good order counts as leaving the line; who was asked is free again', async () => {
    const { world, offerId } = await offered();

    await takeMessage(world.ports, left());

    expect(headOf(world).escalation?.status).toBe('cancelled');
    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toMatchObject([{ offerId }]);
    expect(framesOf(world, 'asha-1', 'escalation.completed')).toMatchObject([
      { status: 'cancelled' },
    ]);
    expect(timersOf(world, 'route').length).toBeGreaterThan(0);
  });

  it('while with the bot puts it into the general queue', async () => {
    const world = await withBot();

    await takeMessage(world.ports, left());

    expect(await world.ports.records.leftMessages('general', 10)).toHaveLength(1);
    expect(headOf(world)).toMatchObject({ status: 'closed', closeReason: 'message_left' });
  });

  it('while an agent is there is refused', async () => {
    const world = await withAgent();

    expect(await refusal(takeMessage(world.ports, left()))).toMatchObject({
      code: 'session_not_waiting',
    });
    expect(await world.ports.records.leftMessages('general', 10)).toEqual([]);
  });

  it.each(['wrap_up', 'closed'])('after the end (%s) is refused', async (status) => {
    const world = status === 'wrap_up' ? await withAgent() : await waiting();
    await endByCustomer(world.ports, SESSION);
    expect(headOf(world).status).toBe(status);

    expect(await refusal(takeMessage(world.ports, left()))).toMatchObject({
      code: 'session_closed',
    });
  });

  it('twice, at once or after a lost answer, stores one', async () => {
    const world = await waiting();

    const answers = await Promise.all([
      takeMessage(world.ports, left()),
      takeMessage(world.ports, left()),
    ]);
    const again = await takeMessage(world.ports, left());

    for (const answer of [...answers, again]) {
      expect(answer).toMatchObject({ type: 'session.closed', reason: 'message_left' });
    }
    expect(await world.ports.records.leftMessages('general', 10)).toHaveLength(1);
    expect(transcriptOf(world).filter(({ event }) => event === 'message_left')).toHaveLength(1);
  });
});

describe('left messages', () => {
  it('are listed newest first, from the queues of the agent alone; supervisors see all', async () => {
    const world = await waiting();
    await takeMessage(world.ports, left());
    world.now += 1000;
    const second = idOf(0xd00d);
    await waiting(world, second, 'customer-2');
    const asha = await present(world, 'asha');
    await claimSession(world.ports, asha, second);
    await transferSession(world.ports, asha, second, { queue: 'billing' });
    await takeMessage(world.ports, left(second));

    const ids = async (patch: object) =>
      (await listLeftMessages(world.ports, { ...asha, ...patch })).messages.map(
        ({ sessionId }) => sessionId,
      );
    expect(await ids({})).toEqual([second, SESSION]);
    expect(await ids({ queues: ['billing'] })).toEqual([second]);
    expect(await ids({ queues: ['technical'] })).toEqual([]);
    expect(await ids({ queues: [], supervisor: true })).toEqual([second, SESSION]);
  });

  it('are handled once: the first one stands', async () => {
    const world = await waiting();
    await takeMessage(world.ports, left());
    const asha = await present(world, 'asha');
    const ravi = await present(world, 'ravi');
    world.now += 5000;

    const first = await handleLeftMessage(world.ports, asha, SESSION);
    world.now += 5000;
    const second = await handleLeftMessage(world.ports, ravi, SESSION);

    expect(first.handled).toMatchObject({ by: { id: 'asha' }, at: world.now - 5000 });
    expect(second).toEqual(first);
    expect((await listLeftMessages(world.ports, ravi)).messages).toEqual([first]);
  });

  it('are handled by agents of the queue only, and only where there is one', async () => {
    const world = await waiting();
    const asha = await present(world, 'asha');
    const code = (agent: typeof asha, id: string) =>
      refusal(handleLeftMessage(world.ports, agent, id)).then((refused) => refused.code);

    expect(await code(asha, idOf(0xdead))).toBe('session_unknown');
    expect(await code(asha, SESSION)).toBe('session_unknown');
    await takeMessage(world.ports, left());
    expect(await code({ ...asha, queues: ['billing'] }, SESSION)).toBe('not_eligible');

    const other = await withAgent();
    await endByAgent(other.ports, agentOf(other, 'asha'), SESSION);
    expect(
      await refusal(handleLeftMessage(other.ports, agentOf(other, 'asha'), SESSION)),
    ).toMatchObject({ code: 'session_unknown' });
  });
});
