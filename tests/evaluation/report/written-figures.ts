import { rounded } from '../../bench/report.ts';
import type { SetResult } from '../evaluate-set.ts';
import type { Figures } from '../figures.ts';

/**
 * Figures for a file, by group: the set's name, and `<set>/baseline:<name>` for each baseline. A
 * 95 % interval stands beside its figure as `<figure>Low` and `<figure>High`.
 */
export function writtenFigures(results: readonly SetResult[]): Record<string, Figures> {
  const groups: Record<string, Figures> = {};
  for (const { set, subject, baselines } of results) {
    const bounds = Object.entries(subject.intervals).flatMap(([name, [low, high]]) => [
      [`${name}Low`, low],
      [`${name}High`, high],
    ]);
    groups[set.name] = written({ ...subject.figures, ...Object.fromEntries(bounds) });
    for (const [name, { figures }] of Object.entries(baselines)) {
      groups[`${set.name}/baseline:${name}`] = written(figures);
    }
  }
  return groups;
}

function written(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures)
      .filter(([, value]) => Number.isFinite(value))
      .map(([name, value]) => [name, rounded(value, 4)]),
  );
}
