import { ANSWER_THRESHOLD } from '../lambdas/bot/bot.ts';
import { compileKnowledge } from '../lambdas/bot/compile.ts';
import { createIntents } from '../lambdas/bot/intents/classifier.ts';
import { packIntents, unpackIntents } from '../lambdas/bot/intents/store.ts';
import { type IntentExample, trainIntents } from '../lambdas/bot/intents/train.ts';
import { createNetwork } from '../lambdas/language/network.ts';
import { loadTensors, openTensors } from '../lambdas/language/tensors.ts';
import { examplesOf, NETWORK, OUT_OF_SCOPE_SHARE, readKnowledgeFiles } from './build-knowledge.ts';

const FOLDS = 5;
const PAIRS_SHOWN = 12;

/**
 * Says how well the articles are told apart: a fifth of all phrasings is hidden in turn, the bot
 * learns from the rest, and has to find the article of each that was hidden.
 */
const knowledge = compileKnowledge(readKnowledgeFiles());
const examples = examplesOf(knowledge);
const network = createNetwork(loadTensors(NETWORK));

let found = 0;
let inside = 0;
let silent = 0;
const mistaken = new Map<string, string[]>();
for (let fold = 0; fold < FOLDS; fold++) {
  const hidden = (_: IntentExample, at: number) => at % FOLDS === fold;
  const shown = examples.filter((example, at) => !hidden(example, at));
  const trained = trainIntents(network, shown, OUT_OF_SCOPE_SHARE);
  const model = unpackIntents(openTensors(packIntents(trained)));
  const { labels, classify } = createIntents(model);
  for (const { text, intent } of examples.filter(hidden)) {
    const { best, confidence } = classify(network.read(text));
    const article = labels[best] ?? '';
    if (intent === null) silent += Number(confidence < ANSWER_THRESHOLD);
    else {
      inside++;
      found += Number(article === intent);
      if (article !== intent) {
        const pair = [intent, article].sort().join(' / ');
        mistaken.set(pair, [...(mistaken.get(pair) ?? []), text]);
      }
    }
  }
}

const percent = (part: number, all: number) => `${Math.round((100 * part) / all)} %`;
const { articles, outOfScope } = knowledge;
console.log(`${articles.length} articles, ${inside} phrasings, ${outOfScope.length} out of scope`);
console.log(`A hidden phrasing finds its article: ${percent(found, inside)}`);
console.log(`A hidden out-of-scope sentence is left alone: ${percent(silent, outOfScope.length)}`);
console.log('\nArticles that sound alike, with a phrasing that went to the other:');
const worst = [...mistaken].sort(([, a], [, b]) => b.length - a.length).slice(0, PAIRS_SHOWN);
for (const [pair, texts] of worst) console.log(`  ${texts.length} × ${pair}: "${texts[0]}"`);
