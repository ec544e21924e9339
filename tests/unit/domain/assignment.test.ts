import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { claim, reassign } from '../../../lambdas/domain/assignment.ts';
import { MAX_SPELLS } from '../../../lambdas/domain/escalation.ts';
import { requeue, returnToBot, transferToQueue } from '../../../lambdas/domain/leaving.ts';
import { mustHold } from '../../../lambdas/domain/ownership.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import { ASHA, at, LEAD, NOON, RAVI, sessionIn, waiting } from './builders.ts';

const asha = participantOf(ASHA);
const lead = participantOf(LEAD);

describe('joining', () => {
  it('makes the agent the owner, tells the customer and links the contact', () => {
    const change = claim(waiting(), ASHA, { now: at(1), assignmentId: 'asg-1', type: 'self_join' });

    expect(change.after).toMatchObject({
      assignment: {
        assignmentId: 'asg-1',
        agentId: 'asha',
        name: 'Asha Rao',
        team: 'Billing',
        at: at(1),
      },
      agentConnectionId: 'asha-1',
      awaitingReplySince: at(1),
      escalation: { record: { acceptedAt: at(1) } },
    });
    expect(change.after.intake).toBeUndefined();
    expect(change.messages).toMatchObject([{ event: 'joined' }]);
    expect(change.contact).toEqual({
      customerId: 'session-1',
      sessionId: 'session-1',
      at: NOON,
      agentId: 'asha',
      agentName: 'Asha Rao',
      queue: 'billing',
    });
  });

  it('of a sequel is linked to the customer’s first session', () => {
    const about = { now: at(1), assignmentId: 'asg-1', type: 'offer' as const };

    expect(claim(waiting({}, { customerId: 'dana' }), ASHA, about).contact?.customerId).toBe(
      'dana',
    );
  });

  it('by click is for agents of the queue; who was asked or assigned was routed', () => {
    const foreign = { ...ASHA, queues: ['technical' as const] };
    const join = (type: 'self_join' | 'offer' | 'auto') => () =>
      claim(waiting(), foreign, { now: at(1), assignmentId: 'asg-1', type });

    expect(join('self_join')).toThrow(expect.objectContaining({ code: 'not_eligible' }));
    expect(join('offer')().after.status).toBe('active');
    expect(join('auto')().escalation).toMatchObject({ entry: { cause: 'auto' } });
  });

  it('again later keeps the time of the first agent', () => {
    const back = requeue(sessionIn('active'), asha, 'released', at(3)).after;

    const { after } = claim(back, RAVI, { now: at(5), assignmentId: 'asg-2', type: 'offer' });

    expect(after.escalation?.record).toMatchObject({
      acceptedAt: at(1),
      spells: [{ agentId: 'asha', ms: 2 * 60_000, end: 'released' }],
    });
  });
});

describe('a supervisor’s assignment', () => {
  const give = (session: Session, agent = RAVI) =>
    reassign(session, agent, { now: at(5), assignmentId: 'asg-2', actor: lead });

  it.each(['active', 'on_hold'] as const)(
    'moves a session that is %s from one agent to another',
    (status) => {
      const change = give(sessionIn(status));

      expect(change.agents).toHaveLength(2);
      expect(change.agents).toEqual(
        expect.arrayContaining([
          { agentId: 'asha', leave: true },
          {
            agentId: 'ravi',
            take: { seenAfter: at(5) - POLICY.agentSeenMs },
            notResponding: false,
          },
        ]),
      );
      expect(change.after).toMatchObject({
        status: 'active',
        assignment: { agentId: 'ravi', assignmentId: 'asg-2' },
        escalation: {
          record: { spells: [{ agentId: 'asha', ms: 4 * 60_000, end: 'reassigned' }] },
        },
      });
      expect(change.after.heldAt).toBeUndefined();
      expect(change.escalation).toMatchObject({ entry: { actor: lead, cause: 'reassigned' } });
    },
  );

  it('gives a waiting session to anybody, of any queue', () => {
    const change = give(waiting(), { ...RAVI, queues: [] });

    expect(change.after.assignment?.agentId).toBe('ravi');
    expect(change.agents).toHaveLength(1);
  });

  it('to whoever has it already is refused', () => {
    expect(() => give(sessionIn('active'), ASHA)).toThrow(
      expect.objectContaining({ code: 'already_taken' }),
    );
  });
});

describe('leaving', () => {
  it.each(['released', 'agent_lost', 'agent_silent'] as const)(
    '%s: back to the head of the queue, with its clock',
    (cause) => {
      const change = requeue(sessionIn('active'), SYSTEM, cause, at(5));

      expect(change.after.escalation).toMatchObject({
        requeued: true,
        waitingSince: NOON,
        passSince: at(5),
        record: { spells: [{ end: cause }] },
      });
      expect(change.messages).toMatchObject([{ event: cause }]);
      expect(change.agents).toMatchObject([{ agentId: 'asha', leave: true }]);
    },
  );

  it('of a silent agent marks them; others who leave are as before', () => {
    const marked = (cause: 'released' | 'agent_lost' | 'agent_silent') =>
      requeue(sessionIn('active'), SYSTEM, cause, at(5)).agents?.[0]?.notResponding;

    expect([marked('agent_silent'), marked('released'), marked('agent_lost')]).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });

  it('who gave it up is not asked again; who was cut off may be', () => {
    const passedBy = (cause: 'released' | 'agent_lost' | 'agent_silent') =>
      requeue(sessionIn('active'), SYSTEM, cause, at(5)).after.escalation?.passedBy;

    expect(passedBy('released')).toEqual(['asha']);
    expect(passedBy('agent_silent')).toEqual(['asha']);
    expect(passedBy('agent_lost')).toEqual([]);
  });

  it('for another queue keeps the clock too', () => {
    const change = transferToQueue(sessionIn('on_hold'), asha, 'technical', at(5));

    expect(change.after).toMatchObject({
      status: 'queued',
      escalation: { queue: 'technical', waitingSince: NOON, requeued: true, passedOnBy: 'asha' },
    });
    expect(change.agents).toEqual([{ agentId: 'asha', leave: true }]);
    expect(change.messages[0]?.text).toContain('our technical team');
  });

  it('to the bot frees the agent and clears what led there', () => {
    const change = returnToBot(sessionIn('on_hold'), asha, at(5));

    expect(change.agents).toEqual([{ agentId: 'asha', leave: true }]);
    expect(change.after.status).toBe('bot');
    for (const gone of ['assignment', 'escalation', 'heldAt', 'agentConnectionId', 'intake']) {
      expect(Object.keys(change.after)).not.toContain(gone);
    }
  });

  it('remembers the latest spells alone, so that the head stays small', () => {
    let session = waiting();
    for (let i = 0; i < MAX_SPELLS + 5; i += 1) {
      const about = { now: at(i), assignmentId: `${i}`, type: 'self_join' as const };
      session = requeue(claim(session, ASHA, about).after, asha, 'released', at(i)).after;
    }

    expect(session.escalation?.record.spells).toHaveLength(MAX_SPELLS);
    expect(session.escalation?.passedBy).toEqual(['asha']);
  });

  it('is for its agent and for supervisors', () => {
    expect(() => mustHold(sessionIn('active'), ASHA)).not.toThrow();
    expect(() => mustHold(sessionIn('active'), LEAD)).not.toThrow();
    expect(() => mustHold(sessionIn('active'), RAVI)).toThrow(
      expect.objectContaining({ code: 'not_your_session' }),
    );
  });
});
