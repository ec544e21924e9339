const CAUSES: Record<string, string> = {
  escalated: 'Escalated',
  claimed: 'Joined',
  released: 'Released',
  agent_lost: 'Agent lost, back in the queue',
  returned_to_bot: 'Returned to the assistant',
  cancelled: 'Left the line',
  agent_ended: 'Ended',
  customer_ended: 'Ended',
  customer_left: 'Customer left',
  abandoned_in_queue: 'Left while waiting',
  wrap_up_submitted: 'Wrapped up',
  wrap_up_timed_out: 'Wrap-up ran out of time',
};

/** A transition's cause in words; one we do not know is shown as it is, made readable. */
export function describeCause(cause: string): string {
  const words = CAUSES[cause] ?? cause.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
