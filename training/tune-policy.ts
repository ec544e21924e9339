import { readdirSync, readFileSync } from 'node:fs';
import { combine, priorityOf } from '../lambdas/analysis/combine.ts';
import { historyOf, WINDOW } from '../lambdas/analysis/history.ts';
import { readTurn } from '../lambdas/analysis/reading.ts';
import { signalsOf } from '../lambdas/analysis/signals/all.ts';
import type { Signal } from '../lambdas/analysis/types.ts';
import { type AnalysisPolicy, SignalCode } from '../protocol/analysis-policy.ts';
import { DEFAULT_ANALYSIS } from '../protocol/default-analysis.ts';
import { Category } from '../protocol/vocabulary.ts';
import { presentMind } from './mind.ts';

/** What a wrong decision costs: a customer left too late counts twice a needless handoff. */
const COST = { late: 2, missed: 3, early: 1, needless: 2.5 };
/** What moving a weight from 0 to 1 must save: few chats are no reason for odd numbers. */
const STEADINESS = 1;
const STEPS = [0.2, 0.1, 0.05];

/** What must hand over, and what must not, whatever the chats say: the promises of the product. */
const PROMISES: readonly { signals: Partial<Record<SignalCode, number>>; handOver: boolean }[] = [
  ...(['topic.billing_dispute', 'topic.service_outage', 'topic.cancellation'] as const).flatMap(
    (topic) => [
      { signals: { [topic]: 0.9, 'sentiment.frustration': 0.9 }, handOver: true },
      { signals: { [topic]: 0.95, 'ai.repeated_fallback': 0.35 }, handOver: true },
      { signals: { [topic]: 0.98 }, handOver: false },
    ],
  ),
  // Who asks for a person, or is in danger, is not left with the bot.
  ...(['request.explicit', 'topic.fraud', 'topic.legal', 'topic.safety'] as const).map((code) => ({
    signals: { [code]: 0.75 },
    handOver: true,
  })),
  // Anger may be at somebody else; with a doubt about the answer it is not.
  { signals: { 'sentiment.anger': 0.95, 'ai.low_confidence': 0.9 }, handOver: true },
  { signals: { 'ai.repeated_fallback': 1 }, handOver: true },
  { signals: { 'sentiment.frustration': 0.95 }, handOver: false },
  { signals: { 'ai.repeated_fallback': 0.35, 'ai.low_confidence': 0.6 }, handOver: false },
];
/** What a broken promise costs. */
const BROKEN = 20;

interface Conversation {
  id: string;
  turns: { text: string; bot: { text: string; confidence: number; fallback: boolean } }[];
  gold: { escalateAt: number | null; window: [number, number] | null; priority: string | null };
}

interface Case {
  gold: Conversation['gold'];
  /** What fired at each turn. */
  signals: Signal[][];
}

/** The cases of a folder of conversations, each turn with what fires on it. */
function casesOf(folders: readonly string[]): Case[] {
  const mind = presentMind();
  const lines = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n')),
  );
  return lines.map((line) => {
    const { turns, gold } = JSON.parse(line) as Conversation;
    const readings = turns.map(({ text, bot }, at) => ({
      ...readTurn({ seq: 2 * at + 1, text, bot: { ...bot, articleId: null } }, mind),
      quoteFor: () => null,
    }));
    const signals = readings.map((_, at) =>
      signalsOf(historyOf(readings.slice(Math.max(0, at + 1 - WINDOW), at + 1), at + 1, false)),
    );
    return { gold, signals };
  });
}

/** Turn (from 1) of the handoff; null if there is none. */
function handoffOf({ signals }: Case, policy: AnalysisPolicy): number | null {
  const at = signals.findIndex((fired) => combine(fired, policy).band === 'hand_over');
  return at < 0 ? null : at + 1;
}

function costOf(cases: readonly Case[], policy: AnalysisPolicy): number {
  let cost = 0;
  for (const one of cases) {
    const at = handoffOf(one, policy);
    const { window } = one.gold;
    if (window === null) cost += at === null ? 0 : COST.needless;
    else if (at === null) cost += COST.missed;
    else if (at < window[0]) cost += COST.early;
    else if (at > window[1]) cost += COST.late;
  }
  for (const { signals, handOver } of PROMISES) {
    const fired = Object.entries(signals).map(
      ([code, score]): Signal => ({ code: code as SignalCode, score, evidence: [] }),
    );
    if ((combine(fired, policy).band === 'hand_over') !== handOver) cost += BROKEN;
  }
  return cost + STEADINESS * movedFrom(DEFAULT_ANALYSIS, policy);
}

