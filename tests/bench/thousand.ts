import { type Meters, NO_METERS } from './bill.ts';
import type { EventName } from './call-budgets.ts';
import {
  AGENT_HOUR,
  AGENT_HOURS_PER_ESCALATED,
  CONVERSATIONS,
  COUNTED_LISTENERS,
  DAY,
  type Mix,
  type PartName,
  TOLD_TO_QUEUE,
} from './cost-mix.ts';
import { costOf, type EventCosts } from './count-events.ts';
import { nothingSpent, plus, type Spent } from './spent.ts';

/** Everything that happens for 1,000 conversations of a day, by event. */
export interface Thousand {
  events: ReadonlyMap<string, { times: number; spent: Spent; pings: number }>;
  meters: Meters;
}

/**
 * A day's mix of events, by the thousand conversations.
 *
 * @param listeners agents present in a queue, each told of what waits.
 */
export function thousandOf(costs: EventCosts, listeners: number): Thousand {
  const times = new Map<EventName | PartName, number>();
  const meters = { ...NO_METERS };
  const add = (mix: Mix, factor: number) => {
    for (const [name, count] of Object.entries(mix) as [EventName | PartName, number][]) {
      times.set(name, (times.get(name) ?? 0) + factor * count);
    }
  };
  let agentHours = 0;
  for (const { share, minutes, events } of CONVERSATIONS) {
    add(events, 1_000 * share);
    meters.connectionMinutes += 1_000 * share * minutes;
    agentHours += 1_000 * share * (events['analysis: yes'] ?? 0) * AGENT_HOURS_PER_ESCALATED;
  }
  add(AGENT_HOUR, agentHours);
  meters.connectionMinutes += 60 * agentHours;
  add(DAY.events, 1_000 / DAY.conversations);
  meters.queuePolls = (DAY.queuePolls * 1_000) / DAY.conversations;
  meters.pings = times.get('ping') ?? 0;

  const further = { ...nothingSpent(), pushes: listeners - COUNTED_LISTENERS };
  const events = [...times].map(([name, count]) => {
    const isTold = TOLD_TO_QUEUE.some((one) => one === name);
    const once = isTold ? plus(partOf(costs, name), further) : partOf(costs, name);
    const spent = plus(nothingSpent(), once, count);
    return [name, { times: count, spent, pings: name === 'ping' ? count : 0 }] as const;
  });
  return { events: new Map(events), meters };
}

/** What an event came to, or the part of one that is meant. */
function partOf(costs: EventCosts, name: EventName | PartName): Spent {
  const beyondIdle = (event: EventName) =>
    plus(costOf(costs, event), costOf(costs, 'minute sweep with nothing due'), -1);
  const perPlace = (event: EventName) => plus(nothingSpent(), beyondIdle(event), 0.1);
  switch (name) {
    case 'chat with the bot ends by itself':
      return beyondIdle('minute sweep that ends a quiet chat');
    case 'place told in a sweep':
      return perPlace('minute sweep with ten waiting, all places new');
    case 'place looked at in a sweep':
      return perPlace('minute sweep with ten waiting, no place new');
    default:
      return costOf(costs, name);
  }
}
