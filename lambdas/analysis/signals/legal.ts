import type { History, Signal } from '../types.ts';
import { topic } from './topic.ts';

/** Regulator, ombudsman, lawyer, court, press or a data-protection request. */
export function legal(history: History): Signal | null {
  return topic('topic.legal', history);
}
