import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { planRouting, troubleIn } from '../../../lambdas/domain/routing.ts';
import type { EscalationCard } from '../../../protocol/escalation.ts';
import { ASHA, LEAD, NOON, RAVI, restorePolicy, underPolicy } from './builders.ts';

restorePolicy();

const card = (sessionId: string, patch: Partial<EscalationCard> = {}): EscalationCard => ({
  sessionId,
  escalationId: `esc-${sessionId}`,
  version: 1,
  queue: 'billing',
  priority: 'high',
  score: 0.9,
  reasons: [],
  customer: {},
  excerpt: '',
  waitingSince: NOON,
  place: NOON,
  customerPresent: true,
  offeredTo: null,
  passedBy: [],
  preferredAgent: null,
  trouble: null,
  ...patch,
});
const offeredTo = { offerId: 'o', agentId: 'ravi', name: 'Ravi', until: NOON };

const pairs = (cards: EscalationCard[], agents: AgentRecord[]) =>
  planRouting(cards, agents, NOON).matches.map(
    ({ card: { sessionId }, agent }) => `${sessionId} → ${agent.agentId}`,
  );
const troubles = (cards: EscalationCard[], agents: AgentRecord[]) =>
  planRouting(cards, agents, NOON).troubles.map(({ trouble }) => trouble);

/** Closed on the Thursday that the tests live on. */
const CLOSED = { timeZone: 'UTC', days: { sun: { from: '09:00', to: '17:00' } } };

