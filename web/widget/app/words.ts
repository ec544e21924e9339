import type { CloseReason } from '../../../protocol/vocabulary.ts';

/** Everything the widget says, in one place. */
export const WORDS = {
  title: (brand: string) => `${brand} assistant`,
  automated: 'Automated helper',
  waiting: 'Waiting for a person',
  greeting: (brand: string) =>
    `Hi, I'm the ${brand} assistant, an automated helper. You can ask for a person at any time.`,
  chipsLabel: 'Topics to start with',
  privacy: 'Please leave out passwords and card numbers.',
  conversation: 'Conversation',
  message: 'Message',
  placeholder: 'Type your message',
  send: 'Send',
  talkToPerson: 'Talk to a person',
  endChat: 'End chat',
  newChat: 'New chat',
  closePanel: 'Close chat',
  assistant: 'Assistant',
  you: 'You',
  support: 'Support',
  assistantTyping: 'Assistant is typing',
  typing: (name: string) => `${name} is typing…`,
  stillLooking: 'Still looking that up…',
  connectingPerson: 'Connecting you to a person…',
  inLine: "You're in line",
  inLineDetail: "We'll let you know as soon as someone joins. You can keep browsing meanwhile.",
  leaveLine: 'Leave the line',
  onHold: (name: string) => `${name} has put the chat on hold and will be right back.`,
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  backOnline: "You're back online.",
  offline: "You're offline. Messages will be sent when you're back.",
  sending: 'Sending',
  sent: (time: string) => `Sent ${time}`,
  notSent: 'Not sent.',
  tryAgain: 'Try again',
  discard: 'Delete',
  earlier: 'Show earlier messages',
  newest: 'New messages',
  ended: 'This chat has ended.',
  youEnded: 'You ended the chat.',
  expired: 'This chat has expired.',
  confirmEnd: 'End this chat?',
  confirmEndDetail: 'You can start a new one any time.',
  keepChatting: 'Keep chatting',
  superseded: 'This chat is open in another window.',
  supersededDetail: 'Only one window can be connected at a time.',
  useHere: 'Use it here',
  unavailable: "Chat isn't available right now.",
  callInstead: (phone: string) => `Call ${phone} or try again.`,
  charactersLeft: (count: number) => `${count} ${count === 1 ? 'character' : 'characters'} left`,
  charactersOver: (count: number) =>
    `${count} ${count === 1 ? 'character' : 'characters'} too many`,
  unread: (count: number) => `${count} new ${count === 1 ? 'message' : 'messages'}`,
  says: (name: string, text: string) => `${name} says: ${text}`,
  today: 'Today',
  yesterday: 'Yesterday',
} as const;

/** Chips of the first screen: what stands on them, and the message they send. */
export const TOPICS: readonly { label: string; message: string }[] = [
  { label: 'Explain my bill', message: 'Can you explain my latest bill?' },
  { label: 'Slow or no internet', message: 'My internet is slow or not working.' },
  { label: 'Change my plan', message: "I'd like to change my plan." },
  { label: 'Roaming abroad', message: 'How does roaming work when I travel abroad?' },
];

/** Why a chat is over, as a customer may read it; nothing where "ended" says it all. */
export function endDetail(reason: CloseReason | null): string | null {
  if (reason === 'customer_left' || reason === 'abandoned_in_queue') {
    return 'It was closed because you were away for a while.';
  }
  return null;
}

/** Why a message was not sent, if that helps to mend it. */
export function failureDetail(code: string | undefined): string | null {
  if (code === 'text_too_long') return 'It is longer than 4,000 characters.';
  if (code === 'text_malformed') return 'It contains characters that cannot be sent.';
  if (code === 'session_closed') return 'The chat had ended.';
  return null;
}
