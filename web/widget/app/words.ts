import type { Receipt } from '../../chat-client/receipts.ts';

const plural = (count: number) => (count === 1 ? '' : 's');

/** Everything the widget says, in one place. */
export const WORDS = {
  title: (brand: string) => `${brand} assistant`,
  automated: 'Automated helper',
  waiting: 'Waiting for a person',
  greeting: (brand: string) =>
    `Hi, I’m the ${brand} assistant, an automated helper. You can ask for a person at any time.`,
  chipsLabel: 'Topics to start with',
  privacy: 'Please leave out passwords and card numbers.',
  conversation: 'Conversation',
  message: 'Message',
  placeholder: 'Type your message',
  placeholderEnded: 'Type to start a new chat',
  send: 'Send',
  talkToPerson: 'Talk to a person',
  endChat: 'End chat',
  newChat: 'Start a new chat',
  newChatBegins: 'New chat',
  closePanel: 'Close chat',
  assistant: 'Assistant',
  you: 'You',
  support: 'Support',
  assistantTyping: 'Assistant is typing',
  typing: (name: string) => `${name} is typing…`,
  stillLooking: 'Still looking…',
  notLoaded: 'This part could not be loaded.',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  backOnline: 'Back online.',
  offline: "You're offline. Messages will be sent when you're back.",
  sending: 'Sending',
  receipt: (receipt: Receipt, time: string) =>
    `Sent ${time}${receipt === 'sent' ? '' : receipt === 'read' ? ' · Read' : ' · Delivered'}`,
  notSent: 'Not sent.',
  tryAgain: 'Try again',
  discard: 'Delete',
  earlier: 'Show earlier messages',
  newest: 'New messages',
  ended: 'This chat has ended.',
  youEnded: 'You ended the chat.',
  expired: 'This chat has expired.',
  unavailable: 'Chat is not available.',
  callInstead: (phone: string) => `Call ${phone} or try again.`,
  charactersLeft: (count: number) => `${count} character${plural(count)} left`,
  charactersOver: (count: number) => `${count} character${plural(count)} too many`,
  unread: (count: number) => `${count} new message${plural(count)}`,
  says: (name: string, text: string) => `${name} says: ${text}`,
  today: 'Today',
  yesterday: 'Yesterday',
} as const;

/** Chips of the first screen: what stands on them, and the message they send. */
export const TOPICS: readonly { label: string; message: string }[] = [
  { label: 'Explain my bill', message: 'Can you explain my bill?' },
  { label: 'Slow or no internet', message: 'My internet is slow or not working.' },
  { label: 'Change my plan', message: "I'd like to change my plan." },
  { label: 'Roaming abroad', message: 'How does roaming abroad work?' },
];

/** Why a message was not sent, if that helps to mend it. */
export function failureDetail(code: string | undefined): string | null {
  if (code === 'text_too_long') return 'It is longer than 4,000 characters.';
  if (code === 'text_malformed') return 'It contains characters that cannot be sent.';
  if (code === 'session_closed') return 'The chat had ended.';
  return null;
}
