import { fileURLToPath } from 'node:url';
import { compileKnowledge } from '../../../lambdas/bot/compile.ts';
import { readKnowledgeFiles } from '../../../scripts/build-knowledge.ts';
import type { HandoffJudge, IntentLearner, MessageJudge, PairJudge } from '../judges.ts';
import { readMessages } from '../sets/labelled.ts';
import { readJson } from '../sets/read-table.ts';
import { bm25Learner, bm25Pairs, bm25Scope } from './bm25.ts';
import { keywordRules } from './keywords.ts';
import { afinn, vaderSentiment } from './lexicons.ts';

/** Thresholds of the lexicons are picked here. */
const TUNING = fileURLToPath(new URL('../../data/telecom-dev/messages.jsonl', import.meta.url));

/** A simple way of doing some of what is measured, to compare with. */
export interface Baseline {
  name: string;
  messages?: MessageJudge;
  handoff?: HandoffJudge;
  intents?: IntentLearner;
  pairs?(questions: readonly string[]): PairJudge;
}

/** All baselines, in the order of the table's columns. */
export function createBaselines(): Baseline[] {
  const values = readJson(TUNING);
  const tuning = readMessages(TUNING, Array.isArray(values) ? values : []);
  const { articles } = compileKnowledge(readKnowledgeFiles());
  const phrasings = articles.flatMap((article) => article.phrasings);
  return [
    { name: 'keywords', messages: keywordRules, handoff: keywordRules },
    { name: 'afinn', messages: afinn(tuning) },
    { name: 'vader', messages: vaderSentiment(tuning) },
    { name: 'bm25', messages: bm25Scope(phrasings), intents: bm25Learner, pairs: bm25Pairs },
  ];
}
