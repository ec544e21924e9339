import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../lambdas/domain/change.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import { idOf } from '../../simulation/memory/world.ts';
import {
  agentOf,
  asking,
  changeOf,
  commit,
  entry,
  escalationOf,
  headOf,
  historyEntry,
  type MakeStores,
  NOW,
  opened,
  present,
  type Stores,
  taking,
} from './builders.ts';

/** One step with everything that a step can carry. */
function wholeStep(before: Session): Change {
  const { sessionId } = before;
  return changeOf(
    before,
    { status: 'queued', escalationCount: 1, noteCount: 1 },
    {
      messages: [entry(before.seq + 1), entry(before.seq + 2)],
      escalation: { kind: 'create', n: 1, escalation: escalationOf(1) },
      agents: [taking('asha'), asking('ravi', 'offer-1')],
      note: { n: 1, at: NOW, by: { role: 'agent', id: 'asha' }, text: 'Ask for the invoice' },
      contact: { customerId: 'dana', sessionId, at: NOW, agentId: 'asha', queue: 'billing' },
      left: {
        sessionId,
        queue: 'billing',
        at: NOW,
        customer: { name: 'Dana' },
        contact: 'dana@example.com',
        text: 'Call me',
        handled: null,
      },
    },
  );
}

/** All that {@link wholeStep} could have written. */
async function everythingIn(stores: Stores, sessionId: string) {
  const { sessions, records } = stores;
  return {
    head: await sessions.get(sessionId),
    messages: await sessions.messagesAfter(sessionId, 0, 10),
    escalations: await sessions.escalations(sessionId),
    notes: await sessions.notes(sessionId),
    contacts: await sessions.contacts('dana', 0),
    left: await records.leftMessages('billing', 10),
    agents: [await agentOf(stores, 'asha'), await agentOf(stores, 'ravi')],
  };
}