/** How far the weights lie from others, all together. */
function movedFrom(start: AnalysisPolicy, policy: AnalysisPolicy): number {
  const reasons = SignalCode.options.map((code) => {
    const { weight, overrideFrom } = policy.reasons[code];
    const before = start.reasons[code];
    return (
      Math.abs(weight - before.weight) + Math.abs((overrideFrom ?? 0) - (before.overrideFrom ?? 0))
    );
  });
  const categories = Category.options.map((category) =>
    Math.abs(policy.categoryWeights[category] - start.categoryWeights[category]),
  );
  return [...reasons, ...categories].reduce((sum, value) => sum + value, 0);
}

/** Moves one number at a time as long as the cost falls. */
function tune(cases: readonly Case[], start: AnalysisPolicy): AnalysisPolicy {
  let policy = structuredClone(start);
  let cost = costOf(cases, policy);
  for (const step of STEPS) {
    for (let better = true; better; ) {
      better = false;
      for (const change of changesOf(policy, step)) {
        const next = structuredClone(policy);
        change(next);
        const nextCost = costOf(cases, next);
        if (nextCost < cost - 1e-9) {
          policy = next;
          cost = nextCost;
          better = true;
        }
      }
    }
  }
  return policy;
}

function changesOf(policy: AnalysisPolicy, step: number): ((next: AnalysisPolicy) => void)[] {
  const moved = (value: number, by: number) =>
    Math.round(100 * Math.min(1, Math.max(0.05, value + by))) / 100;
  return [step, -step].flatMap((by) => [
    (next: AnalysisPolicy) => {
      next.handOverFrom = moved(policy.handOverFrom, by);
    },
    ...Category.options.map((category) => (next: AnalysisPolicy) => {
      next.categoryWeights[category] = moved(next.categoryWeights[category], by);
    }),
    ...SignalCode.options.flatMap((code) => [
      (next: AnalysisPolicy) => {
        next.reasons[code].weight = moved(next.reasons[code].weight, by);
      },
      (next: AnalysisPolicy) => {
        const { overrideFrom } = next.reasons[code];
        if (overrideFrom !== null) next.reasons[code].overrideFrom = moved(overrideFrom, by);
      },
    ]),
  ]);
}

function report(name: string, cases: readonly Case[], policy: AnalysisPolicy): void {
  let right = 0;
  let called = 0;
  let needed = 0;
  let within = 0;
  let exact = 0;
  let needless = 0;
  const wrong: Record<string, number> = { early: 0, late: 0, missed: 0 };
  for (const one of cases) {
    const at = handoffOf(one, policy);
    const { window, priority } = one.gold;
    if (at !== null) called++;
    if (window === null) {
      if (at !== null) needless++;
      continue;
    }
    needed++;
    if (at === null) wrong.missed = (wrong.missed ?? 0) + 1;
    else {
      right++;
      if (priorityOf(one.signals[at - 1] ?? [], policy) === priority) exact++;
      if (at < window[0]) wrong.early = (wrong.early ?? 0) + 1;
      else if (at > window[1]) wrong.late = (wrong.late ?? 0) + 1;
      else within++;
    }
  }
  const calm = cases.length - needed;
  console.log(
    `${name}: ${cases.length} chats, F1 ${((2 * right) / (called + needed)).toFixed(3)}, within ${(within / needed).toFixed(3)}, needless ${((100 * needless) / calm).toFixed(1)}, priority ${(exact / right).toFixed(3)}, cost ${costOf(cases, policy).toFixed(1)} ${JSON.stringify(wrong)}`,
  );
}

const folders = process.argv.slice(2);
const cases = casesOf(folders);
const learn = cases.filter((_, at) => at % 4 !== 3);
const check = cases.filter((_, at) => at % 4 === 3);
report('before, learned on', learn, DEFAULT_ANALYSIS);
report('before, held out', check, DEFAULT_ANALYSIS);
const tuned = tune(learn, DEFAULT_ANALYSIS);
report('after, learned on', learn, tuned);
report('after, held out', check, tuned);
const all = tune(cases, DEFAULT_ANALYSIS);
report('tuned on all', cases, all);
console.log(
  JSON.stringify(
    {
      handOverFrom: all.handOverFrom,
      categoryWeights: all.categoryWeights,
      reasons: Object.fromEntries(
        SignalCode.options.map((code) => [
          code,
          [all.reasons[code].weight, all.reasons[code].overrideFrom],
        ]),
      ),
    },
    null,
    1,
  ),
);
