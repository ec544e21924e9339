import type { History, Signal } from '../types.ts';
import { topic } from './topic.ts';

/** A charge, fee, credit or contract term is wrong or was not agreed. */
export function billingDispute(history: History): Signal | null {
  return topic('topic.billing_dispute', history);
}
