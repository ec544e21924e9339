import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { hold, resume } from '../../../lambdas/domain/hold.ts';
import { SYSTEM } from '../../../lambdas/domain/session.ts';
import { ASHA, at, decided, sessionIn } from './builders.ts';
import { OPERATIONS, USUAL } from './operations.ts';

const asha = participantOf(ASHA);

describe('a hold', () => {
  it('is said once, and so is its end', () => {
    const held = decided(hold(sessionIn('active'), asha, at(2)));
    expect(held.messages).toMatchObject([{ event: 'held' }]);
    expect(hold(held.after, asha, at(3))).toBeNull();

    const resumed = decided(resume(held.after, asha, at(4)));
    expect(resumed.messages).toMatchObject([{ event: 'resumed' }]);
    expect(resume(resumed.after, asha, at(5))).toBeNull();
  });

  it('keeps its agent, and the history has both ends', () => {
    const held = decided(hold(sessionIn('active'), asha, at(2)));
    const over = decided(resume(held.after, SYSTEM, at(12), 'hold_over'));

    expect([held.agents, over.agents]).toEqual([undefined, undefined]);
    expect(held.escalation).toMatchObject({ entry: { cause: 'held', session: { to: 'on_hold' } } });
    expect(over.escalation).toMatchObject({ entry: { cause: 'hold_over', actor: SYSTEM } });
  });

  it('ends by the agent’s next word, which is then the answer', () => {
    const { after, messages, escalation } = OPERATIONS.agentSays(sessionIn('on_hold'), {
      ...USUAL,
      now: at(6),
    });

    expect(after).toMatchObject({ status: 'active', idleSince: at(6) });
    expect(after.awaitingReplySince).toBeUndefined();
    expect(messages).toHaveLength(1);
    expect(escalation).toMatchObject({ entry: { cause: 'resumed' } });
  });
});
