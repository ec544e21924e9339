import { type Analyzer, createAnalyzer } from '../../lambdas/analysis/analyzer.ts';
import type { Mind } from '../../lambdas/analysis/mind.ts';
import { createBot } from '../../lambdas/bot/bot.ts';
import { askedBy } from '../../lambdas/bot/intents/asked.ts';
import { createIntents } from '../../lambdas/bot/intents/classifier.ts';
import { unpackIntents } from '../../lambdas/bot/intents/store.ts';
import { loadKnowledge } from '../../lambdas/bot/load.ts';
import type { Bot } from '../../lambdas/bot/types.ts';
import { createNetwork } from '../../lambdas/language/network.ts';
import { loadTensors } from '../../lambdas/language/tensors.ts';
import { DEFAULT_ANALYSIS } from '../../protocol/default-analysis.ts';
import { DEFAULT_TEXTS } from '../../protocol/default-texts.ts';

/** The files that are loaded, as they lie beside a function's bundle. */
export const ASSETS = ['network.bin', 'intents.bin', 'knowledge.json'] as const;

/** Analyzer and bot as they are deployed. */
export interface Shipped {
  mind: Mind;
  analyzer: Analyzer;
  bot: Bot;
}

/**
 * Loads what a function loads at its start for analyzer and bot, and nothing of the evaluation: the
 * time this takes in a fresh process, code included, is the cold load.
 */
export function loadShipped(folder: URL): Shipped {
  const asset = (name: (typeof ASSETS)[number]): URL => new URL(name, folder);
  const network = createNetwork(loadTensors(asset('network.bin')));
  const intents = createIntents(unpackIntents(loadTensors(asset('intents.bin'))));
  const mind = { network, asked: askedBy(intents) };
  return {
    mind,
    analyzer: createAnalyzer(mind, DEFAULT_ANALYSIS),
    bot: createBot(loadKnowledge(asset('knowledge.json')), intents, network, DEFAULT_TEXTS.bot),
  };
}
