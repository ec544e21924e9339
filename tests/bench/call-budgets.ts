/** What one event may cost at most when nothing conflicts. */
export interface CallBudget {
  /** SDK calls other than pushes. */
  calls: number;
  /** Frames pushed, where one customer and two agents of the queue are connected. */
  pushes: number;
}

/** The events that are counted, by the names under which they are reported. */
export const CALL_BUDGETS = {
  'ticket, new session': { calls: 2, pushes: 0 },
  'ticket, same session again': { calls: 3, pushes: 0 },
  'customer connects': { calls: 2, pushes: 0 },
  'customer displaces an older connection': { calls: 3, pushes: 1 },
  'agent connects': { calls: 2, pushes: 0 },
  'hello of a customer': { calls: 2, pushes: 0 },
  'hello of an agent': { calls: 2, pushes: 0 },
  'message to the bot': { calls: 2, pushes: 0 },
  'message to the bot that may need a person': { calls: 3, pushes: 0 },
  'message of a customer to their agent': { calls: 2, pushes: 1 },
  'message of an agent': { calls: 2, pushes: 1 },
  'typing of a customer': { calls: 1, pushes: 1 },
  'typing of an agent': { calls: 1, pushes: 1 },
  'heartbeat of an agent': { calls: 1, pushes: 0 },
  ping: { calls: 0, pushes: 0 },
  'analysis: no': { calls: 3, pushes: 0 },
  'analysis: yes': { calls: 5, pushes: 3 },
  claim: { calls: 4, pushes: 2 },
  release: { calls: 3, pushes: 3 },
  'end by the agent': { calls: 3, pushes: 2 },
  'customer leaves the bot': { calls: 1, pushes: 0 },
  'customer leaves the queue': { calls: 2, pushes: 0 },
  'customer leaves their agent': { calls: 2, pushes: 1 },
  'agent disconnects': { calls: 2, pushes: 0 },
  'minute sweep with nothing due': { calls: 5, pushes: 0 },
} as const satisfies Record<string, CallBudget>;

/** The name of a counted event. */
export type EventName = keyof typeof CALL_BUDGETS;
