import type { History, Signal } from '../types.ts';
import { topic } from './topic.ts';

/** A service the customer has is down or unusable now. */
export function serviceOutage(history: History): Signal | null {
  return topic('topic.service_outage', history);
}
