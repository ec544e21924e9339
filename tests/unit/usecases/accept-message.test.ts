import { describe, expect, it } from 'vitest';
import {
  acceptAgentMessage,
  acceptCustomerMessage,
} from '../../../lambdas/usecases/accept-message.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { framesTo, idOf } from '../../simulation/memory/world.ts';
import {
  customerSays,
  headOf,
  refusal,
  SESSION,
  say,
  sureBot,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

describe('a customer message sent again', () => {
  it('after the queue refused the candidate is handed on then, and stored once', async () => {
    const world = await withBot();
    const plea = 'I want to talk to a person, please';
    world.queueFaults = 1;

    expect(await refusal(customerSays(world, plea, 1))).toMatchObject({ code: 'unavailable' });
    expect(world.candidates).toEqual([]);
    const ack = await customerSays(world, plea, 1);

    expect(ack).toMatchObject({ type: 'message.ack', seq: 1, lastSeq: 2 });
    expect(ack.messages.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(world.candidates).toEqual([{ sessionId: SESSION, seq: 2 }]);
    expect(transcriptOf(world)).toHaveLength(2);
  });

  it('after a commit of unknown outcome that did happen is acknowledged with the first reply', async () => {
    const world = await withBot();
    world.sessions.faults.push('after');

    expect(await refusal(customerSays(world, 'What does Fibre 300 cost?', 1))).toMatchObject({
      code: 'unavailable',
    });
    const ack = await customerSays(world, 'What does Fibre 300 cost?', 1);

    expect(ack.messages.map(({ from }) => from.role)).toEqual(['customer', 'bot']);
    expect(ack.messages.some((message) => 'bot' in message)).toBe(false);
    expect(transcriptOf(world)).toHaveLength(2);
  });

  it('after a commit of unknown outcome that did not happen is stored then', async () => {
    const world = await withBot();
    world.sessions.faults.push('before');

    await refusal(customerSays(world, 'What does Fibre 300 cost?', 1));
    expect(transcriptOf(world)).toEqual([]);

    expect(await customerSays(world, 'What does Fibre 300 cost?', 1)).toMatchObject({ seq: 1 });
  });

  it('ten times at once is stored once and acknowledged ten times with the same place', async () => {
    const world = await withAgent();
    const before = headOf(world).seq;

    const acks = await Promise.all(
      Array.from({ length: 10 }, () => customerSays(world, 'Are you there?', 1)),
    );

    expect(new Set(acks.map(({ seq }) => seq))).toEqual(new Set([before + 1]));
    expect(transcriptOf(world)).toHaveLength(before + 1);
    const seen = framesTo(world, 'asha-1').filter(({ type }) => type === 'message.created');
    for (const frame of seen) {
      expect(frame).toMatchObject({ messages: [{ seq: before + 1, id: say('', 1).id }] });
    }
  });

  it('after the session ended is still acknowledged: it was stored', async () => {
    const world = await withAgent();
    await customerSays(world, 'Thanks, that was all', 1);
    await endByCustomer(world.ports, SESSION);

    expect(await customerSays(world, 'Thanks, that was all', 1)).toMatchObject({
      type: 'message.ack',
      status: 'wrap_up',
    });
    expect(await refusal(customerSays(world, 'One more', 2))).toMatchObject({
      code: 'session_closed',
    });
  });
});

describe('a push that does not arrive', () => {
  it('failed: the message is acknowledged and the address kept', async () => {
    const world = await withAgent();
    world.deaf.set('customer-1', 'failed');

    const ack = await acceptAgentMessage(world.ports, 'asha', say('Hello Dana', 1));

    expect(ack).toMatchObject({ type: 'message.ack', cseq: 1 });
    expect(headOf(world).customerConnectionId).toBe('customer-1');
    expect(timersOf(world, 'customer_lost')).toEqual([]);
  });

  it('gone: the message is acknowledged, the customer counts as lost and the agent hears it', async () => {
    const world = await withAgent();
    world.deaf.set('customer-1', 'gone');

    const ack = await acceptAgentMessage(world.ports, 'asha', say('Hello Dana', 1));

    expect(ack).toMatchObject({ type: 'message.ack', cseq: 1 });
    expect(headOf(world)).toMatchObject({ customerLostAt: world.now });
    expect(headOf(world).customerConnectionId).toBeUndefined();
    expect(framesTo(world, 'asha-1').at(-1)).toMatchObject({ type: 'participant.disconnected' });
    expect(timersOf(world, 'customer_lost')).toHaveLength(1);
  });

  it('gone, and the timer is refused too: the message is acknowledged all the same', async () => {
    const world = await withAgent();
    world.deaf.set('customer-1', 'gone');
    world.queueFaults = 1;

    expect(await acceptAgentMessage(world.ports, 'asha', say('Hello Dana', 1))).toMatchObject({
      type: 'message.ack',
    });
    expect(world.errors).toEqual(['lost customer not recorded']);
  });

  it('to an agent who is gone: the address is forgotten, the assignment stands', async () => {
    const world = await withAgent();
    world.deaf.set('asha-1', 'gone');

    await customerSays(world, 'Are you there?', 1);

    expect(headOf(world)).toMatchObject({ status: 'active', assignment: { agentId: 'asha' } });
    expect(headOf(world).agentConnectionId).toBeUndefined();
  });
});

describe('messages that meet another write', () => {
  it('two tabs with the same number: one is stored, the other hears of the conflict', async () => {
    const world = await withBot();

    const results = await Promise.allSettled([
      customerSays(world, 'from tab one', 1, idOf(1)),
      customerSays(world, 'from tab two', 1, idOf(2)),
    ]);

    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost.map(({ reason }) => reason.code)).toEqual(['cseq_conflict']);
    expect(transcriptOf(world).filter(({ from }) => from.role === 'customer')).toHaveLength(1);
  });

  it('an escalation that commits first silences the bot', async () => {
    const world = await withBot();
    await requestPerson(world.ports, SESSION);
    const asked = headOf(world).seq;

    const [, ack] = await Promise.all([
      assessEscalation(world.ports, { sessionId: SESSION, seq: asked }),
      customerSays(world, 'It is about my bill', 1),
    ]);

    const transcript = transcriptOf(world);
    const escalatedAt = transcript.find(({ event }) => event === 'escalated')?.seq ?? 0;
    const spokenAt = ack.seq;
    const afterwards = transcript.filter(({ seq }) => seq > Math.max(escalatedAt, spokenAt));
    expect(transcript.map(({ seq }) => seq)).toEqual(transcript.map((_, i) => i + 1));
    expect(escalatedAt).toBeGreaterThan(0);
    if (spokenAt > escalatedAt) expect(afterwards).toEqual([]);
  });

  it('customer and agent at once: both are stored, each at its own place', async () => {
    const world = await withAgent();
    const before = headOf(world).seq;

    const acks = await Promise.all([
      customerSays(world, 'Hello?', 1),
      acceptAgentMessage(world.ports, 'asha', say('Hello Dana', 1, idOf(77))),
    ]);

    expect(acks.map(({ seq }) => seq).sort()).toEqual([before + 1, before + 2]);
  });

  it('a waiting customer’s words reach the pending card and no bot', async () => {
    const world = await waiting();

    const ack = await customerSays(world, 'It is about\n my   bill', 1);

    expect(ack.messages.map(({ from }) => from.role)).toEqual(['customer']);
    expect(await world.ports.sessions.pending('general')).toMatchObject([
      { excerpt: 'It is about my bill', version: headOf(world).version },
    ]);
  });

  it('of an agent who has given the session back are refused, but for a repeated one', async () => {
    const world = await withAgent();
    await acceptAgentMessage(world.ports, 'asha', say('Hello', 1));
    world.sessions.heads.set(SESSION, {
      ...headOf(world),
      assignment: { assignmentId: 'x', agentId: 'ravi', name: 'Ravi', team: 'Care', at: 1 },
    });

    expect(await refusal(acceptAgentMessage(world.ports, 'asha', say('More', 2)))).toMatchObject({
      code: 'not_your_session',
    });
    await acceptCustomerMessage(world.ports, sureBot, say('Not for Asha', 1, idOf(0xbb001)));
    const ack = await acceptAgentMessage(world.ports, 'asha', say('Hello', 1));
    expect(ack.type).toBe('message.ack');
    expect(ack.messages.map(({ text }) => text)).toEqual(['Hello']);
  });

  it('for a session that was never opened are refused', async () => {
    const world = await withBot();
    const frame = { ...say('Hello', 1), sessionId: idOf(0xdead) };

    expect(await refusal(acceptCustomerMessage(world.ports, sureBot, frame))).toMatchObject({
      code: 'session_unknown',
    });
  });
});
