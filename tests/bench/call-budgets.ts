/** What one event may cost at most when nothing conflicts. */
export interface CallBudget {
  /** SDK calls other than pushes. */
  calls: number;
  /** Frames pushed, where one customer and two agents of the queue are connected. */
  pushes: number;
}

/** Events for which the design names a number. */
const DESIGNED = {
  'ticket, new session': { calls: 2, pushes: 0 },
  'ticket, same session again': { calls: 3, pushes: 0 },
  'customer connects': { calls: 2, pushes: 0 },
  'customer displaces an older connection': { calls: 3, pushes: 1 },
  'agent connects': { calls: 2, pushes: 0 },
  'agent comes back as available': { calls: 3, pushes: 0 },
  'hello of a customer': { calls: 2, pushes: 0 },
  'hello of an agent': { calls: 2, pushes: 0 },
  'first message to the bot': { calls: 2, pushes: 0 },
  'message to the bot': { calls: 2, pushes: 0 },
  'message to the bot that may need a person': { calls: 3, pushes: 0 },
  'message of a customer to their agent': { calls: 2, pushes: 1 },
  'message of an agent': { calls: 2, pushes: 1 },
  'typing of a customer': { calls: 1, pushes: 1 },
  'typing of an agent': { calls: 1, pushes: 1 },
  'read mark of a customer': { calls: 2, pushes: 1 },
  'read mark of an agent': { calls: 2, pushes: 1 },
  'heartbeat of an agent': { calls: 1, pushes: 0 },
  ping: { calls: 0, pushes: 0 },
  'analysis: no': { calls: 3, pushes: 0 },
  'analysis: yes': { calls: 5, pushes: 3 },
  'offer, within a route run': { calls: 3, pushes: 1 },
  claim: { calls: 4, pushes: 2 },
  'customer leaves the bot': { calls: 1, pushes: 0 },
  'customer leaves the queue': { calls: 2, pushes: 0 },
  'customer leaves their agent': { calls: 2, pushes: 1 },
  'agent disconnects': { calls: 2, pushes: 0 },
} as const satisfies Record<string, CallBudget>;

/**
 * All others: what they came to when they were first counted, so that one call more is noticed.
 * Pushes are what the protocol promises.
 */
const FURTHER = {
  'ticket, sequel of a session': { calls: 3, pushes: 0 },
  'ticket of an agent': { calls: 2, pushes: 0 },
  'list of who waits': { calls: 3, pushes: 0 },
  'list of who waits, ten': { calls: 3, pushes: 0 },
  'list of own sessions, none': { calls: 1, pushes: 0 },
  'list of own sessions, one': { calls: 2, pushes: 0 },
  'list of left messages, none': { calls: 3, pushes: 0 },
  'context card': { calls: 6, pushes: 0 },
  'figures of the day': { calls: 6, pushes: 0 },
  'change of availability': { calls: 2, pushes: 0 },
  'offer accepted': { calls: 4, pushes: 2 },
  'offer accepted from a colleague': { calls: 4, pushes: 3 },
  'offer rejected': { calls: 3, pushes: 0 },
  'claim of what is offered to another': { calls: 4, pushes: 3 },
  'claim of what was passed on before': { calls: 4, pushes: 2 },
  'assignment by a supervisor': { calls: 4, pushes: 4 },
  release: { calls: 4, pushes: 3 },
  'transfer to a queue': { calls: 4, pushes: 3 },
  'transfer to a colleague': { calls: 5, pushes: 4 },
  'return to the bot': { calls: 5, pushes: 1 },
  hold: { calls: 2, pushes: 2 },
  resume: { calls: 2, pushes: 2 },
  'read mark that stood already': { calls: 2, pushes: 0 },
  note: { calls: 2, pushes: 0 },
  'note of a supervisor': { calls: 2, pushes: 1 },
  'request for a person': { calls: 3, pushes: 0 },
  'cancelled wait': { calls: 4, pushes: 2 },
  'cancelled wait during an offer': { calls: 5, pushes: 3 },
  'message left': { calls: 4, pushes: 2 },
  'end by the agent': { calls: 3, pushes: 2 },
  'end by the customer, with the bot': { calls: 3, pushes: 0 },
  'end by the customer, in the queue': { calls: 4, pushes: 2 },
  'end by the customer, with an agent': { calls: 3, pushes: 1 },
  'wrap-up': { calls: 5, pushes: 0 },
  rating: { calls: 3, pushes: 0 },
  'customer leaves after the end': { calls: 1, pushes: 0 },
  'customer comes back to the queue': { calls: 3, pushes: 0 },
  'customer comes back to their agent': { calls: 2, pushes: 1 },
  'route run, nobody waits': { calls: 4, pushes: 0 },
  'route run after an escalation, one is asked': { calls: 9, pushes: 2 },
  'route run after a rejection, nobody is free': { calls: 8, pushes: 0 },
  'route run for a free agent, one is asked': { calls: 7, pushes: 1 },
  'route run, ten wait and nobody is free': { calls: 4, pushes: 0 },
  'timer of a fact that is gone': { calls: 1, pushes: 0 },
  'timer of an agent’s attention, nothing over': { calls: 3, pushes: 0 },
  'offer timed out': { calls: 5, pushes: 1 },
  'longest wait is over': { calls: 4, pushes: 3 },
  'silent agent, session queued again': { calls: 6, pushes: 4 },
  'idle customer is warned': { calls: 5, pushes: 2 },
  'idle customer’s chat ends': { calls: 5, pushes: 2 },
  'wrap-up counts no more against capacity': { calls: 4, pushes: 0 },
  'lost customer’s chat ends': { calls: 4, pushes: 1 },
  'lost agent, one session queued again': { calls: 7, pushes: 3 },
  'minute sweep with nothing due': { calls: 10, pushes: 0 },
  'minute sweep with ten waiting, all places new': { calls: 31, pushes: 10 },
  'minute sweep with ten waiting, no place new': { calls: 21, pushes: 0 },
  'minute sweep that ends a quiet chat': { calls: 14, pushes: 0 },
} as const satisfies Record<string, CallBudget>;

/** Every event that is counted, by the name under which it is reported. */
export const CALL_BUDGETS = { ...DESIGNED, ...FURTHER };

/** The name of a counted event. */
export type EventName = keyof typeof CALL_BUDGETS;

/** True if the design names the event's number. */
export function isDesigned(name: EventName): boolean {
  return Object.hasOwn(DESIGNED, name);
}
