import type { SystemEvent } from '../../../protocol/message.ts';
import type {
  Availability,
  Category,
  CloseReason,
  Disposition,
  Priority,
  QueueName,
  ReasonCode,
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
  abandoned_in_queue: 'The customer left while waiting.',
};

/** Short heading for a system entry, should its text be empty. */
export const EVENT_WORDS: Record<SystemEvent, string> = {
  escalated: 'Escalated to a person',
  person_offered: 'A person was offered',
  joined: 'An agent joined',
  released: 'Back in the queue',
  agent_lost: 'The agent lost connection',
  returned_to_bot: 'Back with the assistant',
  cancelled: 'The customer left the line',
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
  agent_lost: 'went back to the queue because your connection was lost',
  returned_to_bot: 'went back to the assistant',
};
