import type { Figures } from './figures.ts';
import type { EvaluationSet, SetPart } from './sets/types.ts';

/** A figure to reach: at least, or at most. */
export interface Target {
  figure: string;
  bound: 'at least' | 'at most';
  value: number;
  /** True if a slow machine is an excuse. */
  isTime?: boolean;
}

const SPEED: readonly Target[] = [
  { figure: 'p99Ms', bound: 'at most', value: 2, isTime: true },
  { figure: 'loadMs', bound: 'at most', value: 15, isTime: true },
  { figure: 'modelBytes', bound: 'at most', value: 4 * 1024 * 1024 },
];

const INTENTS: Readonly<Record<string, readonly Target[]>> = {
  clinc150: [
    { figure: 'accuracy', bound: 'at least', value: 0.94 },
    { figure: 'auroc', bound: 'at least', value: 0.96 },
    { figure: 'recallAt5fpr', bound: 'at least', value: 0.82 },
    { figure: 'ece', bound: 'at most', value: 0.02 },
    { figure: 'requestFalseAlarms', bound: 'at most', value: 0.002 },
  ],
  banking77: [
    { figure: 'accuracy', bound: 'at least', value: 0.92 },
    { figure: 'auc', bound: 'at least', value: 0.99 },
    { figure: 'requestFalseAlarms', bound: 'at most', value: 0.002 },
  ],
  hint3: [{ figure: 'accuracy', bound: 'at least', value: 0.77 }],
};

/** The targets that a set of these parts is held to; set for text that nobody has learned from. */
export function targetsOf({ parts }: EvaluationSet): Target[] {
  return [...parts.flatMap(targetsOfPart), ...SPEED];
}

function targetsOfPart(part: SetPart): readonly Target[] {
  switch (part.kind) {
    case 'messages':
      return [
        { figure: 'requestF1', bound: 'at least', value: 0.75 },
        { figure: 'topicsMacroF1', bound: 'at least', value: 0.72 },
        { figure: 'negativeF1', bound: 'at least', value: 0.74 },
      ];
    case 'conversations':
      return [
        { figure: 'handoffF1', bound: 'at least', value: 0.88 },
        { figure: 'withinWindow', bound: 'at least', value: 0.7 },
        { figure: 'needlessPer100', bound: 'at most', value: 8 },
        { figure: 'priorityExact', bound: 'at least', value: 0.65 },
      ];
    case 'requests':
      return [
        { figure: 'requestF1', bound: 'at least', value: 0.88 },
        { figure: 'requestPrecision', bound: 'at least', value: 0.9 },
      ];
    case 'sentiment':
      return [{ figure: 'auc', bound: 'at least', value: 0.8 }];
    case 'pairs':
      return [{ figure: 'auc', bound: 'at least', value: 0.81 }];
    case 'intents':
      return INTENTS[part.format] ?? [];
  }
}

/** The targets that figures miss; a figure that is absent misses none. */
export function missedTargets(targets: readonly Target[], figures: Figures): Target[] {
  return targets.filter(({ figure, bound, value }) => {
    const got = figures[figure];
    return got !== undefined && (bound === 'at least' ? got < value : got > value);
  });
}
