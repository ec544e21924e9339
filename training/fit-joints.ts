import { readdirSync, readFileSync } from 'node:fs';
import type { WordCode } from '../lambdas/analysis/types.ts';
import { opinionsOn, SURE, WORD_CODES } from '../lambdas/analysis/words.ts';
import { fitLogistic, type Observation } from '../lambdas/bot/intents/logistic.ts';
import { createNetwork } from '../lambdas/language/network.ts';
import { loadTensors } from '../lambdas/language/tensors.ts';

/**
 * Prints the constants of lambdas/analysis/joints.ts: the weights of network and rules, fitted to
 * those labelled messages that training/network/corpus.py keeps from the network. Each label counts
 * as often as it is given in `telecom-dev`: our own messages hold more near-misses than chats do.
 */
const FOLDER = 'training/messages';
const TUNING = 'tests/data/telecom-dev/messages.jsonl';
const network = createNetwork(
  loadTensors(new URL('../lambdas/language/network.bin', import.meta.url)),
);

interface Labelled {
  text: string;
  humanRequest: boolean;
  topics: string[];
  sentiment: string;
}

function messagesOf(file: string): Labelled[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Labelled);
}

const all = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl'))
  .sort()
  .flatMap((name) => messagesOf(`${FOLDER}/${name}`));
const rows = all.filter((_, at) => Math.floor(at / 12) % 16 === 5);
const tuning = messagesOf(TUNING);

function shareOf(code: WordCode, messages: readonly Labelled[]): number {
  return messages.filter((row) => holds(code, row)).length / messages.length;
}

function holds(code: WordCode, { humanRequest, topics, sentiment }: Labelled): boolean {
  if (code === 'request.explicit') return humanRequest;
  if (code === 'sentiment.anger') return sentiment === 'angry';
  if (code === 'sentiment.frustration') return sentiment === 'angry' || sentiment === 'frustrated';
  return topics.includes(code.slice('topic.'.length));
}

/** Rules were written without these messages: how often they are right here is a probability. */
const FLOOR_FROM = 0.85;

function floorOf(code: WordCode): number {
  const found = ruled.filter(({ opinions }) => opinions[code].rule >= SURE);
  // As if it had once been right and once wrong besides (Laplace).
  const right = (found.filter(({ row }) => holds(code, row)).length + 1) / (found.length + 2);
  return right >= FLOOR_FROM ? right : 0;
}

const ruled = all.map((row) => ({ row, opinions: opinionsOn(row.text, network) }));
const read = rows.map((row) => ({ row, opinions: opinionsOn(row.text, network) }));
console.log(`${rows.length} messages`);
for (const code of WORD_CODES) {
  const [wanted, present] = [shareOf(code, tuning), shareOf(code, rows)];
  const observe = (withRule: boolean): Observation[] =>
    read.map(({ row, opinions }) => ({
      values: [opinions[code].network, ...(withRule ? [opinions[code].rule] : [])],
      target: holds(code, row) ? 1 : 0,
      weight: holds(code, row) ? wanted / present : (1 - wanted) / (1 - present),
    }));
  let fitted = fitLogistic(observe(true));
  // A rule may speak for a label only: what is left of it is the network.
  if ((fitted.weights[1] ?? 0) < 0) fitted = fitLogistic(observe(false));
  const [slope = 0, rule = 0] = fitted.weights;
  const right = (threshold: (one: (typeof read)[number]) => boolean) => {
    let both = 0;
    let either = 0;
    for (const one of read) {
      both += Number(threshold(one) && holds(code, one.row)) * 2;
      either += Number(threshold(one)) + Number(holds(code, one.row));
    }
    return (both / either).toFixed(3);
  };
  const joined = right(({ opinions }) => {
    const { network: log, rule: score } = opinions[code];
    return fitted.bias + slope * log + rule * score > 0;
  });
  console.log(
    `  '${code}': { bias: ${fitted.bias.toFixed(2)}, network: ${slope.toFixed(2)}, rule: ${rule.toFixed(2)}, floor: ${Math.round(100 * floorOf(code)) / 100} },  // F1 ${joined}, network ${right(({ opinions }) => opinions[code].network > 0)}, rules ${right(({ opinions }) => opinions[code].rule >= SURE)}`,
  );
}
