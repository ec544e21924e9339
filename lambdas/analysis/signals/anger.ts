import type { History, Signal } from '../types.ts';
import { sentiment } from './sentiment.ts';

/** Hostile, insulting, threatening, contemptuous. */
export function anger(history: History): Signal | null {
  return sentiment('sentiment.anger', history);
}
