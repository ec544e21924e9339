import { type Analyzer, createAnalyzer } from '../../lambdas/analysis/analyzer.ts';
import { createNetwork, type Network } from '../../lambdas/language/network.ts';
import { loadTensors } from '../../lambdas/language/tensors.ts';
import { DEFAULT_ANALYSIS } from '../../protocol/default-analysis.ts';
import { NETWORK } from '../../scripts/build-knowledge.ts';

/** The network that ships. */
export const network: Network = createNetwork(loadTensors(NETWORK));

/** The analyzer as it works where a deployment changes nothing. */
export const analyzer: Analyzer = createAnalyzer(network, DEFAULT_ANALYSIS);
