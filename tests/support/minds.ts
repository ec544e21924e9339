import { type Analyzer, createAnalyzer } from '../../lambdas/analysis/analyzer.ts';
import type { Mind } from '../../lambdas/analysis/mind.ts';
import { askedBy } from '../../lambdas/bot/intents/asked.ts';
import { createIntents } from '../../lambdas/bot/intents/classifier.ts';
import type { Intents } from '../../lambdas/bot/intents/model.ts';
import { unpackIntents } from '../../lambdas/bot/intents/store.ts';
import { createNetwork, type Network } from '../../lambdas/language/network.ts';
import { loadTensors, openTensors } from '../../lambdas/language/tensors.ts';
import { DEFAULT_ANALYSIS } from '../../protocol/default-analysis.ts';
import { learnedIntents, NETWORK } from '../../scripts/build-knowledge.ts';

/** The network that ships. */
export const network: Network = createNetwork(loadTensors(NETWORK));

/** What was learned from the articles that ship. */
export const intents: Intents = createIntents(unpackIntents(openTensors(learnedIntents())));

/** Network and intents as the analyzer asks them. */
export const mind: Mind = { network, asked: askedBy(intents) };

/** The analyzer as it works where a deployment changes nothing. */
export const analyzer: Analyzer = createAnalyzer(mind, DEFAULT_ANALYSIS);
