import type { Band } from '../../../protocol/assessment.ts';
import type { SystemEvent } from '../../../protocol/message.ts';
import type {
  Availability,
  Category,
  CloseReason,
  DetailName,
  Disposition,
  Priority,
  QueueName,
  ReasonCode,
  WaitTrouble,
} from '../../../protocol/vocabulary.ts';

/** Words for each priority. */
export const PRIORITY_WORDS: Record<Priority, string> = {
  urgent: 'Urgent',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** Words for each queue. */
export const QUEUE_WORDS: Record<QueueName, string> = {
  billing: 'Billing',
  technical: 'Technical',
  retention: 'Retention',
  general: 'General',
};

/** Words for what an agent can choose to be. */
export const AVAILABILITY_WORDS: Record<Availability, string> = {
  available: 'Available',
  busy: 'Busy',
  away: 'Away',
  offline: 'Offline',
};

/** Words for the analyzer's categories. */
export const CATEGORY_WORDS: Record<Category, string> = {
  ai_performance: 'Assistant performance',
  user_behaviour: 'Customer behaviour',
  topic: 'Topic sensitivity',
  sentiment: 'Sentiment',
};

/** Words for what the analyzer decides. */
export const BAND_WORDS: Record<Band, string> = {
  continue: 'Assistant goes on',
  offer: 'Offer a person',
  hand_over: 'Hand over',
};

/** Why a session was escalated, short enough for a chip. */
export const REASON_WORDS: Record<ReasonCode, string> = {
  'request.explicit': 'Asked for a person',
  'ai.low_confidence': 'Assistant unsure',
  'ai.repeated_fallback': 'No answer found, repeatedly',
  'ai.repeated_answer': 'Same answer again',
  'behaviour.long_conversation': 'Long conversation',
  'behaviour.repeated_query': 'Asked again',
  'topic.billing_dispute': 'Billing dispute',
  'topic.service_outage': 'Service outage',
  'topic.cancellation': 'Wants to cancel',
  'topic.fraud': 'Possible fraud',
  'topic.legal': 'Legal or regulator',
  'topic.safety': 'Safety',
  'sentiment.frustration': 'Frustrated',
  'sentiment.anger': 'Angry',
  'system.analyzer_unavailable': 'Could not be assessed',
};

/** Words for what came of a contact. */
export const DISPOSITION_WORDS: Record<Disposition, string> = {
  resolved: 'Resolved',
  follow_up_needed: 'Follow-up needed',
  passed_on: 'Passed on',
  customer_left: 'Customer left',
  not_a_support_matter: 'Not a support matter',
};

/** Words for why a session ended. */
export const CLOSE_WORDS: Record<CloseReason, string> = {
  agent_ended: 'You ended this chat.',
  customer_ended: 'The customer ended this chat.',
  customer_left: 'The customer left and did not come back.',
  customer_idle: 'The customer did not answer any more.',
  abandoned_in_queue: 'The customer left while waiting.',
  message_left: 'The customer left a message instead of waiting.',
  bot_idle: 'Nobody wrote to the assistant any more.',
};

/** Why waiting alone will not help a customer, short enough for a chip. */
export const TROUBLE_WORDS: Record<WaitTrouble, string> = {
  outside_hours: 'Outside opening hours',
  no_agents: 'Nobody there',
  nobody_left: 'Nobody left',
  max_wait: 'Waits too long',
};

/** The same in a sentence that says what to do. */
export const TROUBLE_SENTENCES: Record<WaitTrouble, string> = {
  outside_hours: 'It is outside opening hours. The customer may leave a message instead.',
  no_agents: 'Nobody of this team is there. The customer waits until somebody joins.',
  nobody_left: 'Nobody left: everybody asked let this customer pass. Somebody has to join.',
  max_wait: 'This customer waits longer than promised.',
};

/** Words for what customers are asked for while they wait. */
export const DETAIL_WORDS: Record<DetailName, string> = {
  account: 'Account',
  invoice: 'Invoice',
  address: 'Address',
  device: 'Device',
};

/** Short heading for a system entry, should its text be empty. */
export const EVENT_WORDS: Record<SystemEvent, string> = {
  escalated: 'Escalated to a person',
  person_offered: 'A person was offered',
  joined: 'An agent joined',
  released: 'Back in the queue',
  agent_lost: 'The agent lost connection',
  agent_silent: 'The agent did not answer',
  transferred: 'Passed on',
  reassigned: 'Given to another agent',
  returned_to_bot: 'Back with the assistant',
  cancelled: 'The customer left the line',
  held: 'On hold',
  resumed: 'No longer on hold',
  wait_choice: 'The customer was asked whether to go on waiting',
  still_waiting: 'The customer goes on waiting',
  detail_asked: 'The customer was asked for details',
  idle_warning: 'The customer was asked whether they are still there',
  message_left: 'The customer left a message',
  ended: 'The chat ended',
};

/** What to tell an agent whose command was refused, by problem code. */
export const PROBLEM_WORDS: Record<string, string> = {
  at_capacity: 'You already hold as many chats as you may. Finish one to take another.',
  agent_not_available: 'You are offline or your live connection is down, so nothing was assigned.',
  session_closed: 'This chat has already ended.',
  session_not_waiting: 'This customer is no longer waiting.',
  session_not_active: 'This chat is not active any more.',
  session_unknown: 'This chat no longer exists.',
  not_your_session: 'This chat is no longer yours.',
  offer_gone: 'This offer does not stand any more.',
  not_eligible: 'This customer waits in a queue that you do not serve.',
  stale_version: 'This chat changed meanwhile. Try again.',
  conflict: 'Too many changes at once. Try again.',
  unavailable: 'A part of the service did not answer. Try again.',
  too_many_requests: 'That was too fast. Try again in a minute.',
  text_too_long: 'The message is longer than 4,000 characters.',
  text_empty: 'The message has no text.',
  network: 'The service could not be reached. Check your connection and try again.',
};

/** Why a session left an agent, by the server's reason. */
export const UNASSIGNED_WORDS: Record<string, string> = {
  released: 'went back to the queue',
  transferred: 'was passed on',
  reassigned: 'was given to a colleague',
  agent_lost: 'went back to the queue because your connection was lost',
  agent_silent: 'went back to the queue because you did not answer in time',
  returned_to_bot: 'went back to the assistant',
};

/** The last words of a waiting customer, or that there are none. */
export function excerptWords(excerpt: string): string {
  return excerpt.trim() === '' ? 'Asked for a person without a message' : excerpt;
}
