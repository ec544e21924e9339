import type { History, Signal } from '../types.ts';
import { anger } from './anger.ts';
import { billingDispute } from './billing-dispute.ts';
import { cancellation } from './cancellation.ts';
import { explicitRequest } from './explicit-request.ts';
import { fraud } from './fraud.ts';
import { frustration } from './frustration.ts';
import { legal } from './legal.ts';
import { longConversation } from './long-conversation.ts';
import { lowConfidence } from './low-confidence.ts';
import { repeatedAnswer } from './repeated-answer.ts';
import { repeatedFallback } from './repeated-fallback.ts';
import { repeatedQuery } from './repeated-query.ts';
import { safety } from './safety.ts';
import { serviceOutage } from './service-outage.ts';

const SIGNALS: readonly ((history: History) => Signal | null)[] = [
  explicitRequest,
  lowConfidence,
  repeatedFallback,
  repeatedAnswer,
  longConversation,
  repeatedQuery,
  billingDispute,
  serviceOutage,
  cancellation,
  fraud,
  legal,
  safety,
  frustration,
  anger,
];

/** Every signal that fires on this history, in no particular order. */
export function signalsOf(history: History): Signal[] {
  return SIGNALS.map((signal) => signal(history)).filter((signal) => signal !== null);
}