describe('who waits and who is free are brought together', () => {
  it('the soonest first, whatever the order of the list', () => {
    const cards = [card('late', { place: NOON + 1 }), card('soon', { place: NOON - 1 })];

    expect(pairs(cards, [ASHA])).toEqual(['soon → asha']);
    expect(pairs(cards, [ASHA, RAVI])).toEqual(['soon → asha', 'late → ravi']);
  });

  it('with the agent whom the customer knows, even if others are less busy', () => {
    const known = { ...RAVI, sessions: ['1', '2'] };

    expect(pairs([card('a', { preferredAgent: 'ravi' })], [ASHA, known])).toEqual(['a → ravi']);
  });

  it('or with another if that one is not free', () => {
    const full = { ...RAVI, sessions: ['1', '2', '3', '4'] };
    const foreign: AgentRecord = { ...RAVI, queues: ['technical'] };
    const cards = [card('a', { preferredAgent: 'ravi' })];

    for (const ravi of [full, foreign]) expect(pairs(cards, [ASHA, ravi])).toEqual(['a → asha']);
    expect(
      pairs([card('a', { preferredAgent: 'ravi', passedBy: ['ravi'] })], [ASHA, RAVI]),
    ).toEqual(['a → asha']);
  });

  it('with the least busy, then with the longest idle', () => {
    const busier = { ...ASHA, sessions: ['1'], idleSince: 0 };
    expect(pairs([card('a')], [busier, { ...RAVI, idleSince: NOON }])).toEqual(['a → ravi']);

    const idle = { ...RAVI, idleSince: NOON - 2 };
    expect(pairs([card('a')], [{ ...ASHA, idleSince: NOON - 1 }, idle])).toEqual(['a → ravi']);
  });

  it('not with anybody who is away, silent, full, gone, being asked or of another queue', () => {
    const unfit: AgentRecord[] = [
      { ...ASHA, availability: 'away' },
      { ...ASHA, availability: 'busy' },
      { ...ASHA, availability: 'offline' },
      { ...ASHA, notResponding: true },
      { ...ASHA, sessions: ['1', '2', '3', '4'] },
      { ...ASHA, connectionId: undefined },
      { ...ASHA, offers: ['offer-1'] },
      { ...ASHA, queues: ['technical'] },
    ];

    expect(pairs([card('a')], unfit)).toEqual([]);
    expect(pairs([card('a')], [...unfit, LEAD])).toEqual(['a → lead']);
  });

  it('not with whoever let it pass', () => {
    expect(pairs([card('a', { passedBy: ['asha'] })], [ASHA, RAVI])).toEqual(['a → ravi']);
  });

  it('asks everybody one thing at a time', () => {
    expect(pairs([card('a'), card('b')], [ASHA])).toEqual(['a → asha']);
  });

  it('leaves what is offered already', () => {
    const { matches, troubles } = planRouting([card('a', { offeredTo })], [ASHA], NOON);

    expect({ matches, troubles }).toEqual({ matches: [], troubles: [] });
  });

  it('hands nobody an empty chair: a customer who is gone is skipped, the next one is not', () => {
    const cards = [card('gone', { place: 1, customerPresent: false }), card('here', { place: 2 })];

    expect(pairs(cards, [ASHA])).toEqual(['here → asha']);
  });

  it('assigns without asking up to capacity, evenly, in mode auto', () => {
    underPolicy({ routing: 'auto' });
    const cards = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id, i) => card(id, { place: NOON + i }));
    const ravi = { ...RAVI, capacity: 2 };

    expect(pairs(cards, [ASHA, ravi])).toEqual([
      'a → asha',
      'b → ravi',
      'c → asha',
      'd → ravi',
      'e → asha',
      'f → asha',
    ]);
  });

  it('leaves it to the agents in mode manual, but tells of trouble all the same', () => {
    underPolicy({ routing: 'manual' });

    expect(planRouting([card('a')], [ASHA], NOON)).toEqual({ matches: [], troubles: [] });
    expect(troubles([card('a')], [])).toEqual(['no_agents']);
  });

  it('never gives more than there is room for, nor anything twice, whatever the crowd', () => {
    const agent = fc.record({
      held: fc.nat(4),
      capacity: fc.integer({ min: 1, max: 4 }),
      asked: fc.boolean(),
      available: fc.boolean(),
      supervisor: fc.boolean(),
    });
    const routing = fc.constantFrom('offer' as const, 'auto' as const);
    fc.assert(
      fc.property(routing, fc.array(agent, { maxLength: 6 }), fc.nat(12), (mode, team, waiting) => {
        underPolicy({ routing: mode });
        const agents = team.map(
          (one, i): AgentRecord => ({
            ...ASHA,
            agentId: `agent-${i}`,
            supervisor: one.supervisor,
            capacity: one.capacity,
            sessions: Array.from({ length: one.held }, (_, n) => `s-${n}`),
            offers: one.asked ? ['offer'] : [],
            availability: one.available ? 'available' : 'busy',
          }),
        );
        const cards = Array.from({ length: waiting }, (_, i) => card(`c-${i}`, { place: i }));

        const { matches } = planRouting(cards, agents, NOON);

        const given = matches.map((match) => match.card.sessionId);
        expect(new Set(given).size).toBe(given.length);
        expect(given).toEqual(cards.slice(0, given.length).map(({ sessionId }) => sessionId));
        for (const one of agents) {
          const gained = matches.filter((match) => match.agent.agentId === one.agentId).length;
          if (gained === 0) continue;
          expect(one.availability).toBe('available');
          expect(one.offers).toEqual([]);
          expect(gained).toBeLessThanOrEqual(mode === 'offer' ? 1 : one.capacity);
          expect(one.sessions.length + gained).toBeLessThanOrEqual(one.capacity);
        }
        // Nobody waits while somebody could have been asked.
        const left = cards.length > matches.length;
        const able = agents.some((one) => {
          const gained = matches.filter((match) => match.agent.agentId === one.agentId).length;
          const room = one.sessions.length + gained < one.capacity;
          const free = one.availability === 'available' && one.offers.length === 0 && room;
          return free && (mode === 'auto' || gained === 0);
        });
        expect(left && able).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('waiting is in vain', () => {
  it('while nobody of the queue is at work', () => {
    expect(troubles([card('a')], [])).toEqual(['no_agents']);
    expect(troubles([card('a')], [{ ...ASHA, availability: 'away' }])).toEqual(['no_agents']);
    expect(troubles([card('a')], [{ ...ASHA, queues: ['technical'] }])).toEqual(['no_agents']);
    expect(troubles([card('a')], [{ ...ASHA, notResponding: true }])).toEqual(['no_agents']);
  });

  it('outside business hours, unless somebody is there all the same', () => {
    underPolicy({ businessHours: CLOSED });

    expect(troubles([card('a')], [])).toEqual(['outside_hours']);
    expect(troubleIn('billing', [], NOON)).toBe('outside_hours');
    expect(troubleIn('billing', [ASHA], NOON)).toBeNull();
    expect(troubles([card('a')], [{ ...ASHA, sessions: ['1', '2', '3', '4'] }])).toEqual([]);
  });

  it('once everybody at work let it pass', () => {
    const passed = card('a', { passedBy: ['asha', 'ravi', 'gone-home'] });

    expect(troubles([passed], [ASHA, RAVI])).toEqual(['nobody_left']);
    expect(
      troubles([{ ...passed, passedBy: ['asha'] }], [ASHA, { ...RAVI, offers: ['o'] }]),
    ).toEqual([]);
  });

  it('is not said of those who wait for somebody busy', () => {
    const full = { ...ASHA, sessions: ['1', '2', '3', '4'] };

    expect(troubles([card('a')], [full])).toEqual([]);
    expect(troubles([card('a')], [{ ...ASHA, availability: 'busy' }])).toEqual([]);
    expect(troubles([card('a'), card('b')], [ASHA])).toEqual([]);
  });

  it('is said once: a trouble that stands is no change', () => {
    expect(troubles([card('a', { trouble: 'no_agents' })], [])).toEqual([]);
    expect(troubles([card('a', { trouble: 'nobody_left', passedBy: ['asha'] })], [ASHA])).toEqual(
      [],
    );
  });

  it('is over when somebody is at work again', () => {
    const busy = { ...ASHA, offers: ['offer-1'] };

    expect(troubles([card('a', { trouble: 'no_agents' })], [busy])).toEqual([null]);
    expect(troubles([card('a', { trouble: 'outside_hours' })], [busy])).toEqual([null]);
    const passed = card('a', { trouble: 'nobody_left', passedBy: ['asha'] });
    expect(troubles([passed], [ASHA, { ...RAVI, offers: ['o'] }])).toEqual([null]);
  });

  it('for longer than was promised stays said until somebody is asked or the customer chooses', () => {
    const long = card('a', { trouble: 'max_wait' });

    expect(troubles([long], [])).toEqual([]);
    expect(troubles([long], [{ ...ASHA, offers: ['offer-1'] }])).toEqual([]);
    underPolicy({ businessHours: CLOSED });
    expect(troubles([long], [])).toEqual([]);
    expect(pairs([long], [ASHA])).toEqual(['a → asha']);
  });

  it('also for a customer who is gone for the moment', () => {
    expect(troubles([card('a', { customerPresent: false })], [])).toEqual(['no_agents']);
    expect(troubles([card('a', { customerPresent: false })], [ASHA])).toEqual([]);
  });
});
