import type { History, Signal } from '../types.ts';
import { sentiment } from './sentiment.ts';

/** Annoyed, tired of it, sarcastic, urgent with blame. */
export function frustration(history: History): Signal | null {
  return sentiment('sentiment.frustration', history);
}
