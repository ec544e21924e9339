import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLost, isPresent, viewOf } from '../../../lambdas/domain/agent.ts';
import { deadlinesOf, nextLook } from '../../../lambdas/domain/deadlines.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { cardOf, listeners, placeOf, serves } from '../../../lambdas/domain/routing.ts';
import { connectingText, TEXTS } from '../../../lambdas/domain/texts.ts';
import { EscalationCard } from '../../../protocol/escalation.ts';
import { Priority, QueueName, ReasonCode, SessionStatus } from '../../../protocol/vocabulary.ts';
import { ASHA, botSession, NOON, RAVI, sessionIn } from './builders.ts';

const MINUTE = 60_000;

describe('the place in a queue', () => {
  it('ages: a low session of 15 minutes stands beside a fresh urgent one', () => {
    expect(placeOf(NOON - 15 * MINUTE, 'low')).toBe(placeOf(NOON, 'urgent'));
    expect(placeOf(NOON - 15 * MINUTE - 1, 'low')).toBeLessThan(placeOf(NOON, 'urgent'));
    expect(placeOf(NOON - 15 * MINUTE + 1, 'low')).toBeGreaterThan(placeOf(NOON, 'urgent'));
  });

  it('is sooner for the more urgent of two that wait equally long', () => {
    const places = Priority.options.map((priority) => placeOf(NOON, priority));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });

  it('is sooner for the longer wait among equals, and nobody is overtaken for ever', () => {
    const priority = fc.constantFrom(...Priority.options);
    fc.assert(
      fc.property(priority, priority, fc.integer({ min: 1, max: 1e9 }), (mine, theirs, lead) => {
        if (mine === theirs) expect(placeOf(NOON, mine)).toBeLessThan(placeOf(NOON + lead, theirs));
        if (lead > 15 * MINUTE) {
          expect(placeOf(NOON, mine)).toBeLessThan(placeOf(NOON + lead, theirs));
        }
      }),
    );
  });
});

describe('a card', () => {
  it('stands for a waiting session alone and keeps the contract', () => {
    for (const status of SessionStatus.options) {
      const card = cardOf(sessionIn(status));
      expect(card !== null, status).toBe(status === 'queued');
    }
    const queued = sessionIn('queued');
    const withId = { ...queued, sessionId: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6' };
    expect(EscalationCard.parse(cardOf(withId))).toEqual(cardOf(withId));
    expect(cardOf(queued)?.place).toBe(NOON - 10 * MINUTE);
  });
});

describe('who hears of a queue', () => {
  const now = NOON + 1000;

  it('is present and of that queue; supervisors are of every queue', () => {
    const lead = { ...RAVI, agentId: 'lead', supervisor: true, queues: [] };
    const agents = [
      ASHA,
      lead,
      { ...ASHA, agentId: 'offline', availability: 'offline' as const },
      { ...ASHA, agentId: 'away', availability: 'away' as const },
      { ...ASHA, agentId: 'gone', connectionId: undefined },
      { ...ASHA, agentId: 'silent', seenAt: now - POLICY.agentSeenMs },
      { ...ASHA, agentId: 'technical', queues: ['technical' as const] },
    ];

    expect(listeners(agents, 'billing', now).map(({ agentId }) => agentId)).toEqual([
      'asha',
      'lead',
      'offline',
      'away',
    ]);
    for (const queue of QueueName.options) expect(serves(lead, queue)).toBe(true);
    expect(serves(ASHA, 'retention')).toBe(false);
  });

  it('presence ends 75 s after the last sign of life, and with the socket', () => {
    expect(isPresent(ASHA, NOON + POLICY.agentSeenMs - 1)).toBe(true);
    expect(isPresent(ASHA, NOON + POLICY.agentSeenMs)).toBe(false);
    expect(isPresent({ ...ASHA, connectionId: undefined }, NOON)).toBe(false);
  });

  it('an agent is lost when silent for 75 s, or 60 s after their socket ended', () => {
    expect(isLost(ASHA, NOON + POLICY.agentSeenMs - 1)).toBe(false);
    expect(isLost(ASHA, NOON + POLICY.agentSeenMs)).toBe(true);
    const ended = { ...ASHA, connectionId: undefined, lostAt: NOON };
    expect(isLost(ended, NOON + POLICY.agentGraceMs - 1)).toBe(false);
    expect(isLost(ended, NOON + POLICY.agentGraceMs)).toBe(true);
  });

  it('the dashboard’s view of an agent holds no connection', () => {
    expect(JSON.stringify(viewOf(ASHA))).not.toContain('asha-1');
    expect(viewOf({ ...ASHA, seenAt: undefined }).seenAt).toBeNull();
  });
});

describe('deadlines', () => {
  const candidate = { seq: 2, at: NOON, explicit: true };

  it('of an unassessed turn: a minute after the first, while the session is the bot’s', () => {
    const at = NOON + POLICY.unassessedMs;
    expect(deadlinesOf(botSession({ candidate }))).toEqual([{ kind: 'candidate_unassessed', at }]);
    expect(deadlinesOf({ ...sessionIn('queued'), candidate })).toEqual([]);
  });

  it('of a lost customer: the grace, while a person is wanted', () => {
    const at = NOON + POLICY.customerGraceMs;
    const withLoss = (status: SessionStatus) =>
      deadlinesOf({ ...sessionIn(status), customerLostAt: NOON }).filter(
        ({ kind }) => kind === 'customer_lost',
      );
    for (const status of ['queued', 'active'] as const) {
      expect(withLoss(status)).toEqual([{ kind: 'customer_lost', at }]);
    }
    for (const status of ['bot', 'wrap_up', 'closed'] as const) {
      expect(withLoss(status)).toEqual([]);
    }
  });

  it('of a wrap-up: capacity after 2 minutes until it is freed, the end after 15', () => {
    const session = sessionIn('wrap_up');
    const since = session.wrapUp?.at ?? 0;
    const over = { kind: 'wrap_up_over', at: since + 15 * MINUTE };

    expect(deadlinesOf(session)).toEqual([
      over,
      { kind: 'wrap_up_capacity', at: since + 2 * MINUTE },
    ]);
    expect(deadlinesOf({ ...session, wrapUp: { at: since, capacityHeld: false } })).toEqual([over]);
  });

  it('give the next look: the nearest, at most 5 minutes on while a person is wanted', () => {
    const lost = { ...sessionIn('active'), customerLostAt: NOON };
    expect(nextLook(lost, NOON)).toBe(NOON + POLICY.customerGraceMs);
    expect(nextLook(sessionIn('active'), NOON)).toBe(NOON + POLICY.checkUpMs);
    expect(nextLook(sessionIn('queued'), NOON)).toBe(NOON + POLICY.checkUpMs);
    expect(nextLook(sessionIn('bot'), NOON)).toBeNull();
    expect(nextLook(sessionIn('closed'), NOON)).toBeNull();
  });
});

describe('what customers are told when a person is called', () => {
  it('promises a person for every reason, and leads with the strongest', () => {
    const promise = connectingText([]);
    for (const code of ReasonCode.options) expect(connectingText([code])).toContain(promise);
    expect(connectingText(['topic.billing_dispute', 'topic.fraud'])).toMatch(/^I’m sorry about/);
  });

  it('is the promise alone for those who asked', () => {
    expect(connectingText(['topic.fraud', 'request.explicit'])).toBe(connectingText([]));
  });

  it('names who joins and who had to leave', () => {
    expect(TEXTS.joined('Asha Rao', 'Billing')).toContain('Asha Rao from Billing');
    expect(TEXTS.released('Asha Rao')).toContain('keep your place');
  });
});
