import { describe, expect, test } from 'vitest';
import {
  currentOffer,
  describeEnd,
  hasOpenOffer,
  NO_OFFERS,
  type OfferEvent,
  type Offers,
  reduceOffers,
} from '../../../../web/dashboard/features/offers/offers.ts';
import { card } from './fixtures.ts';

const fold = (events: readonly OfferEvent[], from: Offers = NO_OFFERS) =>
  events.reduce(reduceOffers, from);
const offered = (offerId: string, agentId = 'a1', until = 30_000) => ({
  offerId,
  agentId,
  name: 'Asha',
  until,
});
const created = (offerId: string, version = 5): OfferEvent => ({
  kind: 'created',
  offer: { offerId, card: card({ version, offeredTo: offered(offerId) }), expiresAt: 30_000 },
});
const cards = (change: Parameters<typeof card>[0], now = 10_000): OfferEvent => ({
  kind: 'cards',
  cards: [card(change)],
  agentId: 'a1',
  now,
});

describe('an offer', () => {
  test('is open until it is answered, and never comes back', () => {
    const open = fold([created('o1')]);
    const answered = fold([{ kind: 'dropped', offerId: 'o1' }, created('o1')], open);

    expect(hasOpenOffer(open)).toBe(true);
    expect(currentOffer(answered)).toBeNull();
  });

  test('whose end comes before itself is not shown', () => {
    const end: OfferEvent = { kind: 'ended', offerId: 'o1', end: { how: 'withdrawn' } };

    expect(currentOffer(fold([end, created('o1')]))).toBeNull();
  });

  test('that ended stays on show, and a new one comes before it', () => {
    const end: OfferEvent = { kind: 'ended', offerId: 'o1', end: { how: 'timed_out' } };
    const ended = fold([created('o1'), end]);

    expect(currentOffer(ended)).toMatchObject({ offerId: 'o1', ended: { how: 'timed_out' } });
    expect(hasOpenOffer(ended)).toBe(false);
    expect(currentOffer(fold([created('o2', 9)], ended))?.offerId).toBe('o2');
  });

  test('that was withdrawn tells who took it once that is known, and nothing worse afterwards', () => {
    const end = (how: 'withdrawn' | 'left'): OfferEvent => ({
      kind: 'session_ended',
      sessionId: 's1',
      end: { how },
    });
    const taken: OfferEvent = {
      kind: 'session_ended',
      sessionId: 's1',
      end: { how: 'taken', by: 'Ben' },
    };

    const state = fold([created('o1'), end('withdrawn'), taken, end('left')]);

    expect(currentOffer(state)?.ended).toEqual({ how: 'taken', by: 'Ben' });
    expect(describeEnd({ how: 'taken', by: 'Ben' })).toBe('Ben took it.');
  });
});

describe('cards', () => {
  test('one that names this agent is an offer, so that none is lost with a connection', () => {
    const state = fold([cards({ offeredTo: offered('o1') })]);

    expect(currentOffer(state)).toMatchObject({ offerId: 'o1', expiresAt: 30_000, ended: null });
  });

  test.each([
    ['somebody else', { offeredTo: offered('o1', 'a2') }],
    ['nobody', { offeredTo: null }],
    ['this agent until a moment ago', { offeredTo: offered('o1', 'a1', 9_000) }],
  ])('one that names %s is none', (_, change) => {
    expect(currentOffer(fold([cards(change)]))).toBeNull();
  });

  test('a newer one without the offer ends it; an older one does not', () => {
    const open = fold([created('o1', 5)]);

    expect(hasOpenOffer(fold([cards({ version: 4 })], open))).toBe(true);
    expect(hasOpenOffer(fold([cards({ version: 6 })], open))).toBe(false);
    expect(hasOpenOffer(fold([cards({ version: 6, offeredTo: offered('o1') })], open))).toBe(true);
  });
});
