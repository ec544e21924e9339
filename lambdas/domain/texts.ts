import type { ReasonCode } from '../../protocol/vocabulary.ts';

/** What customers are told, in plain words that say what happens next. */
export const TEXTS = {
  lookingForHelp: 'Let me see who can help with that.',
  requestHeard: 'Of course. I’m asking for a person to take over.',
  personOffered:
    'I may not be the best help with this. Would you like to talk to a person? Just say so.',
  cancelled: 'You’ve left the line. The assistant is here if you need it.',
  joined: (name: string, team: string) => `${name} from ${team} joined.`,
  released: (name: string) =>
    `${name} had to leave. We’re finding someone else, and you keep your place in line.`,
  agentLost: (name: string) =>
    `${name}’s connection dropped. We’re finding someone else, and you keep your place in line.`,
  returnedToBot: (name: string) => `${name} has left. You’re chatting with the assistant again.`,
  endedByAgent: (name: string) => `${name} ended the chat.`,
  endedByCustomer: 'The customer ended the chat.',
  customerLeft: 'The customer left the chat.',
  abandoned: 'The chat was closed because nobody was there any more.',
} as const;

const LEAD_BY_REASON: Partial<Record<ReasonCode, string>> = {
  'topic.safety': 'This sounds urgent.',
  'topic.fraud': 'Let’s get your account looked at by a person right away.',
  'topic.billing_dispute': 'I’m sorry about your bill.',
  'topic.service_outage': 'I’m sorry that your service isn’t working.',
  'topic.cancellation': 'I’m sorry to hear that you’re thinking of leaving.',
  'topic.legal': 'A person should look at this with you.',
  'ai.repeated_fallback': 'I’m not getting this right.',
  'ai.repeated_answer': 'I’m not getting this right.',
  'ai.low_confidence': 'I’m not getting this right.',
  'behaviour.repeated_query': 'I’m not getting this right.',
  'sentiment.anger': 'I’m sorry about this.',
  'sentiment.frustration': 'I’m sorry about this.',
};

/** The connecting notice, led by the reason that counts most to the customer. */
export function connectingText(codes: readonly ReasonCode[]): string {
  const lead = codes.includes('request.explicit')
    ? ''
    : (codes.map((code) => LEAD_BY_REASON[code]).find(Boolean) ?? '');
  const promise =
    'Connecting you to a person. I’ll pass on what you told me, so you won’t need to repeat it.';
  return lead ? `${lead} ${promise}` : promise;
}
