import { NotAllowedError } from '../../../lambdas/domain/errors.ts';
import type { TicketStore } from '../../../lambdas/ports.ts';
import { copy } from './copy.ts';
import type { MemoryTable } from './table.ts';

/** Tickets and request counters in memory, with the conditions that the table keeps. */
export function memoryTickets({ tickets, counts }: MemoryTable): TicketStore {
  return {
    async put(hash, holder, origin, expiresAt) {
      tickets.set(hash, copy({ holder, origin, expiresAt }));
    },
    async consume(hash, { connectionId, origin, now }) {
      const ticket = tickets.get(hash);
      if (!ticket) throw new NotAllowedError('ticket_unknown');
      if (ticket.origin !== origin) throw new NotAllowedError('ticket_wrong_origin');
      if (ticket.expiresAt <= now) throw new NotAllowedError('ticket_expired');
      if ((ticket.usedBy ?? connectionId) !== connectionId) {
        throw new NotAllowedError('ticket_used');
      }
      tickets.set(hash, { ...ticket, usedBy: connectionId });
      return copy(ticket.holder);
    },
    async count(address, now) {
      const key = `${address}#${Math.floor(now / 60_000)}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
  };
}
