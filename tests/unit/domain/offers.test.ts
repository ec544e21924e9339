import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { claim, reassign } from '../../../lambdas/domain/assignment.ts';
import { end } from '../../../lambdas/domain/ending.ts';
import { cancelWait, keepWaiting, troubled } from '../../../lambdas/domain/escalating.ts';
import { MAX_SPELLS } from '../../../lambdas/domain/escalation.ts';
import { requeue, transferToAgent } from '../../../lambdas/domain/leaving.ts';
import { offerTo, passOffer } from '../../../lambdas/domain/offers.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import {
  ASHA,
  at,
  decided,
  LEAD,
  NOON,
  offeredSession,
  RAVI,
  sessionIn,
  waiting,
} from './builders.ts';

const LATER = at(2);
const ask = (session: Session, agent = ASHA, offerId = 'offer-2') =>
  offerTo(session, agent, { now: LATER, offerId });
const withdrawn = { agentId: 'asha', withdraw: 'offer-1' };

describe('an offer', () => {
  it('shows a waiting session to one agent for 30 s, and binds them', () => {
    const change = decided(ask(waiting()));

    expect(change.after.escalation).toMatchObject({
      status: 'offered',
      offer: {
        offerId: 'offer-2',
        agentId: 'asha',
        name: 'Asha Rao',
        at: LATER,
        until: LATER + 30_000,
      },
    });
    expect(change.agents).toEqual([
      {
        agentId: 'asha',
        offer: { offerId: 'offer-2', seenAfter: LATER - POLICY.agentSeenMs, directed: false },
      },
    ]);
    expect(change.messages).toEqual([]);
  });

  it('ends whatever trouble the customer was told', () => {
    const session = troubled(waiting(), 'no_agents', at(1)).after;

    expect(decided(ask(session)).after.escalation?.trouble).toBeUndefined();
  });

  it.each(['bot', 'active', 'on_hold', 'wrap_up', 'closed'] as const)(
    'is not made for a session in %s',
    (status) => {
      expect(ask(sessionIn(status), RAVI)).toBeNull();
    },
  );

  it('is one at a time', () => {
    expect(ask(offeredSession(), RAVI)).toBeNull();
  });

  it.each(['rejected', 'timed_out'] as const)(
    'that is %s goes on to somebody else, and never to the same agent again',
    (cause) => {
      const passed = decided(passOffer(offeredSession(), 'offer-1', cause, LATER)).after;

      expect(passed.escalation).toMatchObject({ status: 'pending', passedBy: ['asha'] });
      expect(passed.escalation?.offer).toBeUndefined();
      expect(ask(passed, ASHA)).toBeNull();
      expect(ask(passed, RAVI)).not.toBeNull();
    },
  );

  it('rejected is a choice: the agent goes on being asked for others', () => {
    const change = decided(passOffer(offeredSession(), 'offer-1', 'rejected', LATER));

    expect(change.agents).toEqual([withdrawn]);
    expect(change.after.escalation?.record.missedBy).toEqual([]);
    expect(change.escalation).toMatchObject({
      entry: { cause: 'rejected', actor: { role: 'agent', id: 'asha' } },
    });
  });

  it('timed out is silence: the agent is not responding, and it is remembered', () => {
    const change = decided(passOffer(offeredSession(), 'offer-1', 'timed_out', LATER));

    expect(change.agents).toEqual([{ ...withdrawn, notResponding: true }]);
    expect(change.after.escalation?.record.missedBy).toEqual(['asha']);
    expect(change.escalation).toMatchObject({ entry: { cause: 'timed_out', actor: SYSTEM } });
  });

  it('remembers the latest misses alone, so that the head stays small', () => {
    const session = offeredSession();
    const missedBy = Array.from({ length: MAX_SPELLS }, (_, i) => `agent-${i}`);
    const { escalation } = session;
    if (!escalation) throw new Error('it does not wait');
    const crowded = {
      ...session,
      escalation: { ...escalation, record: { spells: [], missedBy } },
    };

    const { after } = decided(passOffer(crowded, 'offer-1', 'timed_out', LATER));

    expect(after.escalation?.record.missedBy).toEqual([...missedBy.slice(1), 'asha']);
  });

  it('that does not stand any more cannot be passed', () => {
    expect(passOffer(offeredSession(), 'offer-0', 'rejected', LATER)).toBeNull();
    expect(passOffer(waiting(), 'offer-1', 'timed_out', LATER)).toBeNull();
    expect(passOffer(sessionIn('active'), 'offer-1', 'timed_out', LATER)).toBeNull();
    expect(passOffer(sessionIn('bot'), 'offer-1', 'timed_out', LATER)).toBeNull();
  });

  it('may be made again to everybody once the customer keeps waiting', () => {
    const passed = decided(passOffer(offeredSession(), 'offer-1', 'rejected', LATER)).after;
    const vain = troubled(passed, 'nobody_left', LATER).after;

    const again = decided(keepWaiting(vain, LATER)).after;

    expect(again.escalation?.passedBy).toEqual([]);
    expect(ask(again, ASHA)).not.toBeNull();
  });
});

