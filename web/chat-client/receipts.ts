import type { SessionFacts } from './session-facts.ts';

/** How far a stored message has come: stored by the server, taken by the other side, seen there. */
export type Receipt = 'sent' | 'delivered' | 'read';

/** The receipt of an own message at `seq` that the `reader` is to see. */
export function receiptOf(
  facts: Pick<SessionFacts, 'read' | 'deliveredSeq'>,
  seq: number,
  reader: 'customer' | 'agent',
): Receipt {
  if (facts.read[reader] >= seq) return 'read';
  return facts.deliveredSeq >= seq ? 'delivered' : 'sent';
}
