import type { Article } from './types.ts';

const SMALL_TALK = 'smalltalk';

/** True for greetings, thanks and the like, which say nothing about the customer's matter. */
export function isSmallTalk({ topic }: Article): boolean {
  return topic === SMALL_TALK;
}
