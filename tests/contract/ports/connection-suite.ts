import { beforeEach, describe, expect, it } from 'vitest';
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
} from './builders.ts';

/** Promises of {@link SessionStore} about the connections of both sides. */
export function describeConnections(name: string, make: MakeStores): void {
  describe(`${name}: connections of a session`, () => {
    let stores: Stores;
    const sessionId = idOf(1);
    beforeEach(async () => {
      stores = await make();
    });
    const head = () => headOf(stores.sessions, sessionId);
    const connect = (connectionId: string, patch = {}, now = NOW) =>
      stores.sessions.connectCustomer(openingOf(1, patch), connectionId, now);
    const lose = (connectionId: string, seenVersion?: number) =>
      stores.sessions.loseCustomer(sessionId, connectionId, NOW + MINUTE, seenVersion);

    describe('connecting a customer', () => {
      it('opens a session that is new, with what the ticket says', async () => {
        const opening = {
          customerId: 'dana',
          continuedFrom: idOf(9),
          previous: { sessionId: idOf(9), at: NOW - MINUTE, agentId: 'asha' },
          customer: { name: 'Dana', plan: 'Fibre' },
        };

        expect(await connect('c1', opening)).toEqual({ before: null, displaced: null });

        expect(await head()).toEqual({
          ...openingOf(1, opening),
          version: 1,
          status: 'bot',
          seq: 0,
          openedAt: NOW,
          customerConnectionId: 'c1',
          customerEpoch: 1,
          last: {},
          signals: { customerTurns: 0, fallbacksInARow: 0, recent: [] },
          botSinceSeq: 0,
          escalationCount: 0,
        });
      });

      it('takes an opening whose optional parts are spelled out as undefined', async () => {
        await connect('c1', { customerId: undefined, previous: undefined });

        expect(await head()).not.toHaveProperty('customerId');
        expect(await head()).toMatchObject({ version: 1, customerConnectionId: 'c1' });
      });

      it('gives a known session its new connection and changes nothing else', async () => {
        const before = await commit(
          stores,
          changeOf(await opened(stores), { status: 'queued', noteCount: 2 }),
        );

        const result = await connect('c2', { customer: { name: 'Mallory' } }, NOW + MINUTE);

        expect(result).toEqual({ before, displaced: 'customer-1' });
        expect(await head()).toEqual({
          ...before,
          version: before.version + 1,
          customerEpoch: before.customerEpoch + 1,
          customerConnectionId: 'c2',
        });
      });

      it('brings a customer back who was taken for gone', async () => {
        await opened(stores);
        const lost = await lose('customer-1');

        const result = await connect('c2');

        expect(result).toEqual({ before: lost, displaced: null });
        expect(await head()).not.toHaveProperty('customerLostAt');
      });

      it('twice on one connection, as a retried call does, displaces itself only', async () => {
        await connect('c1');

        expect((await connect('c1')).displaced).toBe('c1');

        expect(await head()).toMatchObject({ customerConnectionId: 'c1', customerEpoch: 2 });
      });

      it('of two at once opens one session; the later displaces the earlier', async () => {
        const results = await Promise.all([connect('c1'), connect('c2')]);

        const displaced = results.map((result) => result.displaced);
        expect(displaced.filter((id) => id === null)).toHaveLength(1);
        const { customerConnectionId, customerEpoch, version } = await head();
        expect([...displaced, customerConnectionId].sort()).toEqual(['c1', 'c2', null].sort());
        expect({ customerEpoch, version }).toEqual({ customerEpoch: 2, version: 2 });
      });
    });

    describe('hello of a customer', () => {
      it('confirms the connection with a newer version', async () => {
        const before = await opened(stores);

        const hello = await stores.sessions.helloCustomer(sessionId, 'customer-1');

        expect(hello).toEqual({
          session: { ...before, version: before.version + 1 },
          wasLost: false,
        });
        expect(await head()).toEqual(hello?.session);
      });

      it('on a connection that another one has displaced is refused and changes nothing', async () => {
        await connect('c1');
        await connect('c2');
        const before = await head();

        expect(await stores.sessions.helloCustomer(sessionId, 'c1')).toBeNull();

        expect(await head()).toEqual(before);
      });

      it('restores a connection that was taken for gone, and says so', async () => {
        await opened(stores);
        const lost = (await lose('customer-1')) as Session;

        const hello = await stores.sessions.helloCustomer(sessionId, 'customer-1');

        const { customerLostAt, ...rest } = lost;
        expect(customerLostAt).toBe(NOW + MINUTE);
        expect(hello).toEqual({
          session: { ...rest, version: lost.version + 1, customerConnectionId: 'customer-1' },
          wasLost: true,
        });
        expect(await head()).toEqual(hello?.session);
      });

      it('to a session that was never opened is refused and opens nothing', async () => {
        expect(await stores.sessions.helloCustomer(idOf(9), 'c1')).toBeNull();

        expect(await stores.sessions.get(idOf(9))).toBeNull();
      });
    });

    describe('losing a customer', () => {
      it('forgets the connection and since when', async () => {
        const { customerConnectionId, ...before } = await opened(stores);

        const after = await lose('customer-1');

        expect(customerConnectionId).toBe('customer-1');
        expect(after).toEqual({
          ...before,
          version: before.version + 1,
          customerLostAt: NOW + MINUTE,
        });
        expect(await head()).toEqual(after);
      });

      it.each([
        ['another connection', () => lose('customer-2')],
        ['a session that was never opened', () => stores.sessions.loseCustomer(idOf(9), 'c', NOW)],
      ])('%s: nothing happens', async (_what, act) => {
        const before = await opened(stores);

        expect(await act()).toBeNull();

        expect(await head()).toEqual(before);
        expect(await stores.sessions.get(idOf(9))).toBeNull();
      });

      it('happens once', async () => {
        await opened(stores);
        const after = await lose('customer-1');

        expect(await lose('customer-1')).toBeNull();

        expect(await head()).toEqual(after);
      });

      it('as somebody saw it is refused if anything was written since, even a hello', async () => {
        const seen = await opened(stores);
        const hello = await stores.sessions.helloCustomer(sessionId, 'customer-1');

        expect(await lose('customer-1', seen.version)).toBeNull();
        expect(await head()).toEqual(hello?.session);

        expect(await lose('customer-1', hello?.session.version)).toMatchObject({
          customerLostAt: NOW + MINUTE,
        });
      });
    });

    describe('an agent’s connection', () => {
      const ASSIGNMENT = {
        assignmentId: 'assignment-1',
        agentId: 'asha',
        name: 'Asha',
        team: 'Billing',
        at: NOW,
      };
      let held: Session;
      beforeEach(async () => {
        const before = await opened(stores);
        held = await commit(stores, changeOf(before, { status: 'active', assignment: ASSIGNMENT }));
      });
      const hello = (connectionId: string, connectedAt: number, agentId = 'asha') =>
        stores.sessions.helloAgent(sessionId, agentId, { connectionId, connectedAt });

      it('is made the agent’s by hello', async () => {
        const after = await hello('a1', NOW);

        expect(after).toEqual({
          ...held,
          version: held.version + 1,
          agentConnectionId: 'a1',
          agentConnectedAt: NOW,
        });
        expect(await head()).toEqual(after);
      });

      it('gives way to one that was opened later, and to one of the same moment', async () => {
        await hello('a1', NOW);

        expect(await hello('a2', NOW + 1)).toMatchObject({ agentConnectionId: 'a2' });
        expect(await hello('a3', NOW + 1)).toMatchObject({ agentConnectionId: 'a3' });
      });

      it('is superseded by one that was opened later and came first, and changes nothing', async () => {
        const newest = await hello('a2', NOW + 1);

        expect(await hello('a1', NOW)).toBe('superseded');

        expect(await head()).toEqual(newest);
      });

      it('stays superseded when the newest one is forgotten', async () => {
        await hello('a2', NOW + 1);
        await stores.sessions.loseAgentAddress(sessionId, 'a2');

        expect(await hello('a1', NOW)).toBe('superseded');
      });

      it('of hellos at once, the one opened last stays', async () => {
        await Promise.all([hello('a1', NOW), hello('a3', NOW + 2), hello('a2', NOW + 1)]);

        expect(await head()).toMatchObject({ agentConnectionId: 'a3', agentConnectedAt: NOW + 2 });
      });

      it('is nobody’s who does not hold the session', async () => {
        const bot = await opened(stores, 2);

        expect(await hello('r1', NOW, 'ravi')).toBe('not_theirs');
        const connection = { connectionId: 'a1', connectedAt: NOW };
        expect(await stores.sessions.helloAgent(bot.sessionId, 'asha', connection)).toBe(
          'not_theirs',
        );
        expect(await stores.sessions.helloAgent(idOf(9), 'asha', connection)).toBe('not_theirs');

        expect(await head()).toEqual(held);
        expect(await stores.sessions.get(idOf(9))).toBeNull();
      });

      it('is forgotten if it is still this one', async () => {
        const before = (await hello('a1', NOW)) as Session;

        await stores.sessions.loseAgentAddress(sessionId, 'a0');
        expect(await head()).toEqual(before);

        await stores.sessions.loseAgentAddress(sessionId, 'a1');
        const { agentConnectionId, ...rest } = before;
        expect(agentConnectionId).toBe('a1');
        expect(await head()).toEqual({ ...rest, version: before.version + 1 });
      });

      it('of a session that was never opened is forgotten without a trace', async () => {
        await stores.sessions.loseAgentAddress(idOf(9), 'a1');

        expect(await stores.sessions.get(idOf(9))).toBeNull();
      });
    });

    it('every write raises the version, so that a commit from before it is a conflict', async () => {
      const before = await opened(stores);
      await stores.sessions.helloCustomer(sessionId, 'customer-1');

      expect(await stores.sessions.commit(changeOf(before, { noteCount: 1 }), NOW)).toBe(
        'conflict',
      );

      expect(await head()).not.toHaveProperty('noteCount');
    });
  });
}