describe('an open offer is withdrawn in the same step', () => {
  it('by the claim of another agent', () => {
    const change = claim(offeredSession(), RAVI, {
      now: LATER,
      assignmentId: 'asg-1',
      type: 'self_join',
    });

    expect(change.agents).toEqual([
      withdrawn,
      { agentId: 'ravi', take: { seenAfter: LATER - POLICY.agentSeenMs }, notResponding: false },
    ]);
    expect(change.after.escalation?.offer).toBeUndefined();
  });

  it.each(['self_join', 'offer'] as const)('by its own agent, who takes it (%s)', (type) => {
    const change = claim(offeredSession(), ASHA, { now: LATER, assignmentId: 'asg-1', type });

    expect(change.agents).toEqual([
      {
        ...withdrawn,
        take: { seenAfter: LATER - POLICY.agentSeenMs },
        notResponding: false,
      },
    ]);
  });

  it('by a supervisor who gives it to somebody', () => {
    const about = { now: LATER, assignmentId: 'asg-1', actor: participantOf(LEAD) };

    expect(reassign(offeredSession(), RAVI, about).agents).toContainEqual(withdrawn);
  });

  it('by the customer who leaves the line', () => {
    expect(cancelWait(offeredSession(), LATER).agents).toEqual([withdrawn]);
  });

  it('by the end of the chat', () => {
    const change = end(offeredSession(), {
      now: LATER,
      actor: SYSTEM,
      reason: 'abandoned_in_queue',
    });

    expect(change.agents).toEqual([withdrawn]);
    expect(change.after.escalation?.offer).toBeUndefined();
  });
});

describe('a transfer to a colleague', () => {
  const give = (session = sessionIn('active'), colleague = RAVI) =>
    transferToAgent(session, participantOf(ASHA), colleague, { now: LATER, offerId: 'offer-9' });

  it('asks them alone, and frees the agent who passes it on', () => {
    const change = give();

    expect(change.after).toMatchObject({
      status: 'queued',
      escalation: {
        status: 'offered',
        queue: 'billing',
        waitingSince: NOON,
        passedOnBy: 'asha',
        preferredAgent: 'ravi',
        passedBy: ['asha'],
        offer: { offerId: 'offer-9', agentId: 'ravi', from: 'asha', until: LATER + 30_000 },
      },
    });
    expect(change.agents).toEqual([
      { agentId: 'asha', leave: true },
      {
        agentId: 'ravi',
        offer: { offerId: 'offer-9', seenAfter: LATER - POLICY.agentSeenMs, directed: true },
      },
    ]);
    expect(change.messages).toMatchObject([{ event: 'transferred' }]);
    expect(change.messages[0]?.text).toContain('passing you on to Ravi');
  });

  it('may ask somebody who let it pass before', () => {
    const before = decided(passOffer(offeredSession(RAVI), 'offer-1', 'rejected', LATER)).after;
    const active = claim(before, ASHA, {
      now: LATER,
      assignmentId: 'asg-1',
      type: 'self_join',
    }).after;

    expect(give(active).after.escalation).toMatchObject({
      passedBy: ['asha'],
      offer: { agentId: 'ravi' },
    });
  });

  it('that they let pass goes to the queue, to neither of the two', () => {
    const passed = decided(passOffer(give().after, 'offer-9', 'rejected', at(3))).after;

    expect(passed.escalation).toMatchObject({ status: 'pending', passedBy: ['asha', 'ravi'] });
    expect(passed.escalation?.preferredAgent).toBeUndefined();
    expect(offerTo(passed, ASHA, { now: at(3), offerId: 'o' })).toBeNull();
    expect(offerTo(passed, RAVI, { now: at(3), offerId: 'o' })).toBeNull();
  });

  it('to the agent who has it is refused', () => {
    expect(() => give(sessionIn('active'), ASHA)).toThrow(
      expect.objectContaining({ code: 'already_taken' }),
    );
  });

  it('is forgotten once somebody has joined, so that its passer hears of that join alone', () => {
    const joined = claim(give().after, RAVI, {
      now: at(3),
      assignmentId: 'asg-2',
      type: 'offer',
    }).after;
    const back = requeue(joined, participantOf(RAVI), 'released', at(4)).after;

    expect(back.escalation?.passedOnBy).toBeUndefined();
  });
});