/** Promises of {@link SessionStore.commit} about what it stores, and when nothing at all. */
export function describeCommits(name: string, make: MakeStores): void {
  describe(`${name}: a commit`, () => {
    let stores: Stores;
    let session: Session;
    beforeEach(async () => {
      stores = await make();
      await present(stores, 'asha');
      await present(stores, 'ravi');
      session = await opened(stores);
    });

    it('stores every part of the change', async () => {
      const change = wholeStep(session);

      await commit(stores, change);

      expect(await everythingIn(stores, session.sessionId)).toMatchObject({
        head: change.after,
        messages: change.messages,
        escalations: [escalationOf(1)],
        notes: [change.note],
        contacts: [{ sessionId: session.sessionId, at: NOW, agentId: 'asha', queue: 'billing' }],
        left: [change.left],
        agents: [{ sessions: [session.sessionId] }, { offers: ['offer-1'] }],
      });
    });

    it('keeps exactly the fields of the session afterwards: what is undefined is gone', async () => {
      const held = await commit(stores, changeOf(session, { heldAt: NOW, noteCount: 3 }));

      const after = await commit(stores, changeOf(held, { heldAt: undefined }));

      expect(after).toEqual({ ...session, version: session.version + 2, noteCount: 3 });
      expect(Object.keys(after)).not.toContain('heldAt');
    });

    const refusals: [string, (change: Change) => Change | Promise<Change>, string][] = [
      ['another version stands', (change) => older(change), 'conflict'],
      [
        'one of the agents is full',
        async (change) => {
          await stores.agents.edit('ravi', { capacity: 1 });
          const other = await opened(stores, 2);
          await commit(stores, changeOf(other, {}, { agents: [taking('ravi')] }));
          return change;
        },
        'agent_full',
      ],
      [
        'one of the agents is not there',
        async (change) => {
          await stores.agents.disconnect('ravi', 'ravi-1', NOW);
          return change;
        },
        'agent_absent',
      ],
      [
        'an entry with that number exists',
        async (change) => {
          const first = await commit(stores, changeOf(session, {}, { messages: [entry(1)] }));
          return {
            ...change,
            before: first,
            after: { ...change.after, version: first.version + 1 },
          };
        },
        'conflict',
      ],
      [
        'an escalation with that number exists',
        async (change) => {
          const escalation = { kind: 'create' as const, n: 1, escalation: escalationOf(1) };
          const first = await commit(stores, changeOf(session, {}, { escalation }));
          return {
            ...change,
            before: first,
            after: { ...change.after, version: first.version + 1 },
          };
        },
        'conflict',
      ],
      [
        'there is no escalation to go on with',
        (change) => ({
          ...change,
          escalation: { kind: 'append', n: 2, entry: historyEntry('offered') },
        }),
        'conflict',
      ],
    ];
    it.each(refusals)('stores nothing at all if %s', async (_why, prepare, result) => {
      const change = await prepare(wholeStep(session));
      const before = await everythingIn(stores, session.sessionId);

      expect(await stores.sessions.commit(change, NOW)).toBe(result);

      expect(await everythingIn(stores, session.sessionId)).toEqual(before);
    });

    it('names the conflict first if the agent could not have taken it either', async () => {
      await stores.agents.setAvailability('asha', 'offline', NOW);

      const result = await stores.sessions.commit(older(wholeStep(session)), NOW);

      expect(result).toBe('conflict');
    });

    it('of a session that was never opened is a conflict and opens nothing', async () => {
      const change = changeOf({ ...session, sessionId: idOf(9) }, { status: 'queued' });

      expect(await stores.sessions.commit(change, NOW)).toBe('conflict');

      expect(await stores.sessions.get(idOf(9))).toBeNull();
      expect(await stores.sessions.pending('billing')).toEqual([]);
    });

    it('that comes twice is stored once', async () => {
      const change = wholeStep(session);
      await commit(stores, change);
      const once = await everythingIn(stores, session.sessionId);

      expect(await stores.sessions.commit(change, NOW)).toBe('conflict');

      expect(await everythingIn(stores, session.sessionId)).toEqual(once);
    });

    it('that races with others from the same version is the only one', async () => {
      const racers = ['a', 'b', 'c', 'd'].map((text) =>
        changeOf(session, { closeReason: 'bot_idle' }, { messages: [entry(1, text)] }),
      );

      const results = await Promise.all(
        racers.map((change) => stores.sessions.commit(change, NOW)),
      );

      expect(results.filter((result) => result === 'committed')).toHaveLength(1);
      expect(results.filter((result) => result === 'conflict')).toHaveLength(3);
      const winner = racers[results.indexOf('committed')];
      expect(await stores.sessions.messagesAfter(session.sessionId, 0, 10)).toEqual(
        winner?.messages,
      );
    });

    it('of two sessions for an agent’s last place goes to one of them', async () => {
      await stores.agents.edit('asha', { capacity: 1 });
      const other = await opened(stores, 2);

      const results = await Promise.all(
        [session, other].map((before) =>
          stores.sessions.commit(changeOf(before, {}, { agents: [taking('asha')] }), NOW),
        ),
      );

      expect(results).toContain('committed');
      expect(results.filter((result) => result === 'committed')).toHaveLength(1);
      const winner = [session, other][results.indexOf('committed')];
      expect((await agentOf(stores, 'asha')).sessions).toEqual([winner?.sessionId]);
    });

    it('adds to the history of an escalation and moves its status', async () => {
      const created = await commit(stores, wholeStep(session));
      const next = historyEntry('claimed', 'accepted');

      await commit(
        stores,
        changeOf(created, {}, { escalation: { kind: 'append', n: 1, entry: next } }),
      );

      expect(await stores.sessions.escalations(session.sessionId)).toEqual([
        {
          ...escalationOf(1),
          status: 'accepted',
          history: [...escalationOf(1).history, next],
        },
      ]);
    });

    it('leaves no thread to what is stored: neither what was given nor what was read', async () => {
      const change = wholeStep(session);
      await commit(stores, change);
      const stored = structuredClone(await headOf(stores.sessions, session.sessionId));

      change.after.customer.name = 'Mallory';
      (await headOf(stores.sessions, session.sessionId)).customer.name = 'Mallory';
      (await agentOf(stores, 'asha')).sessions.length = 0;

      expect(await stores.sessions.get(session.sessionId)).toEqual(stored);
      expect((await agentOf(stores, 'asha')).sessions).toEqual([session.sessionId]);
    });
  });
}

function older(change: Change): Change {
  return { ...change, before: { ...change.before, version: change.before.version - 1 } };
}
