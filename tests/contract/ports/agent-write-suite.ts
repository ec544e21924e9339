import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentWrite } from '../../../lambdas/domain/change.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import {
  agentOf,
  asking,
  changeOf,
  type MakeStores,
  MINUTE,
  NOW,
  opened,
  present,
  type Stores,
  taking,
} from './builders.ts';

/** Promises of {@link AgentWrite}: whom a commit refuses, and what it does to an agent's record. */
export function describeAgentWrites(name: string, make: MakeStores): void {
  describe(`${name}: what a commit does to an agent`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await make();
      await present(stores, 'asha');
    });

    let n = 0;
    const another = () => {
      n += 1;
      return opened(stores, n);
    };
    const write = async (session: Session, change: AgentWrite, now = NOW) =>
      stores.sessions.commit(changeOf(session, {}, { agents: [change] }), now);
    const done = async (session: Session, change: AgentWrite, now = NOW): Promise<Session> => {
      expect(await write(session, change, now)).toBe('committed');
      return (await stores.sessions.get(session.sessionId)) as Session;
    };
    const asha = () => agentOf(stores, 'asha');
    const fill = async () => {
      await done(await another(), taking('asha'));
      await done(await another(), taking('asha'));
    };

    const directed = asking('asha', 'offer-1', true);
    const offer = asking('asha', 'offer-1');
    const take = taking('asha');
    const situations: [
      string,
      () => Promise<unknown>,
      Record<'take' | 'offer' | 'directed', string>,
    ][] = [
      [
        'is there and free',
        async () => undefined,
        { take: 'committed', offer: 'committed', directed: 'committed' },
      ],
      ['is full', fill, { take: 'agent_full', offer: 'agent_full', directed: 'agent_full' }],
      [
        'is full and gone',
        async () => {
          await fill();
          await stores.agents.disconnect('asha', 'asha-1', NOW);
        },
        { take: 'agent_full', offer: 'agent_full', directed: 'agent_full' },
      ],
      [
        'has no connection',
        () => stores.agents.disconnect('asha', 'asha-1', NOW),
        { take: 'agent_absent', offer: 'agent_absent', directed: 'agent_absent' },
      ],
      [
        'was last seen exactly then',
        () => stores.agents.heartbeat('asha', 'asha-1', NOW - 1),
        { take: 'agent_absent', offer: 'agent_absent', directed: 'agent_absent' },
      ],
      [
        'is offline',
        () => stores.agents.setAvailability('asha', 'offline', NOW),
        { take: 'agent_absent', offer: 'agent_absent', directed: 'agent_absent' },
      ],
      [
        'is busy',
        () => stores.agents.setAvailability('asha', 'busy', NOW),
        { take: 'committed', offer: 'agent_absent', directed: 'committed' },
      ],
      [
        'is away',
        () => stores.agents.setAvailability('asha', 'away', NOW),
        { take: 'committed', offer: 'agent_absent', directed: 'committed' },
      ],
      [
        'is not responding',
        async () => done(await another(), { agentId: 'asha', notResponding: true }),
        { take: 'committed', offer: 'agent_absent', directed: 'committed' },
      ],
      [
        'is being asked already',
        async () => done(await another(), asking('asha', 'offer-0')),
        { take: 'committed', offer: 'agent_absent', directed: 'committed' },
      ],
    ];
    const cases = situations.flatMap(([situation, arrange, results]) => [
      { situation, arrange, what: 'a session', change: take, result: results.take },
      { situation, arrange, what: 'an offer', change: offer, result: results.offer },
      {
        situation,
        arrange,
        what: 'a colleague’s offer',
        change: directed,
        result: results.directed,
      },
    ]);
    it.each(cases)(
      '$what for an agent who $situation: $result',
      async ({ arrange, change, result }) => {
        await arrange();
        const session = await another();
        const before = await asha();

        expect(await write(session, change)).toBe(result);

        if (result !== 'committed') expect(await asha()).toEqual(before);
        else if (change.take) expect((await asha()).sessions).toContain(session.sessionId);
        else expect((await asha()).offers).toContain('offer-1');
      },
    );

    describe('who is taken for lost', () => {
      const losing = (unseenSince: number): AgentWrite => ({
        agentId: 'asha',
        leave: true,
        unseenSince,
      });

      it.each<[string, () => Promise<unknown>, string]>([
        ['has shown life since', async () => undefined, 'agent_back'],
        [
          'has shown life since, with nothing left to lose',
          () => stores.agents.setAvailability('asha', 'offline', NOW),
          'agent_back',
        ],
        [
          'was last seen exactly then',
          () => stores.agents.heartbeat('asha', 'asha-1', NOW - 1),
          'committed',
        ],
        ['has no connection', () => stores.agents.disconnect('asha', 'asha-1', NOW), 'committed'],
        [
          'is connected anew',
          async () => {
            await stores.agents.disconnect('asha', 'asha-1', NOW);
            await stores.agents.connect('asha', 'asha-2', NOW);
          },
          'agent_back',
        ],
      ])('and %s: %s', async (_situation, arrange, result) => {
        const session = await done(await another(), take);
        await arrange();
        const before = await asha();

        expect(await write(session, losing(NOW - 1))).toBe(result);

        const sessions = result === 'committed' ? [] : [session.sessionId];
        expect((await asha()).sessions).toEqual(sessions);
        if (result !== 'committed') {
          expect(await asha()).toEqual(before);
          expect(await stores.sessions.get(session.sessionId)).toEqual(session);
        }
      });

      it('keeps the session although they are full', async () => {
        const session = await done(await another(), take);
        await done(await another(), take);

        expect(await write(session, losing(NOW - 1))).toBe('agent_back');

        expect((await asha()).sessions).toHaveLength(2);
      });

      it('keeps the session if somebody else is to have it in the same step', async () => {
        await present(stores, 'ravi');
        const session = await done(await another(), take);
        const agents = [losing(NOW - 1), taking('ravi')];

        const result = await stores.sessions.commit(changeOf(session, {}, { agents }), NOW);

        expect(result).toBe('agent_back');
        expect((await agentOf(stores, 'ravi')).sessions).toEqual([]);
      });
    });

    it.each([take, offer, directed])(
      'an agent who has never signed in is absent and stays unknown',
      async (change) => {
        const session = await another();

        expect(await write(session, { ...change, agentId: 'nobody' })).toBe('agent_absent');

        expect(await stores.agents.get('nobody')).toBeNull();
      },
    );

    it.each<AgentWrite>([
      { agentId: 'nobody', leave: true },
      { agentId: 'nobody', withdraw: 'offer-1' },
      { agentId: 'nobody', parked: false },
      { agentId: 'nobody', notResponding: true },
    ])('what only frees makes no record of an agent who has none: %o', async (change) => {
      await done(await another(), change);

      expect(await stores.agents.get('nobody')).toBeNull();
      expect((await stores.agents.list()).map(({ agentId }) => agentId)).toEqual(['asha']);
    });

    it('taking a session withdraws its offer and ends "not responding" in one write', async () => {
      const session = await done(await another(), offer);
      await done(await another(), { agentId: 'asha', notResponding: true });

      await done(session, { ...take, withdraw: 'offer-1', notResponding: false });

      const { sessions, offers, notResponding } = await asha();
      expect({ sessions, offers, notResponding }).toEqual({
        sessions: [session.sessionId],
        offers: [],
        notResponding: undefined,
      });
    });

    it('leaving parks the wrap-up in one write; the agent is idle from then on', async () => {
      const session = await done(await another(), take);

      await done(session, { agentId: 'asha', leave: true, parked: true }, NOW + MINUTE);

      expect(await asha()).toMatchObject({
        sessions: [],
        parked: [session.sessionId],
        idleSince: NOW + MINUTE,
      });
    });

    it('a parked wrap-up is given up without touching the rest', async () => {
      const session = await done(await another(), { agentId: 'asha', leave: true, parked: true });
      const before = await asha();

      await done(session, { agentId: 'asha', parked: false }, NOW + MINUTE);

      expect(await asha()).toEqual({ ...before, parked: [] });
    });

    it('letting an offer run out withdraws it and marks the agent in one write', async () => {
      const session = await done(await another(), offer);

      await done(session, { agentId: 'asha', withdraw: 'offer-1', notResponding: true });

      expect(await asha()).toMatchObject({ offers: [], notResponding: true });
    });

    it('sets that were emptied fill again: sessions, offers and parked', async () => {
      const session = await done(await another(), take);
      const left = await done(session, { agentId: 'asha', leave: true, parked: true });
      const offered = await done(left, { ...offer, parked: false });
      expect(await asha()).toMatchObject({ sessions: [], parked: [], offers: ['offer-1'] });
      const withdrawn = await done(offered, { agentId: 'asha', withdraw: 'offer-1' });
      expect(await asha()).toMatchObject({ sessions: [], parked: [], offers: [] });

      const again = await done(withdrawn, asking('asha', 'offer-2'));
      await done(again, { ...take, withdraw: 'offer-2' });
      await done(await another(), asking('asha', 'offer-3'));
      await done(await another(), { agentId: 'asha', leave: true, parked: true });

      const { sessions, parked, offers } = await asha();
      expect({ sessions, offers }).toEqual({ sessions: [session.sessionId], offers: ['offer-3'] });
      expect(parked).toHaveLength(1);
    });

    it('an emptied set counts as room', async () => {
      await stores.agents.edit('asha', { capacity: 1 });
      const session = await done(await another(), take);
      await done(session, { agentId: 'asha', leave: true });

      await done(await another(), take);

      expect((await asha()).sessions).toHaveLength(1);
    });

    it('leaving and withdrawing what they do not have change no set', async () => {
      const session = await done(await another(), take);

      await done(await another(), { agentId: 'asha', leave: true, withdraw: 'offer-9' });

      expect(await asha()).toMatchObject({ sessions: [session.sessionId], offers: [] });
    });
  });
}
