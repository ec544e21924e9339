import { describe, expect, it } from 'vitest';
import { agentReads, customerReads } from '../../../lambdas/usecases/mark-read.ts';
import { readContext } from '../../../lambdas/usecases/read-sessions.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import { idOf } from '../../simulation/memory/world.ts';
import {
  agentOf,
  forget,
  framesOf,
  headOf,
  present,
  refusal,
  SESSION,
  withAgent,
  withBot,
} from './scenes.ts';

const seen = (seq: number, sessionId = SESSION) => ({
  type: 'message.read' as const,
  sessionId,
  seq,
});

describe('a read mark', () => {
  it('is shown to the other side, in snapshots and on the context card', async () => {
    const world = await withAgent();
    await customerReads(world.ports, seen(2));
    await agentReads(world.ports, 'asha', seen(1));

    expect(framesOf(world, 'asha-1', 'message.read')).toEqual([
      { type: 'message.read', sessionId: SESSION, by: 'customer', seq: 2 },
    ]);
    expect(framesOf(world, 'customer-1', 'message.read')).toEqual([
      { type: 'message.read', sessionId: SESSION, by: 'agent', seq: 1 },
    ]);
    const read = { customer: 2, agent: 1 };
    expect(
      await helloFromCustomer(world.ports, {
        sessionId: SESSION,
        lastSeq: 0,
        connectionId: 'customer-1',
      }),
    ).toMatchObject({ read });
    expect(await readContext(world.ports, agentOf(world, 'asha'), SESSION)).toMatchObject({ read });
  });

  it('never moves back, and is not told again where it stands', async () => {
    const world = await withAgent();
    await customerReads(world.ports, seen(2));
    forget(world);

    await customerReads(world.ports, seen(2));
    await customerReads(world.ports, seen(1));

    expect(world.pushes).toEqual([]);
    expect(await world.ports.sessions.readMarks(SESSION)).toMatchObject({ customer: 2 });
  });

  it('never goes beyond the transcript', async () => {
    const world = await withAgent();

    await customerReads(world.ports, seen(1_000_000));

    expect(await world.ports.sessions.readMarks(SESSION)).toMatchObject({
      customer: headOf(world).seq,
    });
  });

  it('leaves the session itself alone', async () => {
    const world = await withAgent();
    const before = headOf(world);

    await customerReads(world.ports, seen(2));

    expect(headOf(world)).toEqual(before);
  });

  it('of a customer with the bot is kept, though nobody is there to be shown it', async () => {
    const world = await withBot();
    await customerReads(world.ports, seen(0));
    await customerReads(world.ports, seen(3, idOf(0xdead)));

    expect(world.pushes).toEqual([]);
  });

  it('of an agent who does not hold the session is refused', async () => {
    const world = await withAgent();
    await present(world, 'ravi');

    expect(await refusal(agentReads(world.ports, 'ravi', seen(1)))).toMatchObject({
      code: 'not_your_session',
    });
    expect(await world.ports.sessions.readMarks(SESSION)).toEqual({ customer: 0, agent: 0 });
  });
});
