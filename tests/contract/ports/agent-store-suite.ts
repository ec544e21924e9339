import { beforeEach, describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import {
  agentOf,
  asking,
  changeOf,
  commit,
  type MakeStores,
  MINUTE,
  NOW,
  opened,
  ordered,
  present,
  profileOf,
  type Stores,
  taking,
} from './builders.ts';

/** What every AgentStore promises. */
export function describeAgentStore(name: string, make: MakeStores): void {
  describe(`${name}: agents`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await make();
    });
    const asha = () => agentOf(stores, 'asha');
    const agents = () => stores.agents;

    describe('signing in', () => {
      it('makes a record at the first time: away, with nothing, and room as the policy says', async () => {
        const record = await agents().signIn(profileOf('asha'));

        expect(record).toEqual({
          ...profileOf('asha'),
          availability: 'away',
          capacity: POLICY.capacity,
          sessions: [],
          parked: [],
          offers: [],
        });
        expect(await agents().get('asha')).toEqual(record);
      });

      it('refreshes the profile at each further time and nothing else', async () => {
        await present(stores, 'asha');
        await commit(stores, changeOf(await opened(stores, 1), {}, { agents: [taking('asha')] }));
        const offer = asking('asha', 'offer-1', true);
        await commit(stores, changeOf(await opened(stores, 2), {}, { agents: [offer] }));
        const before = await asha();
        const profile = {
          ...profileOf('asha'),
          name: 'Asha Rao',
          team: 'Technical',
          supervisor: true,
          queues: ['technical' as const, 'general' as const],
        };

        expect(ordered(await agents().signIn(profile))).toEqual({ ...before, ...profile });

        expect(await asha()).toEqual({ ...before, ...profile });
      });
    });

    it('are known from their first sign-in on, all of them', async () => {
      expect(await agents().get('asha')).toBeNull();
      expect(await agents().list()).toEqual([]);
      for (const id of ['ravi', 'asha', 'lead']) await agents().signIn(profileOf(id));

      const listed = await agents().list();

      expect(listed.map(({ agentId }) => agentId).sort()).toEqual(['asha', 'lead', 'ravi']);
      expect(listed).toContainEqual(await agents().get('asha'));
    });

    it('choose an availability: from then on they are idle and responding again', async () => {
      await present(stores, 'asha');
      const silent = { agentId: 'asha', notResponding: true };
      await commit(stores, changeOf(await opened(stores), {}, { agents: [silent] }));
      const { notResponding, ...before } = await asha();
      expect(notResponding).toBe(true);

      const record = await agents().setAvailability('asha', 'busy', NOW + MINUTE);

      expect(record).toEqual({ ...before, availability: 'busy', idleSince: NOW + MINUTE });
      expect(await asha()).toEqual(record);
    });

    describe('being edited', () => {
      it('get a capacity that outlasts sign-ins', async () => {
        await agents().signIn(profileOf('asha'));

        expect(await agents().edit('asha', { capacity: 7 })).toMatchObject({ capacity: 7 });

        expect(await agents().signIn(profileOf('asha'))).toMatchObject({ capacity: 7 });
        expect(await asha()).toMatchObject({ capacity: 7, queues: ['billing'] });
      });

      it('get queues that outlast sign-ins', async () => {
        await agents().signIn(profileOf('asha'));

        const edited = await agents().edit('asha', { queues: ['technical'] });
        expect(edited).toMatchObject({ queues: ['technical'], capacity: POLICY.capacity });

        expect(await agents().signIn(profileOf('asha'))).toMatchObject({ queues: ['technical'] });
        expect(await asha()).toMatchObject({ queues: ['technical'] });
      });

      it('keep queues that a token gave when only the capacity is fixed', async () => {
        await agents().signIn(profileOf('asha'));
        await agents().edit('asha', { capacity: 7 });

        const record = await agents().signIn({ ...profileOf('asha'), queues: ['general'] });

        expect(record).toMatchObject({ queues: ['general'] });
      });

      it('get both at once, or nothing', async () => {
        const before = await agents().signIn(profileOf('asha'));

        expect(await agents().edit('asha', {})).toEqual(before);
        const both = { capacity: 1, queues: ['general' as const] };
        expect(await agents().edit('asha', both)).toEqual({ ...before, ...both });
      });
    });

    describe('connections', () => {
      beforeEach(() => present(stores, 'asha'));

      it('the newest one is the agent’s; the record before it comes back', async () => {
        const before = await asha();

        expect(await agents().connect('asha', 'asha-2', NOW + MINUTE)).toEqual(before);

        const after = { ...before, connectionId: 'asha-2', seenAt: NOW + MINUTE };
        expect(await asha()).toEqual(after);
      });

      it('a new one ends having been lost', async () => {
        await agents().disconnect('asha', 'asha-1', NOW + 1);

        const before = await agents().connect('asha', 'asha-2', NOW + 2);

        expect(before).toMatchObject({ lostAt: NOW + 1, lostConnectionId: 'asha-1' });
        expect(await asha()).not.toHaveProperty('lostAt');
        expect(await asha()).not.toHaveProperty('lostConnectionId');
      });

      it('a sign of life is noted, with the record before and after it', async () => {
        const before = await asha();

        const beat = await agents().heartbeat('asha', 'asha-1', NOW + MINUTE);

        expect(beat).toEqual({ before, agent: { ...before, seenAt: NOW + MINUTE } });
        expect(await asha()).toEqual(beat?.agent);
      });

      it('a sign of life of another connection is not the agent’s', async () => {
        await agents().connect('asha', 'asha-2', NOW);
        const before = await asha();

        expect(await agents().heartbeat('asha', 'asha-1', NOW + MINUTE)).toBeNull();

        expect(await asha()).toEqual(before);
      });

      it('a sign of life restores a connection that was forgotten', async () => {
        await agents().disconnect('asha', 'asha-1', NOW + 1);
        const before = await asha();

        const beat = await agents().heartbeat('asha', 'asha-1', NOW + 2);

        const { lostAt, lostConnectionId, ...rest } = before;
        expect([lostAt, lostConnectionId]).toEqual([NOW + 1, 'asha-1']);
        expect(beat).toEqual({
          before,
          agent: { ...rest, connectionId: 'asha-1', seenAt: NOW + 2 },
        });
        expect(await asha()).toEqual(beat?.agent);
      });

      it('the end of the agent’s connection is kept with its time, once', async () => {
        const { connectionId, ...before } = await asha();
        expect(connectionId).toBe('asha-1');

        expect(await agents().disconnect('asha', 'asha-1', NOW + 1)).toBe(true);
        expect(await agents().disconnect('asha', 'asha-1', NOW + 2)).toBe(false);

        expect(await asha()).toEqual({ ...before, lostAt: NOW + 1, lostConnectionId: 'asha-1' });
      });

      it('the end of another connection changes nothing', async () => {
        await agents().connect('asha', 'asha-2', NOW);
        const before = await asha();

        expect(await agents().disconnect('asha', 'asha-1', NOW + 1)).toBe(false);

        expect(await asha()).toEqual(before);
      });
    });

    it.each<[string, () => Promise<unknown>, unknown]>([
      ['an availability', () => agents().setAvailability('nobody', 'available', NOW), null],
      ['an edit', () => agents().edit('nobody', { capacity: 3, queues: ['billing'] }), null],
      ['an empty edit', () => agents().edit('nobody', {}), null],
      ['a connection', () => agents().connect('nobody', 'c', NOW), null],
      ['a sign of life', () => agents().heartbeat('nobody', 'c', NOW), null],
      ['an end', () => agents().disconnect('nobody', 'c', NOW), false],
    ])('who have never signed in get no record by %s', async (_what, act, result) => {
      expect(await act()).toBe(result);

      expect(await agents().get('nobody')).toBeNull();
      expect(await agents().list()).toEqual([]);
    });

    it('queues fixed before the first sign-in are not fixed', async () => {
      await agents().edit('asha', { queues: ['technical'] });

      expect(await agents().signIn(profileOf('asha'))).toMatchObject({ queues: ['billing'] });
    });
  });
}
