import type { PolicyOverrides } from '../../protocol/parse-policy.ts';
import { type BenchCloud, startBenchCloud } from './bench-cloud.ts';
import { CALL_BUDGETS, type EventName } from './call-budgets.ts';
import { playDeadlines, SHORT_DEADLINES } from './call-deadlines.ts';
import { playEvents } from './call-events.ts';
import { plus, type Spent } from './spent.ts';
import type { Note } from './stage.ts';

/** What each event came to. */
export type EventCosts = ReadonlyMap<EventName, Spent>;

/**
 * Plays every event alone, each half on a cloud of its own: in the one nobody lets time pass, in
 * the other deadlines are short.
 *
 * @param prepare fills the table before the first event.
 */
export async function countEvents(
  prepare: (cloud: BenchCloud) => Promise<void> = async () => {},
): Promise<EventCosts> {
  const costs = new Map<EventName, Spent>();
  const note: Note = (name, spent) => {
    if (costs.has(name)) throw new Error(`The event "${name}" was played twice.`);
    costs.set(name, spent);
  };
  const half = async (
    play: (cloud: BenchCloud, note: Note) => Promise<void>,
    policy?: PolicyOverrides,
  ) => {
    const cloud = await startBenchCloud({ keepsMessages: true, ...(policy && { policy }) });
    try {
      await prepare(cloud);
      await play(cloud, note);
    } finally {
      await cloud.close();
    }
  };
  await half(playEvents);
  await half(playDeadlines, SHORT_DEADLINES);

  const of = (name: EventName) => costOf(costs, name);
  // What the run does besides is the same in both: three queues are read.
  const asked = of('route run for a free agent, one is asked');
  note('offer, within a route run', plus(asked, of('route run, nobody waits'), -1));
  for (const name of Object.keys(CALL_BUDGETS) as EventName[]) of(name);
  return costs;
}

/** @throws Error if the event was not played. */
export function costOf(costs: EventCosts, name: EventName): Spent {
  const spent = costs.get(name);
  if (!spent) throw new Error(`The event "${name}" was not played.`);
  return spent;
}
