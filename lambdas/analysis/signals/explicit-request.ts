import { latest } from '../history.ts';
import type { History, Signal } from '../types.ts';
import { fact, quotesFor } from './words.ts';

/** Below this probability it is no request. */
const ASKED = 0.4;

/** The customer asks for a person, in words or with the button. */
export function explicitRequest(history: History): Signal | null {
  const spoken = Math.max(0, ...history.readings.map((one) => one.words['request.explicit'] ?? 0));
  const score = history.requestedPerson ? 1 : spoken;
  if (score < ASKED) return null;
  const evidence = quotesFor(history.readings, 'request.explicit');
  // Without words it was the button.
  if (history.requestedPerson && evidence.length === 0) {
    evidence.push(fact(latest(history), 'pressed the button for a person'));
  }
  return { code: 'request.explicit', score, evidence };
}
