import * as z from 'zod/mini';

/** Who takes part in a session. */
export const ParticipantRole = z.enum(['customer', 'agent', 'supervisor', 'bot', 'system']);
export type ParticipantRole = z.infer<typeof ParticipantRole>;

/** Where a session stands. `wrap_up` and `closed` are the end for the customer. */
export const SessionStatus = z.enum(['bot', 'queued', 'active', 'on_hold', 'wrap_up', 'closed']);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** Where an escalation stands; all after `accepted` are final. */
export const EscalationStatus = z.enum([
  'pending',
  'offered',
  'accepted',
  'resolved',
  'cancelled',
  'expired',
  'abandoned',
  'returned_to_bot',
  'failed',
]);
export type EscalationStatus = z.infer<typeof EscalationStatus>;

/** The named lines of waiting sessions. */
export const QueueName = z.enum(['billing', 'technical', 'retention', 'general']);
export type QueueName = z.infer<typeof QueueName>;

/** How soon a waiting session needs a person, most urgent first. */
export const Priority = z.enum(['urgent', 'high', 'medium', 'low']);
export type Priority = z.infer<typeof Priority>;

/** What an agent chose. Presence (whether the socket lives) is a separate fact. */
export const Availability = z.enum(['available', 'busy', 'away', 'offline']);
export type Availability = z.infer<typeof Availability>;

/** How the server sees an agent: their choice, or what stands against it. */
export const AgentStatus = z.enum([
  'available',
  'busy',
  'away',
  'offline',
  'not_responding',
  'at_capacity',
]);
export type AgentStatus = z.infer<typeof AgentStatus>;

/** How a session came to its agent, or left them. */
export const AssignmentType = z.enum(['self_join', 'offer', 'auto', 'manual_reassign', 'unassign']);
export type AssignmentType = z.infer<typeof AssignmentType>;

/**
 * Why a waiting customer should not simply wait: closed now, nobody of the queue there, everybody
 * asked and nobody took it, or longer than the longest wait promised.
 */
export const WaitTrouble = z.enum(['outside_hours', 'no_agents', 'nobody_left', 'max_wait']);
export type WaitTrouble = z.infer<typeof WaitTrouble>;

/** What the customer told while waiting, by what was asked. */
export const DetailName = z.enum(['account', 'invoice', 'address', 'device']);
export type DetailName = z.infer<typeof DetailName>;

/** Why a session ended. */
export const CloseReason = z.enum([
  'agent_ended',
  'customer_ended',
  'customer_left',
  'customer_idle',
  'abandoned_in_queue',
  'message_left',
  'bot_idle',
]);
export type CloseReason = z.infer<typeof CloseReason>;

/** What came of the contact, chosen by the agent at wrap-up. */
export const Disposition = z.enum([
  'resolved',
  'follow_up_needed',
  'passed_on',
  'customer_left',
  'not_a_support_matter',
]);
export type Disposition = z.infer<typeof Disposition>;

/** What an agent says of the moment at which a session was handed to a person. */
export const FeedbackVerdict = z.enum(['right', 'too_early', 'too_late']);
export type FeedbackVerdict = z.infer<typeof FeedbackVerdict>;

/** The analyzer's four categories. */
export const Category = z.enum(['ai_performance', 'user_behaviour', 'topic', 'sentiment']);
export type Category = z.infer<typeof Category>;

/** Every reason for an escalation, `<family>.<signal>`. */
export const ReasonCode = z.enum([
  'request.explicit',
  'ai.low_confidence',
  'ai.repeated_fallback',
  'ai.repeated_answer',
  'behaviour.long_conversation',
  'behaviour.repeated_query',
  'topic.billing_dispute',
  'topic.service_outage',
  'topic.cancellation',
  'topic.fraud',
  'topic.legal',
  'topic.safety',
  'sentiment.frustration',
  'sentiment.anger',
  'system.analyzer_unavailable',
]);
export type ReasonCode = z.infer<typeof ReasonCode>;
