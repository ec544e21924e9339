import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAtWork,
  isLost,
  isPresent,
  isRoutable,
  statusOf,
  viewOf,
} from '../../../lambdas/domain/agent.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import {
  cardOf,
  listeners,
  placeOf,
  raised,
  serves,
  waitOf,
} from '../../../lambdas/domain/routing.ts';
import { Agent } from '../../../protocol/agent.ts';
import { EscalationCard } from '../../../protocol/escalation.ts';
import { Wait } from '../../../protocol/server-frames.ts';
import { Priority, QueueName, SessionStatus } from '../../../protocol/vocabulary.ts';
import { ASHA, LEAD, MINUTE, NOON, offeredSession, RAVI, sessionIn, waiting } from './builders.ts';

const place = (waitingSince: number, priority: Priority, requeued = false) =>
  placeOf({ waitingSince, priority, requeued });

describe('the place in a queue', () => {
  it('ages: a low session of 15 minutes stands beside a fresh urgent one', () => {
    expect(place(NOON - 15 * MINUTE, 'low')).toBe(place(NOON, 'urgent'));
    expect(place(NOON - 15 * MINUTE - 1, 'low')).toBeLessThan(place(NOON, 'urgent'));
    expect(place(NOON - 15 * MINUTE + 1, 'low')).toBeGreaterThan(place(NOON, 'urgent'));
  });

  it('is sooner for the more urgent of two that wait equally long', () => {
    const places = Priority.options.map((priority) => place(NOON, priority));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });

  it('is sooner for the longer wait among equals, and nobody is overtaken for ever', () => {
    const priority = fc.constantFrom(...Priority.options);
    fc.assert(
      fc.property(priority, priority, fc.integer({ min: 1, max: 1e9 }), (mine, theirs, lead) => {
        if (mine === theirs) expect(place(NOON, mine)).toBeLessThan(place(NOON + lead, theirs));
        if (lead > 15 * MINUTE) {
          expect(place(NOON, mine)).toBeLessThan(place(NOON + lead, theirs));
        }
      }),
    );
  });

  it('of a session that an agent had and lost is before all that have waited for less than 45 minutes', () => {
    const priority = fc.constantFrom(...Priority.options);
    fc.assert(
      fc.property(priority, priority, fc.nat(45 * MINUTE - 1), (mine, theirs, waited) => {
        expect(place(NOON, mine, true)).toBeLessThan(place(NOON - waited, theirs));
      }),
    );
  });

  it('one step up is one priority, and urgent stays urgent', () => {
    expect(Priority.options.map(raised)).toEqual(['urgent', 'urgent', 'high', 'medium']);
  });
});

describe('a card', () => {
  const withId = (session = waiting()) => ({
    ...session,
    sessionId: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6',
  });

  it('stands for a waiting session alone and keeps the contract', () => {
    for (const status of SessionStatus.options) {
      expect(cardOf(sessionIn(status)) !== null, status).toBe(status === 'queued');
    }
    const card = cardOf(withId());
    expect(EscalationCard.parse(card)).toEqual(card);
    expect(card).toMatchObject({
      place: NOON - 10 * MINUTE,
      offeredTo: null,
      passedBy: [],
      preferredAgent: null,
      trouble: null,
      customerPresent: true,
    });
  });

  it('says who is being asked until when, and whether the customer is there', () => {
    const card = cardOf({ ...withId(offeredSession()), customerLostAt: NOON });

    expect(EscalationCard.parse(card)).toEqual(card);
    expect(card).toMatchObject({
      offeredTo: {
        offerId: 'offer-1',
        agentId: 'asha',
        name: 'Asha Rao',
        until: NOON + MINUTE + POLICY.offerMs,
      },
      customerPresent: false,
    });
  });

  it('a waiting customer knows what has been looked up, and no more', () => {
    const session = waiting();
    const { escalation } = session;
    expect(waitOf(session)).toEqual({ position: null, estimatedWaitSeconds: null, trouble: null });
    const told = escalation && { ...escalation, position: 2, estimate: { from: 60, to: 240 } };

    const wait = waitOf({ ...session, escalation: told });

    expect(Wait.parse(wait)).toEqual(wait);
    expect(wait).toEqual({
      position: 2,
      estimatedWaitSeconds: { from: 60, to: 240 },
      trouble: null,
    });
    expect(waitOf(sessionIn('active'))).toBeNull();
  });
});

describe('who hears of a queue', () => {
  const now = NOON + 1000;

  it('is present and of that queue; supervisors are of every queue', () => {
    const agents = [
      ASHA,
      LEAD,
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
    for (const queue of QueueName.options) expect(serves(LEAD, queue)).toBe(true);
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
});

describe('how the server sees an agent', () => {
  const four = ['1', '2', '3', '4'];

  it.each([
    [{}, 'available'],
    [{ sessions: ['1', '2', '3'] }, 'available'],
    [{ sessions: four }, 'at_capacity'],
    [{ sessions: four, capacity: 5 }, 'available'],
    [{ availability: 'busy' }, 'busy'],
    [{ availability: 'away' }, 'away'],
    [{ availability: 'busy', sessions: four }, 'busy'],
    [{ notResponding: true }, 'not_responding'],
    [{ notResponding: true, sessions: four }, 'not_responding'],
    [{ notResponding: true, availability: 'offline' }, 'offline'],
    [{ availability: 'offline', sessions: four }, 'offline'],
    [{ parked: four }, 'available'],
  ] as const)('%o: %s', (patch, status) => {
    expect(statusOf({ ...ASHA, ...(patch as Partial<typeof ASHA>) })).toBe(status);
  });

  it('routes to whoever is available, there and not being asked', () => {
    expect(isRoutable(ASHA, NOON)).toBe(true);
    expect(isRoutable({ ...ASHA, offers: ['offer-1'] }, NOON)).toBe(false);
    expect(isRoutable({ ...ASHA, notResponding: true }, NOON)).toBe(false);
    expect(isRoutable({ ...ASHA, availability: 'busy' }, NOON)).toBe(false);
    expect(isRoutable(ASHA, NOON + POLICY.agentSeenMs)).toBe(false);
  });

  it.each([
    [{}, true],
    [{ sessions: four }, true],
    [{ availability: 'busy' }, true],
    [{ offers: ['offer-1'] }, true],
    [{ connectionId: undefined, lostAt: NOON - 1 }, true],
    [{ connectionId: undefined, lostAt: NOON - POLICY.agentGraceMs }, false],
    [{ seenAt: NOON - POLICY.agentSeenMs }, false],
    [{ availability: 'away' }, false],
    [{ availability: 'offline' }, false],
    [{ notResponding: true }, false],
  ] as const)('%o gives hope to those who wait: %s', (patch, hope) => {
    expect(isAtWork({ ...ASHA, ...(patch as Partial<typeof ASHA>) }, NOON)).toBe(hope);
  });

  it('the dashboard’s view of an agent keeps the contract and holds no connection', () => {
    const view = viewOf({ ...ASHA, sessions: four }, NOON);

    expect(Agent.parse(view)).toEqual(view);
    expect(view).toMatchObject({ present: true, status: 'at_capacity', seenAt: NOON });
    expect(JSON.stringify(view)).not.toContain('asha-1');
    expect(viewOf({ ...RAVI, seenAt: undefined }, NOON)).toMatchObject({
      seenAt: null,
      present: false,
    });
  });
});
