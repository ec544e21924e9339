import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileKnowledge, type KnowledgeFile } from '../lambdas/bot/compile.ts';
import { packIntents } from '../lambdas/bot/intents/store.ts';
import { type IntentExample, trainIntents } from '../lambdas/bot/intents/train.ts';
import type { Lessons } from '../lambdas/bot/types.ts';
import { createNetwork } from '../lambdas/language/network.ts';
import { loadTensors } from '../lambdas/language/tensors.ts';

const FOLDER = fileURLToPath(new URL('../lambdas/bot/knowledge/', import.meta.url));
/** The trained network, as it is deployed. */
export const NETWORK = fileURLToPath(new URL('../lambdas/language/network.bin', import.meta.url));
const CACHE = fileURLToPath(new URL('../node_modules/.cache/switchboard/', import.meta.url));
/** The code that reads and learns: other code may learn something else. */
const LEARNING = [
  ...['evidence', 'logistic', 'ngrams', 'softmax', 'store', 'train'].map((n) => `bot/intents/${n}`),
  ...['network', 'pack', 'random', 'words', 'kernel/module'].map((name) => `language/${name}`),
].map((name) => fileURLToPath(new URL(`../lambdas/${name}.ts`, import.meta.url)));

/** Reads every article of the knowledge folder; paths are relative to the repository. */
export function readKnowledgeFiles(): KnowledgeFile[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({
      path: `lambdas/bot/knowledge/${name.replaceAll('\\', '/')}`,
      text: readFileSync(join(FOLDER, name), 'utf8'),
    }));
}

/**
 * Writes what the bot knows into a folder: `knowledge.json` with the articles and `intents.bin`
 * with what their phrasings teach. The same articles and network give the same bytes; what was
 * learned is kept by them, because learning takes seconds. Throws `KnowledgeError` with every
 * problem, and then writes nothing.
 */
export function buildKnowledge(folder: string): void {
  const knowledge = compileKnowledge(readKnowledgeFiles());
  const articles = knowledge.articles.map(({ phrasings: _, ...article }) => article);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'knowledge.json'), `${JSON.stringify({ articles })}\n`);
  writeFileSync(join(folder, 'intents.bin'), intentsOf(knowledge));
}

/** Writes `intents.bin` alone, for who reads messages without answering them; see `buildKnowledge`. */
export function buildIntents(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'intents.bin'), learnedIntents());
}

/** The bytes of `intents.bin`, learned anew only if something changed. */
export function learnedIntents(): Uint8Array {
  return intentsOf(compileKnowledge(readKnowledgeFiles()));
}

/** Share of out-of-scope messages assumed among all that customers send: a judgement. */
export const OUT_OF_SCOPE_SHARE = 0.2;

/** What the bot learns from: every phrasing with its article, and what no article answers. */
export function examplesOf(knowledge: Lessons): IntentExample[] {
  return [
    ...knowledge.articles.flatMap(({ id, phrasings }) =>
      phrasings.map((text) => ({ text, intent: id })),
    ),
    ...knowledge.outOfScope.map((text) => ({ text, intent: null })),
  ];
}

function intentsOf(knowledge: Lessons): Uint8Array {
  const examples = examplesOf(knowledge);
  const key = createHash('sha256').update(JSON.stringify(examples));
  for (const file of [NETWORK, ...LEARNING]) key.update(readFileSync(file));
  const kept = join(CACHE, `${key.digest('hex').slice(0, 24)}.bin`);
  if (existsSync(kept)) return readFileSync(kept);
  const network = createNetwork(loadTensors(NETWORK));
  const bytes = packIntents(trainIntents(network, examples, OUT_OF_SCOPE_SHARE));
  mkdirSync(CACHE, { recursive: true });
  // Builds may run side by side: nobody reads half a file.
  writeFileSync(`${kept}.${process.pid}`, bytes);
  renameSync(`${kept}.${process.pid}`, kept);
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  buildKnowledge(process.argv[2] ?? 'dist/knowledge');
