import { beforeEach, describe, expect, it } from 'vitest';
import type { FeedbackStore } from '../../../lambdas/ports.ts';
import { idOf } from '../../simulation/memory/world.ts';
import {
  changeOf,
  commit,
  escalationOf,
  feedbackOn,
  historyEntry,
  type MakeStores,
  NOW,
  opened,
  type Stores,
} from './builders.ts';

const [FIRST_DAY, NEXT_DAY] = ['2026-01-01', '2026-01-02'];

/** What every FeedbackStore promises. */
export function describeFeedbackStore(name: string, make: MakeStores): void {
  let stores: Stores;
  let feedback: FeedbackStore;
  beforeEach(async () => {
    stores = await make();
    ({ feedback } = stores);
  });

  /** A session with so many escalations. */
  const escalated = async (n: number, times = 1) => {
    let session = await opened(stores, n);
    for (let i = 1; i <= times; i += 1) {
      const escalation = { kind: 'create' as const, n: i, escalation: escalationOf(i) };
      session = await commit(stores, changeOf(session, {}, { escalation }));
    }
    return session;
  };

  describe(`${name}: feedback`, () => {
    it('is kept with the escalation and among those of the escalation’s day', async () => {
      const { sessionId } = await escalated(1);
      const record = { ...feedbackOn(sessionId, 1, { note: 'Fine', turn: 3 }), plan: 'Fibre' };

      expect(await feedback.put(record, NOW)).toBe('stored');

      expect(await stores.sessions.escalations(sessionId)).toEqual([
        { ...escalationOf(1), feedback: record.feedback },
      ]);
      expect(await feedback.ofDay(FIRST_DAY, null, 10)).toEqual([record]);
      expect(await feedback.ofDay(NEXT_DAY, null, 10)).toEqual([]);
    });

    it('is replaced by what is said later, whenever that is', async () => {
      const { sessionId } = await escalated(1);
      await feedback.put(feedbackOn(sessionId, 1, { note: 'Fine' }), NOW);
      const later = feedbackOn(sessionId, 1, { verdict: 'too_late', at: NOW + 86_400_000 });

      expect(await feedback.put(later, NOW + 86_400_000)).toBe('stored');

      expect(await feedback.ofDay(FIRST_DAY, null, 10)).toEqual([later]);
      expect(await feedback.ofDay(NEXT_DAY, null, 10)).toEqual([]);
      expect((await stores.sessions.escalations(sessionId))[0]?.feedback).toEqual(later.feedback);
    });

    it('of each escalation of a session stands for itself', async () => {
      const { sessionId } = await escalated(1, 2);
      await feedback.put(feedbackOn(sessionId, 1), NOW);
      await feedback.put(feedbackOn(sessionId, 2, { verdict: 'too_early' }), NOW);

      expect(await feedback.ofDay(FIRST_DAY, null, 10)).toEqual([feedbackOn(sessionId, 1)]);
      expect(await feedback.ofDay(NEXT_DAY, null, 10)).toMatchObject([
        { n: 2, feedback: { verdict: 'too_early' } },
      ]);
    });

    it('survives what happens to the escalation later', async () => {
      const session = await escalated(1);
      await feedback.put(feedbackOn(session.sessionId, 1), NOW);
      const entry = historyEntry('claimed', 'accepted');
      await commit(stores, changeOf(session, {}, { escalation: { kind: 'append', n: 1, entry } }));

      expect(await stores.sessions.escalations(session.sessionId)).toMatchObject([
        {
          status: 'accepted',
          feedback: { verdict: 'right' },
          history: { length: expect.any(Number) },
        },
      ]);
    });

    it('on an escalation that is not there is not kept, and makes none', async () => {
      const { sessionId } = await escalated(1);

      expect(await feedback.put(feedbackOn(sessionId, 2), NOW)).toBe('gone');
      expect(await feedback.put(feedbackOn(idOf(99), 1), NOW)).toBe('gone');

      expect(await feedback.ofDay(FIRST_DAY, null, 10)).toEqual([]);
      expect(await feedback.ofDay(NEXT_DAY, null, 10)).toEqual([]);
      expect(await stores.sessions.escalations(idOf(99))).toEqual([]);
    });

    it('of a day comes in the order of the sessions, at most so much, after a place', async () => {
      const ids: string[] = [];
      for (const n of [3, 1, 2]) {
        const { sessionId } = await escalated(n);
        await feedback.put(feedbackOn(sessionId, 1), NOW);
        ids.push(sessionId);
      }
      const [third = '', first = '', second = ''] = ids;
      const idsOf = async (after: string | null, limit: number) => {
        const place = after === null ? null : { sessionId: after, n: 1 };
        return (await feedback.ofDay(FIRST_DAY, place, limit)).map(({ sessionId }) => sessionId);
      };

      expect(await idsOf(null, 10)).toEqual([first, second, third]);
      expect(await idsOf(null, 2)).toEqual([first, second]);
      expect(await idsOf(first, 10)).toEqual([second, third]);
      expect(await idsOf(third, 10)).toEqual([]);
    });
  });
}
