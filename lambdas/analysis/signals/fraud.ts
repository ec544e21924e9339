import type { History, Signal } from '../types.ts';
import { topic } from './topic.ts';

/** SIM swap, account taken over, misused identity, charges by somebody else. */
export function fraud(history: History): Signal | null {
  return topic('topic.fraud', history);
}
