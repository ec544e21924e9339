import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { Clock } from '../ports.ts';

const BACKOFF_BASE_MS = 15;

/** The real clock. Backoff is full jitter over 15, 30, 60 … ms, as AWS recommends. */
export const systemClock: Clock = {
  now: () => Date.now(),
  newId: () => v7(),
  backoff: (attempt) => sleep(Math.random() * BACKOFF_BASE_MS * 2 ** (attempt - 1)),
};
