import type { History, Signal } from '../types.ts';
import { topic } from './topic.ts';

/** Emergency calls fail, a life depends on the line, or self-harm. */
export function safety(history: History): Signal | null {
  return topic('topic.safety', history);
}
