import type { QueueName, ReasonCode, WaitTrouble } from '../../protocol/vocabulary.ts';

const TEAM: Record<QueueName, string> = {
  billing: 'our billing team',
  technical: 'our technical team',
  retention: 'our contracts team',
  general: 'a colleague',
};

const CHOICE =
  'You can keep waiting, leave a message and we’ll get back to you, or go on with the assistant.';

const TROUBLE: Record<WaitTrouble, string> = {
  outside_hours: `Our team isn’t here at this time. ${CHOICE}`,
  no_agents: `Nobody from the team is here right now. ${CHOICE}`,
  nobody_left: `Everybody who could help is busy right now. ${CHOICE}`,
  max_wait: `I’m sorry, this takes longer than it should. ${CHOICE}`,
};

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
  agentSilent: (name: string) =>
    `${name} isn’t answering. We’re finding someone else, and you keep your place in line.`,
  transferred: (name: string, queue: QueueName) =>
    `${name} is passing you on to ${TEAM[queue]}, with everything you’ve said. You keep your place in line.`,
  passedTo: (name: string, colleague: string) =>
    `${name} is passing you on to ${colleague}, with everything you’ve said.`,
  held: (name: string) => `${name} is looking into it and will be back with you.`,
  resumed: (name: string) => `${name} is back.`,
  holdOver: (name: string) => `${name} needs a little longer than thought.`,
  trouble: TROUBLE,
  stillWaiting: 'All right, you’re still in line. We’ll let you know as soon as somebody is there.',
  idleWarning: 'Are you still there? This chat will close in a few minutes.',
  customerIdle: 'The chat was closed because it was quiet for a while.',
  messageLeft: 'Thank you. We’ve got your message and will get back to you.',
  returnedToBot: (name: string) => `${name} has left. You’re chatting with the assistant again.`,
  endedByAgent: (name: string) => `${name} ended the chat.`,
  endedByCustomer: 'The customer ended the chat.',
  customerLeft: 'The customer left the chat.',
  abandoned: 'The chat was closed because nobody was there any more.',
} as const;

const LEAD_BY_REASON: Partial<Record<ReasonCode, string>> = {
  'topic.safety': 'This sounds urgent.',
  'topic.fraud': 'I’m sorry that this happened to your account.',
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

/**
 * The connecting notice, led by the reason that counts most to the customer. It promises a person
 * only where one is to be had.
 */
export function connectingText(
  codes: readonly ReasonCode[],
  trouble: WaitTrouble | null = null,
): string {
  const lead = codes.includes('request.explicit')
    ? ''
    : (codes.map((code) => LEAD_BY_REASON[code]).find(Boolean) ?? '');
  const promise = trouble
    ? TROUBLE[trouble]
    : 'Connecting you to a person. I’ll pass on what you told me, so you won’t need to repeat it.';
  return lead ? `${lead} ${promise}` : promise;
}
