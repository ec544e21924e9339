import type { Customer } from '../clients/customer.ts';
import { SHOP } from '../clients/customer-tab.ts';
import type { Gateway, Line } from '../platform/gateway.ts';

/** Somebody who sends what no client of ours would send. */
export interface Intruder {
  /** Shows the ticket that a customer has just used. */
  steal(customer: Customer): void;
  /** Sends a malformed frame over the customer's own connection. */
  babble(customer: Customer, n: number): void;
}

const GARBAGE = [
  '{"type":"message.send","__proto__":{"id":"x"}}',
  '{"type":"no.such.frame"}',
  'not json',
  '{"type":"message.send","sessionId":"0192f0c1-2b3c-7d4e-8f50-00000000ffff","id":"0192f0c1-2b3c-7d4e-8f50-00000000fffe","cseq":1,"text":"\\ud800"}',
  '{"type":"session.hello","sessionId":"0192f0c1-2b3c-7d4e-8f50-00000000ffff","lastSeq":0}',
  '{"type":"agent.heartbeat"}',
  '[]',
  '{"type":"message.send","sessionId":"0192f0c1-2b3c-7d4e-8f50-00000000ffff","id":"0192f0c1-2b3c-7d4e-8f50-00000000fffe","cseq":1,"text":"for a stranger"}',
] as const;

/** Makes an intruder at this gateway. */
export function createIntruder(gateway: Gateway): Intruder {
  return {
    steal(customer) {
      const ticket = customer.tab()?.lastTicket();
      if (!ticket) return;
      let line: Line | null = null;
      line = gateway.dial({
        who: 'intruder',
        ticket,
        origin: SHOP,
        intruder: true,
        wire: {
          opened: () => line?.send('{"type":"ping"}'),
          received: () => undefined,
          closed: () => undefined,
        },
      });
    },
    babble(customer, n) {
      const id = customer.tab()?.connectionId();
      if (id) gateway.inject(id, GARBAGE[n % GARBAGE.length] ?? '[]');
    },
  };
}
