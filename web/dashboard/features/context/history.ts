import { TROUBLE_WORDS } from '../../lib/words.ts';

const CAUSES: Record<string, string> = {
  ...TROUBLE_WORDS,
  escalated: 'Escalated',
  offered: 'Asked',
  rejected: 'Let it pass',
  timed_out: 'Offer not answered in time',
  claimed: 'Joined',
  offer: 'Accepted the offer',
  auto: 'Assigned automatically',
  reassigned: 'Given to another agent',
  transferred_to_queue: 'Passed on to a queue',
  transferred_to_agent: 'Passed on to a colleague',
  held: 'Put on hold',
  resumed: 'Taken off hold',
  hold_over: 'On hold for too long, taken off hold',
  released: 'Released',
  agent_lost: 'Agent lost, back in the queue',
  agent_silent: 'Agent silent, back in the queue',
  returned_to_bot: 'Returned to the assistant',
  kept_waiting: 'Chose to go on waiting',
  cancelled: 'Left the line',
  agent_ended: 'Ended',
  customer_ended: 'Ended',
  customer_left: 'Customer left',
  customer_idle: 'Ended, the customer did not answer',
  abandoned_in_queue: 'Left while waiting',
  message_left: 'Left a message',
  bot_idle: 'Ended, nobody wrote any more',
  wrap_up_submitted: 'Wrapped up',
  wrap_up_timed_out: 'Wrap-up ran out of time',
};

/** A transition's cause in words; one we do not know is shown as it is, made readable. */
export function describeCause(cause: string): string {
  const words = CAUSES[cause] ?? cause.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
