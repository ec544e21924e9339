import { beforeEach, describe, expect, it } from 'vitest';
import type { TicketHolder, TicketStore } from '../../../lambdas/ports.ts';
import { idOf } from '../../simulation/memory/world.ts';
import { type MakeStores, MINUTE, NOW, openingOf } from './builders.ts';

const ORIGIN = 'https://shop.example';
const CUSTOMER: TicketHolder = {
  role: 'customer',
  ...openingOf(1, { customerId: 'dana', previous: { sessionId: idOf(9), at: NOW } }),
};

/** What every TicketStore promises. */
export function describeTicketStore(name: string, make: MakeStores): void {
  describe(`${name}: tickets`, () => {
    let tickets: TicketStore;
    beforeEach(async () => {
      ({ tickets } = await make());
    });
    const put = (hash: string, holder: TicketHolder = CUSTOMER) =>
      tickets.put(hash, holder, ORIGIN, NOW + MINUTE);
    const use = (hash: string, connectionId = 'c1', origin = ORIGIN, now = NOW) =>
      tickets.consume(hash, { connectionId, origin, now });
    const refusal = (code: string) => ({ name: 'NotAllowedError', code });

    it.each<TicketHolder>([CUSTOMER, { role: 'agent', agentId: 'asha' }])(
      'let in whom they were made for: %o',
      async (holder) => {
        await put('t1', holder);

        expect(await use('t1')).toEqual(holder);
      },
    );

    it('let the same connection in again: its first answer may be lost', async () => {
      await put('t1');
      await use('t1');

      expect(await use('t1')).toEqual(CUSTOMER);
    });

    it('let nobody else in once they are used', async () => {
      await put('t1');
      await use('t1', 'c1');

      await expect(use('t1', 'c2')).rejects.toMatchObject(refusal('ticket_used'));
      expect(await use('t1', 'c1')).toEqual(CUSTOMER);
    });

    it('let in one of those who come at once', async () => {
      await put('t1');

      const results = await Promise.allSettled(['c1', 'c2', 'c3'].map((id) => use('t1', id)));

      const refused = results.filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(2);
      expect(refused).toMatchObject([
        { reason: refusal('ticket_used') },
        { reason: refusal('ticket_used') },
      ]);
    });

    it('are unknown if nobody made them', async () => {
      await put('t1');

      await expect(use('t2')).rejects.toMatchObject(refusal('ticket_unknown'));
    });

    it('expire at their time, for their own connection too', async () => {
      await put('t1');

      expect(await use('t1', 'c1', ORIGIN, NOW + MINUTE - 1)).toEqual(CUSTOMER);

      const late = use('t1', 'c1', ORIGIN, NOW + MINUTE);
      await expect(late).rejects.toMatchObject(refusal('ticket_expired'));
    });

    it('count for their origin only, and are not used up by another', async () => {
      await put('t1');

      const wrong = use('t1', 'c2', 'https://evil.example');
      await expect(wrong).rejects.toMatchObject(refusal('ticket_wrong_origin'));

      expect(await use('t1', 'c1')).toEqual(CUSTOMER);
    });

    it('are used each for itself', async () => {
      await put('t1');
      await put('t2', { role: 'agent', agentId: 'asha' });
      await use('t1', 'c1');

      expect(await use('t2', 'c2')).toEqual({ role: 'agent', agentId: 'asha' });
    });
  });

  describe(`${name}: the request counter`, () => {
    let tickets: TicketStore;
    beforeEach(async () => {
      ({ tickets } = await make());
    });

    it('counts the requests of an address in a minute, this one included', async () => {
      const minute = Math.floor(NOW / MINUTE) * MINUTE;

      expect(await tickets.count('a', minute)).toBe(1);
      expect(await tickets.count('a', minute + MINUTE - 1)).toBe(2);
      expect(await tickets.count('a', minute + MINUTE)).toBe(1);
      expect(await tickets.count('b', minute)).toBe(1);
      expect(await tickets.count('a', minute)).toBe(3);
    });

    it('counts each of those that come at once', async () => {
      const counts = await Promise.all(Array.from({ length: 8 }, () => tickets.count('a', NOW)));

      expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });
}
