import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { step } from '../../../lambdas/domain/change.ts';
import { end, finishWrapUp, freeCapacity } from '../../../lambdas/domain/ending.ts';
import { noted } from '../../../lambdas/domain/notes.ts';
import { type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import type { CloseReason } from '../../../protocol/vocabulary.ts';
import { ASHA, at, sessionIn } from './builders.ts';

const asha = participantOf(ASHA);

describe('the end', () => {
  it.each([
    ['agent_ended', 'Asha Rao ended the chat.'],
    ['customer_ended', 'The customer ended the chat.'],
    ['customer_left', 'The customer left the chat.'],
    ['customer_idle', 'The chat was closed because it was quiet for a while.'],
  ] as [CloseReason, string][])('%s is the last entry of the transcript', (reason, text) => {
    const { messages, after } = end(sessionIn('active'), { now: at(5), actor: SYSTEM, reason });

    expect(messages).toMatchObject([{ event: 'ended', text }]);
    expect(after).toMatchObject({
      status: 'wrap_up',
      closeReason: reason,
      wrapUp: { at: at(5), capacityHeld: true },
    });
  });

  it('leaves the agent’s place taken until wrap-up is done or has lasted too long', () => {
    const session = sessionIn('wrap_up');
    const submit = { now: at(6), actor: asha, outcome: { disposition: 'resolved' as const } };

    expect(
      end(sessionIn('active'), { now: at(5), actor: SYSTEM, reason: 'agent_ended' }).agents,
    ).toBeUndefined();
    expect(finishWrapUp(session, submit).agents).toEqual([{ agentId: 'asha', leave: true }]);
    const freed = freeCapacity(session, at(5));
    expect(freed.agents).toEqual([{ agentId: 'asha', leave: true, parked: true }]);
    expect(finishWrapUp(freed.after, submit).agents).toEqual([{ agentId: 'asha', parked: false }]);
  });

  it('wrap-up says what came of it, or that nobody said', () => {
    const outcome = { disposition: 'follow_up_needed' as const, notes: 'Call on Monday' };
    const submitted = finishWrapUp(sessionIn('wrap_up'), { now: at(6), actor: asha, outcome });
    const timedOut = finishWrapUp(sessionIn('wrap_up'), { now: at(18), actor: SYSTEM });

    expect(submitted.after).toMatchObject({ status: 'closed', outcome, closedAt: at(6) });
    expect(submitted.escalation).toMatchObject({ entry: { cause: 'wrap_up_submitted' } });
    expect(timedOut.after.outcome).toBeUndefined();
    expect(timedOut.escalation).toMatchObject({ entry: { cause: 'wrap_up_timed_out' } });
  });
});

describe('a note', () => {
  it('is numbered from 1 and never in the transcript', () => {
    const add = (session: Session, text: string) =>
      noted(step(session, at(2), {}), asha, text, at(2));

    const first = add(sessionIn('active'), 'Router replaced');
    const second = add(first.after, 'Twice');

    expect(first.note).toEqual({ n: 1, at: at(2), by: asha, text: 'Router replaced' });
    expect(second.note?.n).toBe(2);
    expect([first.messages, second.messages]).toEqual([[], []]);
    expect(JSON.stringify(second.after)).not.toContain('Router');
  });
});
