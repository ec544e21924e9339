import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Message } from '../../../protocol/message.ts';
import { idOf } from '../../simulation/memory/world.ts';
import {
  changeOf,
  commit,
  entry,
  escalationOf,
  type MakeStores,
  MINUTE,
  NOW,
  opened,
  type Stores,
} from './builders.ts';

const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq);

/** Promises of {@link SessionStore} about what is read of a session beside its head. */
export function describeTranscripts(name: string, make: MakeStores): void {
  describe(`${name}: transcript, marks and rows of a session`, () => {
    let stores: Stores;
    let session: Session;
    const sessionId = idOf(1);
    beforeEach(async () => {
      stores = await make();
      session = await opened(stores);
    });

    const say = async (...messages: Message[]) => {
      session = await commit(stores, changeOf(session, {}, { messages }));
    };
    /** In steps of different sizes: a table may keep the entries of a step together. */
    const sayTwelve = async () => {
      for (const step of [[1, 2, 3], [4], [5, 6, 7, 8], [9, 10], [11, 12]]) {
        await say(...step.map((seq) => entry(seq)));
      }
    };

    describe('entries', () => {
      beforeEach(sayTwelve);

      it.each([
        [0, 5, [1, 2, 3, 4, 5]],
        [3, 2, [4, 5]],
        [9, 3, [10, 11, 12]],
        [9, 50, [10, 11, 12]],
        [12, 5, []],
        [99, 5, []],
      ])('after %i, at most %i, come oldest first', async (seq, limit, expected) => {
        const messages = await stores.sessions.messagesAfter(sessionId, seq, limit);
        const page = await stores.sessions.page(sessionId, seq, limit);

        expect(messages).toEqual(expected.map((n) => entry(n)));
        expect(page.messages).toEqual(messages);
      });

      it('come whole from every place, whatever was stored together', async () => {
        for (let seq = 0; seq <= 12; seq += 1) {
          for (let limit = 1; limit <= 13; limit += 4) {
            const expected = Array.from({ length: 12 }, (_, i) => i + 1).slice(seq, seq + limit);
            const after = await stores.sessions.messagesAfter(sessionId, seq, limit);
            expect(seqs(after), `after ${seq}, at most ${limit}`).toEqual(expected);
          }
        }
      });

      it.each([1, 2, 3, 4, 5, 8, 11, 12, 50])('the last %i come oldest first', async (limit) => {
        const last = await stores.sessions.lastMessages(sessionId, limit);

        expect(last).toEqual(Array.from({ length: 12 }, (_, i) => entry(i + 1)).slice(-limit));
      });

      it('of other sessions stay out', async () => {
        await opened(stores, 2);

        expect(await stores.sessions.messagesAfter(idOf(2), 0, 50)).toEqual([]);
        expect(await stores.sessions.lastMessages(idOf(2), 50)).toEqual([]);
      });

      it('are there for whoever reads after the commit', async () => {
        await say(entry(13));

        expect(seqs(await stores.sessions.messagesAfter(sessionId, 12, 50))).toEqual([13]);
        expect(seqs(await stores.sessions.lastMessages(sessionId, 1))).toEqual([13]);
      });
    });

    it('entries keep every field, and texts of any language', async () => {
      const message: Message = {
        seq: 1,
        id: idOf(77),
        from: { role: 'agent', id: 'asha', name: 'Asha', team: 'Billing' },
        text: 'Grüße, 你好, 👩‍👩‍👧 "\\\u0000 \n',
        at: NOW,
        event: 'joined',
        bot: { confidence: 0.123456789012, fallback: true, articleId: null },
      };

      await say(message);

      expect(await stores.sessions.messagesAfter(sessionId, 0, 1)).toEqual([message]);
    });

    it('a transcript of the longest messages is read to its end, page by page', async () => {
      // Four bytes each: a hundred of them are more than one answer of the table holds.
      const text = '𐌰'.repeat(4000);
      for (let first = 1; first <= 120; first += 3) {
        await say(...[0, 1, 2].map((i) => entry(first + i, text)));
      }
      await stores.sessions.markRead(sessionId, 'customer', 120, NOW);

      const read: number[] = [];
      let pages = 0;
      let marks = { customer: 0, agent: 0 };
      while ((read.at(-1) ?? 0) < 120) {
        const page = await stores.sessions.page(sessionId, read.at(-1) ?? 0, 100);
        expect(page.messages).not.toEqual([]);
        read.push(...seqs(page.messages));
        marks = page.read;
        pages += 1;
      }

      expect(read).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
      expect(pages).toBeGreaterThan(1);
      expect(marks).toEqual({ customer: 120, agent: 0 });
    });

    describe('read marks', () => {
      const marks = () => stores.sessions.readMarks(sessionId);

      it('stand at 0 until somebody has read', async () => {
        expect(await marks()).toEqual({ customer: 0, agent: 0 });
      });

      it('move forward, each side by itself, never back', async () => {
        const mark = (by: 'customer' | 'agent', seq: number) =>
          stores.sessions.markRead(sessionId, by, seq, NOW);

        expect(await mark('customer', 4)).toBe(true);
        expect(await mark('agent', 2)).toBe(true);
        expect(await mark('customer', 4)).toBe(false);
        expect(await mark('customer', 3)).toBe(false);
        expect(await mark('customer', 5)).toBe(true);

        expect(await marks()).toEqual({ customer: 5, agent: 2 });
      });

      it('that race end at the furthest', async () => {
        const results = await Promise.all(
          [3, 9, 5, 7].map((seq) => stores.sessions.markRead(sessionId, 'agent', seq, NOW)),
        );

        expect(results[1]).toBe(true);
        expect(await marks()).toEqual({ customer: 0, agent: 9 });
      });

      it('leave the session as it is', async () => {
        await stores.sessions.markRead(sessionId, 'agent', 3, NOW);

        expect(await stores.sessions.get(sessionId)).toEqual(session);
      });

      it.each([
        [0, 12],
        [0, 13],
        [4, 8],
        [5, 7],
        [11, 1],
        [12, 1],
      ])('come with a page after %i of at most %i, which reaches the end', async (seq, limit) => {
        await sayTwelve();
        await stores.sessions.markRead(sessionId, 'customer', 7, NOW);

        const { read } = await stores.sessions.page(sessionId, seq, limit);

        expect(read).toEqual({ customer: 7, agent: 0 });
      });

      it('come with the last page however small the steps were', async () => {
        for (let seq = 1; seq <= 20; seq += 1) await say(entry(seq));
        await stores.sessions.markRead(sessionId, 'agent', 19, NOW);

        for (let seq = 0; seq <= 20; seq += 1) {
          const page = await stores.sessions.page(sessionId, seq, Math.max(1, 20 - seq));
          expect(page.read, `after ${seq}`).toEqual({ customer: 0, agent: 19 });
        }
      });

      it('come with the page of a session that has no entries', async () => {
        await stores.sessions.markRead(sessionId, 'agent', 1, NOW);

        const page = await stores.sessions.page(sessionId, 0, 5);

        expect(page).toEqual({ messages: [], read: { customer: 0, agent: 1 } });
      });
    });

    it('notes and escalations come oldest first, and none is none', async () => {
      expect(await stores.sessions.notes(sessionId)).toEqual([]);
      expect(await stores.sessions.escalations(sessionId)).toEqual([]);
      for (let n = 1; n <= 11; n += 1) {
        const note = { n, at: NOW + n, by: { role: 'agent' as const, id: 'asha' }, text: `${n}` };
        const escalation = { kind: 'create' as const, n, escalation: escalationOf(n) };
        session = await commit(stores, changeOf(session, {}, { note, escalation }));
      }

      const notes = await stores.sessions.notes(sessionId);
      const escalations = await stores.sessions.escalations(sessionId);

      expect(notes.map(({ text }) => text)).toEqual(notes.map((_, i) => `${i + 1}`));
      expect(notes).toHaveLength(11);
      expect(escalations).toEqual(escalations.map((_, i) => escalationOf(i + 1)));
      expect(escalations).toHaveLength(11);
    });

    describe('contacts', () => {
      const contact = async (n: number, at: number, customerId = 'dana') => {
        const before = await opened(stores, n);
        const row = { sessionId: before.sessionId, at };
        await commit(stores, changeOf(before, {}, { contact: { customerId, ...row } }));
        return row;
      };

      it('are those of the customer since then, newest first', async () => {
        const middle = await contact(2, NOW);
        const oldest = await contact(3, NOW - MINUTE);
        const newest = await contact(4, NOW + MINUTE);
        await contact(5, NOW, 'somebody else');

        const since = (at: number) => stores.sessions.contacts('dana', at);

        expect(await since(0)).toEqual([newest, middle, oldest]);
        expect(await since(NOW)).toEqual([newest, middle]);
        expect(await since(NOW + 1)).toEqual([newest]);
        expect(await since(NOW + MINUTE + 1)).toEqual([]);
        expect(await stores.sessions.contacts('nobody', 0)).toEqual([]);
      });

      it('of the same moment come in the order of their ids, backwards', async () => {
        const rows = [await contact(4, NOW), await contact(2, NOW), await contact(3, NOW)];

        const contacts = await stores.sessions.contacts('dana', 0);

        expect(contacts).toEqual([rows[0], rows[2], rows[1]]);
      });

      it('hold one row for a session, the latest', async () => {
        const row = await contact(2, NOW);
        const before = await stores.sessions.get(row.sessionId);
        const later = { ...row, agentId: 'asha', agentName: 'Asha', queue: 'billing' as const };

        await commit(
          stores,
          changeOf(before as Session, {}, { contact: { customerId: 'dana', ...later } }),
        );

        expect(await stores.sessions.contacts('dana', 0)).toEqual([later]);
      });
    });
  });
}
