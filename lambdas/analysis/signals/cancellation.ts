import type { History, Signal } from '../types.ts';
import { topic } from './topic.ts';

/** The customer wants to leave or threatens it as an intent. */
export function cancellation(history: History): Signal | null {
  return topic('topic.cancellation', history);
}
