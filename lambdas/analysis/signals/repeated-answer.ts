import { latest } from '../history.ts';
import type { History, Signal } from '../types.ts';
import { fact } from './words.ts';

const TWICE = 0.55;
/** Twice running, or three times: the bot is stuck. */
const STUCK = 0.9;

/** The bot gave the very answer again that the customer had already got. */
export function repeatedAnswer(history: History): Signal | null {
  const last = latest(history);
  const answer = last?.bot?.answer;
  if (!last || !answer) return null;
  const times = history.readings.filter(({ bot }) => bot?.answer === answer).length;
  if (times < 2) return null;
  const earlier = history.readings.find(({ bot }) => bot?.answer === answer);
  const text = `same answer ${times} times, first to message ${earlier?.seq ?? 0}`;
  const running = history.readings.at(-2)?.bot?.answer === answer;
  const score = times > 2 ? STUCK : running ? 0.65 : TWICE;
  return { code: 'ai.repeated_answer', score, evidence: [fact(last, text)] };
}
