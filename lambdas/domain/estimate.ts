import type { WaitEstimate } from '../../protocol/server-frames.ts';

/** Fewer chats than this say nothing about the next one. */
const ENOUGH_CHATS = 5;

/** The 80th percentile of the standard normal distribution. */
const Z = 0.8416;

const MINUTE_SECONDS = 60;

/** What an estimate is made from. */
export interface Pace {
  /** Chats handled so far today, and the time that agents had them, in ms. */
  handled: number;
  handleMs: number;
  /** How many chats the agents who are at work can have side by side. */
  slots: number;
}

/**
 * When the customer at this position can expect an agent: the time in which `position` chats end
 * while `slots` run side by side, each ending at random. That is Erlang-distributed; the range
 * runs from its 20th to its 80th percentile by the Wilson–Hilferty approximation, in whole minutes.
 *
 * @returns `null` for unknown: too few chats today, or nobody at work.
 */
export function estimateWait(position: number, pace: Pace): WaitEstimate | null {
  if (pace.handled < ENOUGH_CHATS || pace.slots < 1) return null;
  const meanSeconds = pace.handleMs / pace.handled / 1000 / pace.slots;
  const percentile = (z: number) =>
    position * (1 - 1 / (9 * position) + z * Math.sqrt(1 / (9 * position))) ** 3 * meanSeconds;
  const from = Math.floor(percentile(-Z) / MINUTE_SECONDS) * MINUTE_SECONDS;
  const to = Math.ceil(percentile(Z) / MINUTE_SECONDS) * MINUTE_SECONDS;
  return { from, to: Math.max(to, MINUTE_SECONDS) };
}
