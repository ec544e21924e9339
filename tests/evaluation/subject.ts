import { copyFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { imprint, likeness } from '../../lambdas/analysis/imprint.ts';
import { readTurn } from '../../lambdas/analysis/reading.ts';
import { EMPTY_SIGNALS } from '../../lambdas/analysis/turn-signals.ts';
import type { Turn } from '../../lambdas/analysis/types.ts';
import { opinionsOn, WORD_CODES } from '../../lambdas/analysis/words.ts';
import { createIntents } from '../../lambdas/bot/intents/classifier.ts';
import { packIntents, unpackIntents } from '../../lambdas/bot/intents/store.ts';
import { trainIntents } from '../../lambdas/bot/intents/train.ts';
import type { Network } from '../../lambdas/language/network.ts';
import { openTensors } from '../../lambdas/language/tensors.ts';
import { buildKnowledge, NETWORK } from '../../scripts/build-knowledge.ts';
import type { AnsweredTurn, IntentExample, Subject, Topic, TrainedBot } from './judges.ts';
import { ASSETS, loadShipped } from './shipped.ts';

/** From this probability on a reading counts as a yes. */
const THRESHOLDS = { request: 0.5, topic: 0.5, negative: 0.5 };

/** Share of likeness in words and meaning beside that of the intents. */
const WORDING = 0.3;

/** The shipped analyzer and bot as the evaluation asks them; the only file that knows them. */
export function createSubject(): Subject {
  const folder = new URL('../../dist/evaluation/', import.meta.url);
  buildKnowledge(fileURLToPath(folder));
  copyFileSync(NETWORK, new URL('network.bin', folder));
  const { mind, analyzer, bot } = loadShipped(folder);
  const { network } = mind;
  const alike = alikeBy(network);

  return {
    thresholds: THRESHOLDS,
    probabilities: true,
    read(text) {
      const opinions = opinionsOn(text, network);
      const topic = (name: Topic): number => opinions[`topic.${name}`].joint;
      return {
        request: opinions['request.explicit'].joint,
        topics: {
          billing_dispute: topic('billing_dispute'),
          service_outage: topic('service_outage'),
          cancellation: topic('cancellation'),
          fraud: topic('fraud'),
          legal: topic('legal'),
          safety: topic('safety'),
        },
        negative: Math.max(
          opinions['sentiment.frustration'].joint,
          opinions['sentiment.anger'].joint,
        ),
        confidence: bot.answer(text).confidence,
        explain() {
          const { words, quoteFor } = readTurn({ seq: 1, text }, mind);
          return WORD_CODES.flatMap((code) => {
            const score = words[code];
            const quote = score === undefined ? null : quoteFor(code);
            return score === undefined ? [] : { code, score, evidence: quote ? [quote] : [] };
          });
        },
      };
    },
    decide(turns) {
      const { band, priority, reasons } = analyzer.assess({
        turns: turns.map(turnOf),
        assessedSeq: 2 * turns.length - 1,
      });
      return {
        band,
        priority,
        explain: () =>
          reasons.map(({ code, score, evidence }) => ({
            code,
            score,
            evidence: evidence.map(({ text }) => text),
          })),
      };
    },
    serving(turns) {
      const before = turns.slice(0, -1).map(turnOf);
      const text = turns.at(-1)?.text ?? '';
      const kept = before.reduce(
        (signals, turn) => analyzer.screen(turn, signals).signals,
        EMPTY_SIGNALS,
      );
      return () => {
        const reply = bot.answer(text);
        if (!analyzer.screen({ text, bot: reply }, kept).candidate) return;
        const seq = 2 * turns.length - 1;
        analyzer.assess({ turns: [...before, { seq, text, bot: reply }], assessedSeq: seq });
      };
    },
    trainIntents: ({ train }) => trainBot(network, train),
    alike,
    modelBytes: () => ASSETS.reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0),
    loadArguments: () => [folder.href],
  };
}

function turnOf({ text, bot }: AnsweredTurn, place: number): Turn {
  const seq = 2 * place + 1;
  return bot ? { seq, text, bot: { ...bot, articleId: null } } : { seq, text };
}

/** Two questions are alike as far as their intents are; wording decides between equals. */
function trainBot(network: Network, train: readonly IntentExample[]): TrainedBot {
  // As they are stored: what ships is measured.
  const { labels, classify } = createIntents(
    unpackIntents(openTensors(packIntents(trainIntents(network, train)))),
  );
  const wording = alikeBy(network);
  const read = (text: string) => classify(network.read(text));
  return {
    classify(text) {
      const { best, confidence } = read(text);
      return { intent: labels[best] ?? '', confidence };
    },
    alike: (first, second) =>
      cosine(read(first).shares, read(second).shares) + WORDING * wording(first, second),
  };
}

function alikeBy(network: Network): (first: string, second: string) => number {
  return (first, second) => {
    const a = imprint(first, network);
    const b = imprint(second, network);
    return a && b ? likeness(a, b) : 0;
  };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let both = 0;
  let inA = 0;
  let inB = 0;
  a.forEach((value, at) => {
    const other = b[at] ?? 0;
    both += value * other;
    inA += value * value;
    inB += other * other;
  });
  return inA > 0 && inB > 0 ? both / Math.sqrt(inA * inB) : 0;
}
