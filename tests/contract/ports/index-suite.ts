import { beforeEach, describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import { idOf } from '../../simulation/memory/world.ts';
import {
  changeOf,
  commit,
  headOf,
  type MakeStores,
  MINUTE,
  NOW,
  opened,
  openingOf,
  type Stores,
  waiting,
  waitingOf,
} from './builders.ts';

/** Promises of {@link SessionStore.pending} and {@link SessionStore.due}, with indexes that keep up. */
export function describeIndexes(name: string, make: MakeStores): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await make();
  });

  describe(`${name}: who waits in a queue`, () => {
    const idsIn = async (queue: 'billing' | 'technical') =>
      (await stores.sessions.pending(queue)).map(({ sessionId }) => sessionId);
    const card = async () => (await stores.sessions.pending('billing'))[0];

    it('comes soonest first: by place, then by id', async () => {
      await waiting(stores, 1, { waitingSince: NOW });
      await waiting(stores, 2, { waitingSince: NOW + MINUTE, priority: 'urgent' });
      await waiting(stores, 3, { waitingSince: NOW + 2 * MINUTE, requeued: true });
      await waiting(stores, 6, { waitingSince: NOW - MINUTE });
      await waiting(stores, 5, { waitingSince: NOW - MINUTE });
      await waiting(stores, 4, { waitingSince: NOW - 9 * MINUTE, queue: 'technical' });

      expect(await idsIn('billing')).toEqual([3, 2, 5, 6, 1].map(idOf));
      expect(await idsIn('technical')).toEqual([idOf(4)]);
    });

    it('comes with the card of the session as it stands', async () => {
      const offer = { offerId: 'o', agentId: 'asha', name: 'Asha', at: NOW, until: NOW + MINUTE };
      const session = await waiting(stores, 1, {
        status: 'offered',
        offer,
        passedBy: ['ravi'],
        preferredAgent: 'asha',
        trouble: 'max_wait',
      });

      expect(await stores.sessions.pending('billing')).toEqual([cardOf(session)]);
    });

    it('changes place and queue with the session, and leaves when it waits no more', async () => {
      const first = await waiting(stores, 1);
      await waiting(stores, 2, { waitingSince: NOW + 1 });

      const later = waitingOf({ waitingSince: NOW + 2 });
      const moved = await commit(stores, changeOf(first, { escalation: later }));
      expect(await idsIn('billing')).toEqual([2, 1].map(idOf));

      const other = waitingOf({ queue: 'technical' });
      const transferred = await commit(stores, changeOf(moved, { escalation: other }));
      expect(await idsIn('billing')).toEqual([idOf(2)]);
      expect(await idsIn('technical')).toEqual([idOf(1)]);

      await commit(stores, changeOf(transferred, { status: 'active' }));
      expect(await idsIn('technical')).toEqual([]);
    });

    it('is shown as gone and as back, with the version of the session', async () => {
      const session = await waiting(stores, 1);
      expect(await card()).toMatchObject({ customerPresent: true, version: session.version });

      const lost = await stores.sessions.loseCustomer(session.sessionId, 'customer-1', NOW);
      expect(lost?.version).toBe(session.version + 1);
      expect(await card()).toEqual(cardOf(lost as Session));
      expect(await card()).toMatchObject({ customerPresent: false });

      const hello = await stores.sessions.helloCustomer(session.sessionId, 'customer-1');
      expect(await card()).toEqual(cardOf(hello?.session as Session));
      expect(await card()).toMatchObject({ customerPresent: true });

      await stores.sessions.loseCustomer(session.sessionId, 'customer-1', NOW);
      await stores.sessions.connectCustomer(openingOf(1), 'c2', NOW);
      expect(await card()).toEqual(cardOf(await headOf(stores.sessions, session.sessionId)));
      expect(await card()).toMatchObject({ customerPresent: true });
    });

    it('stays gone through commits that do not know better', async () => {
      const session = await waiting(stores, 1);
      const lost = (await stores.sessions.loseCustomer(idOf(1), 'customer-1', NOW)) as Session;

      expect(await stores.sessions.commit(changeOf(session, { noteCount: 1 }), NOW)).toBe(
        'conflict',
      );
      await commit(stores, changeOf(lost, { noteCount: 1 }));

      expect(await card()).toMatchObject({ customerPresent: false, version: lost.version + 1 });
    });

    it('comes whole, however many wait', async () => {
      // Together more than one answer of an index holds.
      const excerpt = 'x'.repeat(30_000);
      for (let n = 1; n <= 40; n += 1) await waiting(stores, n, { excerpt, waitingSince: NOW - n });

      const ids = await idsIn('billing');

      expect(ids).toEqual(Array.from({ length: 40 }, (_, i) => idOf(40 - i)));
    });
  });

  describe(`${name}: what is due`, () => {
    const inWrapUp = async (n: number, at: number) => {
      const before = await opened(stores, n);
      const wrapUp = { at: at - POLICY.wrapUpMs, capacityHeld: false };
      return commit(stores, changeOf(before, { status: 'wrap_up', wrapUp }));
    };
    const dueAt = async (now: number) => (await stores.sessions.due(now)).sort();

    it('is due at its very moment, and from then on', async () => {
      await inWrapUp(1, NOW);

      expect(await dueAt(NOW - 1)).toEqual([]);
      expect(await dueAt(NOW)).toEqual([idOf(1)]);
      expect(await dueAt(NOW + 1)).toEqual([idOf(1)]);
    });

    it('is found for every session, wherever its id ends', async () => {
      for (let n = 1; n <= 16; n += 1) await inWrapUp(n, NOW + n);

      const ids = Array.from({ length: 16 }, (_, i) => idOf(i + 1));
      expect(await dueAt(NOW + 16)).toEqual(ids);
      expect(await dueAt(NOW + 7)).toEqual(ids.slice(0, 7));
    });

    it('moves with the session, and ends with its deadlines', async () => {
      const session = await inWrapUp(1, NOW);
      const wrapUp = { at: NOW + MINUTE - POLICY.wrapUpMs, capacityHeld: false };

      const moved = await commit(stores, changeOf(session, { wrapUp }));
      expect(await dueAt(NOW + MINUTE - 1)).toEqual([]);
      expect(await dueAt(NOW + MINUTE)).toEqual([idOf(1)]);

      await commit(stores, changeOf(moved, { status: 'closed', wrapUp: undefined }));
      expect(await dueAt(NOW + 999 * MINUTE)).toEqual([]);
    });

    it('counts from the commit’s own time where a waiting session is looked at now and then', async () => {
      const session = await waiting(stores, 1, { passSince: NOW + 999 * MINUTE });
      await commit(stores, changeOf(session), NOW + MINUTE);

      expect(await dueAt(NOW + MINUTE + POLICY.checkUpMs - 1)).toEqual([]);
      expect(await dueAt(NOW + MINUTE + POLICY.checkUpMs)).toEqual([idOf(1)]);
    });

    it('stays due through connections that come and go', async () => {
      await inWrapUp(1, NOW);
      await stores.sessions.loseCustomer(idOf(1), 'customer-1', NOW);
      await stores.sessions.connectCustomer(openingOf(1), 'c2', NOW);
      await stores.sessions.helloCustomer(idOf(1), 'c2');

      expect(await dueAt(NOW - 1)).toEqual([]);
      expect(await dueAt(NOW)).toEqual([idOf(1)]);
    });
  });
}
