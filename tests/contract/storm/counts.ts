/** What people and their clients had to do again because of the storm. */
export interface Counts {
  /** Frames with a message that had been sent before. */
  messagesResent: number;
  /** Messages that a client gave up and a person sent again. */
  messagesRetriedByHand: number;
  /** HTTP requests that were made again. */
  requestsRepeated: number;
  /** Sockets that were opened after a person's first. */
  reconnects: number;
  /** Cables cut by the script. */
  cuts: number;
  /** Pages that somebody lost patience with and loaded again. */
  reloads: number;
  /** Clicks on "continue here", where a socket that was given up had taken over. */
  takenBack: number;
  /** Customers who had to press the button for a person. */
  buttonsPressed: number;
  /** Refusals that clients were told of, by code. */
  refusals: Record<string, number>;
}

/** Counts one refusal. */
export function countRefusal({ refusals }: Counts, code: string): void {
  refusals[code] = (refusals[code] ?? 0) + 1;
}

/** Nothing yet. */
export const noCounts = (): Counts => ({
  messagesResent: 0,
  messagesRetriedByHand: 0,
  requestsRepeated: 0,
  reconnects: 0,
  cuts: 0,
  reloads: 0,
  takenBack: 0,
  buttonsPressed: 0,
  refusals: {},
});
