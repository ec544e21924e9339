/** Questions that the bot answers and that need no person, singly or together. */
export const QUESTIONS = [
  'How do I set up voicemail?',
  'How do I turn on wifi calling?',
  'How do I unlock my phone?',
  'How do I block nuisance calls?',
  'When is my bill due?',
  'Can I get an itemised bill?',
  'How do I share my connection with a hotspot?',
  'How do I restart my router?',
  'How do I change my wifi password?',
  'What are your opening hours?',
  'Where is my order?',
  'Can I keep my number?',
] as const;

/** A message that needs a person of the queue `billing`. */
export const COMPLAINT = 'I’m very frustrated! My bill is wrong again';

/** A message after which an earlier complaint no longer counts. */
export const SETTLED = 'That solved it, thank you!';
