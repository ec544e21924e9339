import type { Mind } from '../lambdas/analysis/mind.ts';
import { askedBy } from '../lambdas/bot/intents/asked.ts';
import { createIntents } from '../lambdas/bot/intents/classifier.ts';
import { unpackIntents } from '../lambdas/bot/intents/store.ts';
import { createNetwork } from '../lambdas/language/network.ts';
import { loadTensors, openTensors } from '../lambdas/language/tensors.ts';
import { learnedIntents, NETWORK } from '../scripts/build-knowledge.ts';

/** Network and intents as they would be deployed now. */
export function presentMind(): Mind {
  const intents = createIntents(unpackIntents(openTensors(learnedIntents())));
  return { network: createNetwork(loadTensors(NETWORK)), asked: askedBy(intents) };
}
