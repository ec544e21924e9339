import type { Message } from '../../../../protocol/message.ts';
import type { FeedbackVerdict } from '../../../../protocol/vocabulary.ts';

/** Words for each verdict, in the order of the buttons. */
export const VERDICT_WORDS: Record<FeedbackVerdict, string> = {
  right: 'Right',
  too_early: 'Too early',
  too_late: 'Too late',
};

/** A customer's turn that can be named as the right one; turns count from 1 as on the server. */
export interface TurnChoice {
  turn: number;
  text: string;
}

const BACK_WITH_BOT = new Set(['cancelled', 'returned_to_bot']);

/**
 * The customer's turns at which a person should rather have come: those before the escalation if it
 * was too late, those after it if it was too early. Turns from before the assistant last had the
 * chat back are not counted.
 *
 * @param assessedSeq last entry that the escalation was decided on.
 */
export function turnChoices(
  messages: readonly Message[],
  assessedSeq: number,
  verdict: FeedbackVerdict,
): TurnChoice[] {
  if (verdict === 'right') return [];
  const back = messages.findLast(
    ({ seq, event }) => seq <= assessedSeq && BACK_WITH_BOT.has(event ?? ''),
  );
  const turns = messages
    .filter(({ seq, from }) => from.role === 'customer' && seq > (back?.seq ?? 0))
    .map(({ seq, text }, i) => ({ seq, turn: i + 1, text }));
  const escalated = turns.filter(({ seq }) => seq <= assessedSeq).length;
  return turns
    .filter(({ turn }) => (verdict === 'too_late' ? turn < escalated : turn > escalated))
    .map(({ turn, text }) => ({ turn, text }));
}
