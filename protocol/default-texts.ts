import type { TextsPolicy } from './texts-policy.ts';

const NOT_RIGHT = 'I’m not getting this right.';
const SORRY = 'I’m sorry about this.';

/**
 * What customers are told where a deployment says nothing else: plain words that say what happens
 * next, and promise a person only where one is to be had.
 */
export const DEFAULT_TEXTS: TextsPolicy = {
  bot: {
    notUnderstood: {
      first:
        'I’m not sure I understood that. Could you say it in other words, for example what you would like to do or what isn’t working?',
      second:
        'I’m sorry, I still don’t understand what you need. You can try once more in a few words, or a person on our team can take over in this chat: just say “talk to a person”.',
      later:
        'I’m sorry, I can’t help with this one, and I don’t want to guess. A person on our team can take over in this chat: just say “talk to a person”.',
    },
    whichOne:
      'I can think of two things. Did you mean:\n1. {first}\n2. {second}\nReply 1 or 2, or tell me a little more.',
  },
  lookingForHelp: 'Let me see who can help with that.',
  requestHeard: 'Of course. I’m asking for a person to take over.',
  personOffered:
    'I may not be the best help with this. Would you like to talk to a person? Just say so.',
  connecting:
    'Connecting you to a person. I’ll pass on what you told me, so you won’t need to repeat it.',
  leads: {
    'request.explicit': null,
    'ai.low_confidence': NOT_RIGHT,
    'ai.repeated_fallback': NOT_RIGHT,
    'ai.repeated_answer': NOT_RIGHT,
    'behaviour.long_conversation': null,
    'behaviour.repeated_query': NOT_RIGHT,
    'topic.billing_dispute': 'I’m sorry about your bill.',
    'topic.service_outage': 'I’m sorry that your service isn’t working.',
    'topic.cancellation': 'I’m sorry to hear that you’re thinking of leaving.',
    'topic.fraud': 'I’m sorry that this happened to your account.',
    'topic.legal': 'A person should look at this with you.',
    'topic.safety': 'This sounds urgent.',
    'sentiment.frustration': SORRY,
    'sentiment.anger': SORRY,
    'system.analyzer_unavailable': null,
  },
  cancelled: 'You’ve left the line. The assistant is here if you need it.',
  joined: '{name} from {team} joined.',
  released: '{name} had to leave. We’re finding someone else, and you keep your place in line.',
  agentLost:
    '{name}’s connection dropped. We’re finding someone else, and you keep your place in line.',
  agentSilent:
    '{name} isn’t answering. We’re finding someone else, and you keep your place in line.',
  transferred:
    '{name} is passing you on to {team}, with everything you’ve said. You keep your place in line.',
  passedTo: '{name} is passing you on to {colleague}, with everything you’ve said.',
  teams: {
    billing: 'our billing team',
    technical: 'our technical team',
    retention: 'our contracts team',
    general: 'a colleague',
  },
  held: '{name} is looking into it and will be back with you.',
  resumed: '{name} is back.',
  holdOver: '{name} needs a little longer than thought.',
  trouble: {
    outside_hours: 'Our team isn’t here at this time. {choices}',
    no_agents: 'Nobody from the team is here right now. {choices}',
    nobody_left: 'Everybody who could help is busy right now. {choices}',
    max_wait: 'I’m sorry, this takes longer than it should. {choices}',
  },
  choices:
    'You can keep waiting, leave a message and we’ll get back to you, or go on with the assistant.',
  stillWaiting: 'All right, you’re still in line. We’ll let you know as soon as somebody is there.',
  idleWarning: 'Are you still there? This chat will close in a few minutes.',
  customerIdle: 'The chat was closed because it was quiet for a while.',
  messageLeft: 'Thank you. We’ve got your message and will get back to you.',
  returnedToBot: '{name} has left. You’re chatting with the assistant again.',
  endedByAgent: '{name} ended the chat.',
  endedByCustomer: 'The customer ended the chat.',
  customerLeft: 'The customer left the chat.',
  abandoned: 'The chat was closed because nobody was there any more.',
  intake: {
    first: 'While you wait: {question} It’s fine to skip this.',
    questions: {
      account: 'what’s your account number?',
      invoice: 'which invoice is it about? Its number or month is enough.',
      address: 'what’s the address or postcode where it doesn’t work?',
      device: 'which device is it: router, TV box, phone or something else?',
    },
    noted: 'Thanks, I’ve noted that for the agent.',
    skipped: 'No problem.',
    next: 'And {question}',
  },
};
