import { mean } from './decisions.ts';

/** Turns of one dialogue where a person should take over, and where one was predicted. */
export interface Transfers {
  expected: readonly number[];
  predicted: readonly number[];
}

/** Keeps the formula defined at tolerance 0, as its authors do. */
const EPSILON = 1e-7;

/**
 * Golden transfer within tolerance (Liu et al., AAAI 2021), lambda 0: each prediction earns
 * `exp(-d² / 2T²)` for its distance `d` in turns from the nearest expected transfer, a dialogue the
 * mean of its predictions. A dialogue without an expected transfer earns 1 if none is predicted,
 * else 0; one where an expected transfer stays unpredicted altogether earns 0. Mean over dialogues;
 * GT-I, GT-II and GT-III are tolerances 1, 2 and 3.
 */
export function goldenTransfer(dialogues: readonly Transfers[], tolerance: number): number {
  return mean(dialogues.map((dialogue) => ofDialogue(dialogue, tolerance)));
}

function ofDialogue({ expected, predicted }: Transfers, tolerance: number): number {
  if (expected.length === 0) return predicted.length === 0 ? 1 : 0;
  if (predicted.length === 0) return 0;
  const width = 2 * (tolerance + EPSILON) ** 2;
  return mean(
    predicted.map((at) =>
      Math.max(...expected.map((golden) => Math.exp(-((at - golden) ** 2) / width))),
    ),
  );
}
