import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calibrate, holdOutEach } from '../lambdas/bot/calibrate.ts';
import { compileKnowledge, type KnowledgeFile } from '../lambdas/bot/compile.ts';
import { ANSWER_THRESHOLD, logistic } from '../lambdas/bot/confidence.ts';

const FOLDER = fileURLToPath(new URL('../lambdas/bot/knowledge/', import.meta.url));

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
 * Compiles the articles and writes them as JSON to `outFile`, making its folder. The same articles
 * give the same bytes. Throws `KnowledgeError` with every problem, and then writes nothing.
 */
export function buildKnowledge(outFile: string): void {
  const knowledge = compileKnowledge(readKnowledgeFiles());
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, `${JSON.stringify(knowledge)}\n`);
}

/** Prints how well the articles are told apart, and the constants that fit them. */
function report(): void {
  const knowledge = compileKnowledge(readKnowledgeFiles());
  const rows = holdOutEach(knowledge);
  const fitted = calibrate(rows);
  const inside = rows.filter((row) => row.expected !== null);
  const outside = rows.filter((row) => row.expected === null);
  const right = inside.filter((row) => row.expected === row.found);
  const silent = outside.filter((row) => logistic(fitted, row.evidence) < ANSWER_THRESHOLD);
  const confused = new Map<string, number>();
  for (const { expected, found } of inside) {
    const pair = `${expected} taken for ${found}`;
    if (expected !== found) confused.set(pair, (confused.get(pair) ?? 0) + 1);
  }
  const worst = [...confused].sort(([, a], [, b]) => b - a).slice(0, 10);
  console.log(`${knowledge.articles.length} articles, ${inside.length} phrasings`);
  console.log(`each phrasing held out: ${percent(right.length, inside.length)} find their article`);
  console.log(`out of scope held out: ${percent(silent.length, outside.length)} not answered`);
  for (const [pair, count] of worst) console.log(`  ${count} x ${pair}`);
  console.log('constants for lambdas/bot/confidence.ts:');
  console.log(`  bias: ${fitted.bias.toFixed(3)}`);
  console.log(`  weights: [${fitted.weights.map((weight) => weight.toFixed(3)).join(', ')}]`);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) report();
