import type { EventName } from './call-budgets.ts';

/** What is not played by itself but told apart from an event that holds more. */
export type PartName =
  | 'chat with the bot ends by itself'
  | 'place told in a sweep'
  | 'place looked at in a sweep';

/** How often an event happens, by its name. */
export type Mix = Partial<Record<EventName | PartName, number>>;

/**
 * One kind of conversation. The frequencies are assumptions about a typical chat, written down
 * before the first total was known; put a deployment's own in their place.
 */
export interface ConversationKind {
  /** Of all conversations. */
  share: number;
  /** Minutes that the customer is connected. */
  minutes: number;
  /** Events in one conversation, on average; those of its agent included. */
  events: Mix;
}

/** Budget in dollars for 1,000 conversations of this mix. */
export const COST_BUDGET = 0.12;

/** Eight messages of the customer, each with an answer; three of ten are assessed and dismissed. */
const BOT_ONLY: ConversationKind = {
  share: 0.8,
  minutes: 6,
  events: {
    'ticket, new session': 1,
    'customer connects': 1,
    'hello of a customer': 1.2,
    'first message to the bot': 1,
    'message to the bot': 6.7,
    'message to the bot that may need a person': 0.3,
    'analysis: no': 0.3,
    // No ping: the client sends one only after four minutes without a frame.
    // One in five loses the connection or reloads the page once.
    'ticket, same session again': 0.2,
    'customer displaces an older connection': 0.2,
    'end by the customer, with the bot': 0.3,
    'customer leaves the bot': 1,
    'chat with the bot ends by itself': 0.7,
    rating: 0.05,
  },
};

/**
 * Sixteen messages of the customer, half of them to the bot; eight of the agent, who has the chat
 * for twelve minutes. A quarter of all offers come to nothing.
 */
const ESCALATED: ConversationKind = {
  share: 0.2,
  minutes: 18,
  events: {
    'ticket, new session': 1,
    'customer connects': 1,
    'hello of a customer': 1.4,
    'first message to the bot': 1,
    'message to the bot': 5.7,
    'message to the bot that may need a person': 1.3,
    'analysis: no': 0.3,
    'analysis: yes': 1,
    ping: 1,
    'route run after an escalation, one is asked': 1.35,
    'offer rejected': 0.1,
    'offer timed out': 0.15,
    'offer accepted': 0.95,
    'claim of what is offered to another': 0.15,
    'place told in a sweep': 0.5,
    'place looked at in a sweep': 0.5,
    'cancelled wait': 0.03,
    'customer leaves the queue': 0.03,
    'customer comes back to the queue': 0.03,
    'hello of an agent': 1.2,
    'context card': 1.5,
    'list of own sessions, one': 1,
    'message of a customer to their agent': 8,
    'message of an agent': 8,
    // "Is typing" goes out once for most messages and twice for long ones.
    'typing of a customer': 12,
    'typing of an agent': 12,
    'read mark of a customer': 8,
    'read mark of an agent': 8,
    'read mark that stood already': 1,
    note: 0.3,
    hold: 0.1,
    resume: 0.1,
    'transfer to a queue': 0.1,
    release: 0.02,
    'silent agent, session queued again': 0.02,
    'ticket, same session again': 0.4,
    'customer leaves their agent': 0.4,
    'customer comes back to their agent': 0.4,
    // One after each accepted offer or claim, and one after each wrap-up.
    'route run, nobody waits': 2.1,
    // Every two minutes while an agent has the chat.
    'timer of an agent’s attention, nothing over': 6,
    // Offers answered in time, the longest wait, the end of wrap-up and customers who came back.
    'timer of a fact that is gone': 3.6,
    'end by the agent': 0.8,
    'end by the customer, with an agent': 0.2,
    'wrap-up': 1,
    rating: 0.3,
    'customer leaves after the end': 1,
  },
};

/** Both kinds; the shares add up to 1. */
export const CONVERSATIONS: readonly ConversationKind[] = [BOT_ONLY, ESCALATED];

/** One hour of one agent at the dashboard, whatever they do. */
export const AGENT_HOUR: Mix = {
  'heartbeat of an agent': 120,
  'list of who waits': 30,
  'list of own sessions, one': 30,
  'list of left messages, none': 30,
  // Sign-in, and a new socket every 100 minutes before the gateway cuts the old one.
  'ticket of an agent': 0.7,
  'agent connects': 0.7,
  'agent disconnects': 0.7,
  'timer of a fact that is gone': 0.7,
  'change of availability': 0.75,
  'route run, nobody waits': 0.75,
};

/** Hours of agents for one escalated conversation: 14 minutes with wrap-up, two at a time. */
export const AGENT_HOURS_PER_ESCALATED = 14 / 60 / 2;

/** What happens in a day however many conversations there are. */
export const DAY = {
  conversations: 10_000,
  events: { 'minute sweep with nothing due': 24 * 60 } as Mix,
  /** Lambda's pollers ask each of the two queues with five long polls of 20 s at a time. */
  queuePolls: 2 * 5 * 3 * 60 * 24,
};

/** Events of which every present agent of the queue is told by a push. */
export const TOLD_TO_QUEUE: readonly EventName[] = [
  'analysis: yes',
  'offer accepted',
  'claim of what is offered to another',
  'cancelled wait',
  'transfer to a queue',
  'release',
  'silent agent, session queued again',
];

/** Agents who hear of a queue while its events are counted. */
export const COUNTED_LISTENERS = 2;
