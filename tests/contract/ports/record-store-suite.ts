import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordStore } from '../../../lambdas/ports.ts';
import type { LeftMessage } from '../../../protocol/http.ts';
import type { QueueName } from '../../../protocol/vocabulary.ts';
import { changeOf, commit, type MakeStores, NOW, opened, type Stores } from './builders.ts';

const DAY = '2026-01-01';

/** What every RecordStore promises. */
export function describeRecordStore(name: string, make: MakeStores): void {
  let stores: Stores;
  let records: RecordStore;
  beforeEach(async () => {
    stores = await make();
    ({ records } = stores);
  });

  describe(`${name}: left messages`, () => {
    const leave = async (n: number, at: number, queue: QueueName = 'billing') => {
      const before = await opened(stores, n);
      const left: LeftMessage = {
        sessionId: before.sessionId,
        queue,
        at,
        customer: { name: 'Dana', plan: 'Fibre' },
        contact: 'dana@example.com',
        text: `message ${n}`,
        handled: null,
      };
      await commit(stores, changeOf(before, { status: 'closed' }, { left }));
      return left;
    };
    const by = (id: string) => ({ by: { role: 'agent' as const, id, name: id }, at: NOW + 9 });

    it('come newest first, those of their queue, at most so many', async () => {
      const middle = await leave(1, NOW);
      const newest = await leave(2, NOW + 1);
      const oldest = await leave(3, NOW - 1);
      const other = await leave(4, NOW, 'technical');

      expect(await records.leftMessages('billing', 10)).toEqual([newest, middle, oldest]);
      expect(await records.leftMessages('billing', 2)).toEqual([newest, middle]);
      expect(await records.leftMessages('technical', 10)).toEqual([other]);
      expect(await records.leftMessages('general', 10)).toEqual([]);
    });

    it('of the same moment come in the order of their sessions’ ids, backwards', async () => {
      const [second, third, first] = [
        await leave(2, NOW),
        await leave(1, NOW),
        await leave(3, NOW),
      ];

      expect(await records.leftMessages('billing', 10)).toEqual([first, second, third]);
    });

    it('are handled by the first one for good', async () => {
      const message = await leave(1, NOW);

      const handled = await records.handleLeft(message, by('asha'));
      const again = await records.handleLeft(message, by('ravi'));

      expect(handled).toEqual({ ...message, handled: by('asha') });
      expect(again).toEqual(handled);
      expect(await records.leftMessages('billing', 10)).toEqual([handled]);
    });

    it('are handled by one of those who come at once', async () => {
      const message = await leave(1, NOW);

      const results = await Promise.all(
        ['asha', 'ravi'].map((id) => records.handleLeft(message, by(id))),
      );

      expect(results[0]).toEqual(results[1]);
      expect(await records.leftMessages('billing', 10)).toEqual([results[0]]);
    });

    it('that nobody left are not handled, and not made', async () => {
      const message = await leave(1, NOW);

      expect(await records.handleLeft({ ...message, at: NOW + 1 }, by('asha'))).toBeNull();
      expect(await records.handleLeft({ ...message, queue: 'general' }, by('asha'))).toBeNull();

      expect(await records.leftMessages('billing', 10)).toEqual([message]);
      expect(await records.leftMessages('general', 10)).toEqual([]);
    });
  });

  describe(`${name}: counters of a day`, () => {
    it('are none on a day without any', async () => {
      expect(await records.totals(DAY)).toEqual({ add: {}, max: {} });
    });

    it('are sums, and maxima', async () => {
      await records.count(DAY, {
        add: { 'all/sessions': 1, 'all/waitMs': 500 },
        max: { longest: 5 },
      });
      await records.count(DAY, { add: { 'all/sessions': 2 }, max: { longest: 9, other: 1 } });
      await records.count(DAY, { add: { 'all/waitMs': -200 }, max: { longest: 7 } });

      expect(await records.totals(DAY)).toEqual({
        add: { 'all/sessions': 3, 'all/waitMs': 300 },
        max: { longest: 9, other: 1 },
      });
    });

    it('hold a maximum that comes alone', async () => {
      await records.count(DAY, { add: {}, max: { longest: 5 } });

      expect(await records.totals(DAY)).toEqual({ add: {}, max: { longest: 5 } });
    });

    it('are of their day', async () => {
      await records.count(DAY, { add: { n: 1 }, max: { m: 1 } });
      await records.count('2026-01-02', { add: { n: 5 }, max: { m: 5 } });

      expect(await records.totals(DAY)).toEqual({ add: { n: 1 }, max: { m: 1 } });
    });

    it('lose none of those that come at once', async () => {
      await Promise.all(
        Array.from({ length: 30 }, (_, i) => records.count(DAY, { add: { n: 1 }, max: { m: i } })),
      );

      expect(await records.totals(DAY)).toEqual({ add: { n: 30 }, max: { m: 29 } });
    });
  });

  describe(`${name}: canned replies`, () => {
    const replies = [{ shortcut: 'hello', text: 'Hello {customer}' }];

    it('are none, of version 0, while nobody has written any', async () => {
      expect(await records.cannedReplies()).toEqual({ version: 0, replies: [] });
    });

    it('are replaced as a whole if the version stands, which then rises', async () => {
      const first = await records.replaceCannedReplies({ version: 0, replies });
      expect(first).toEqual({ version: 1, replies });

      const second = await records.replaceCannedReplies({ version: 1, replies: [] });

      expect(second).toEqual({ version: 2, replies: [] });
      expect(await records.cannedReplies()).toEqual(second);
    });

    it.each([0, 2, 7])('stay as they are for whoever read version %i', async (version) => {
      await records.replaceCannedReplies({ version: 0, replies });

      expect(await records.replaceCannedReplies({ version, replies: [] })).toBeNull();

      expect(await records.cannedReplies()).toEqual({ version: 1, replies });
    });

    it('that were never written cannot be replaced by a later version', async () => {
      expect(await records.replaceCannedReplies({ version: 3, replies })).toBeNull();

      expect(await records.cannedReplies()).toEqual({ version: 0, replies: [] });
    });

    it('are replaced by one of those who come at once', async () => {
      const results = await Promise.all(
        ['a', 'b', 'c'].map((text) =>
          records.replaceCannedReplies({ version: 0, replies: [{ shortcut: 'x', text }] }),
        ),
      );

      const won = results.filter((result) => result !== null);
      expect(won).toHaveLength(1);
      expect(await records.cannedReplies()).toEqual(won[0]);
    });
  });
}
