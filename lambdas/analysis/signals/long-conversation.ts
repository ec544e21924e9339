import { latest } from '../history.ts';
import type { History, Signal } from '../types.ts';
import { fact } from './words.ts';

/** Turns up to which a chat is of usual length, and from which it is as long as it counts. */
const USUAL = 5;
const LONG = 12;

/** A long chat is a weak sign by itself: many customers simply have many questions. */
export function longConversation(history: History): Signal | null {
  const over = history.customerTurns - USUAL;
  if (over <= 0) return null;
  const score = Math.min(1, over / (LONG - USUAL));
  const text = `${history.customerTurns} customer messages`;
  return { code: 'behaviour.long_conversation', score, evidence: [fact(latest(history), text)] };
}
