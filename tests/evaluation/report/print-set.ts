import { type Cell, tableLines } from '../../bench/report.ts';
import type { SetResult } from '../evaluate-set.ts';
import { type Target, targetsOf } from '../targets.ts';
import { ABOUT, MEANINGS } from './meanings.ts';

/** Prints one set as a table: each figure, ours with its interval, each baseline, the target. */
export function printSet(result: SetResult): void {
  for (const line of setLines(result)) console.log(line);
}

/** The lines of a set's table, title and notes included. */
export function setLines({ set, subject, baselines }: SetResult): string[] {
  const targets = new Map(targetsOf(set).map((target) => [target.figure, target]));
  const names = Object.keys(baselines);
  // The many figures of single topics are for the file; of several bots each is worth a line.
  const unlisted = Object.keys(subject.figures).filter((figure) => figure.includes('.'));
  const listed = [...Object.keys(MEANINGS), ...unlisted].filter(
    (figure) =>
      figure in subject.figures || names.some((name) => figure in (baselines[name]?.figures ?? {})),
  );
  const rows = listed.map((figure): Cell[] => {
    const ours = subject.figures[figure];
    const interval = subject.intervals[figure];
    const target = targets.get(figure);
    return [
      MEANINGS[figure] ?? figure,
      shown(figure, ours),
      interval ? `${shown(figure, interval[0])}–${shown(figure, interval[1])}` : '',
      ...names.map((name) => shown(figure, baselines[name]?.figures[figure])),
      target ? goal(target) : '',
      target && ours !== undefined ? verdict(target, ours) : '',
    ];
  });
  const head = ['', 'ours', '95 %', ...names, 'target', ''];
  const sizes = set.parts.map((part) =>
    part.kind === 'intents'
      ? `${part.bots.reduce((sum, { test }) => sum + test.length, 0)} test messages`
      : `${part.rows.length} ${part.kind === 'sentiment' || part.kind === 'requests' ? 'messages' : part.kind}`,
  );
  const notes = set.parts.flatMap(({ kind }) => ABOUT[kind] ?? []);
  return ['', `${set.name} (${sizes.join(', ')})`, '', ...tableLines(head, rows), '', ...notes];
}

function goal({ figure, bound, value }: Target): string {
  return `${bound === 'at least' ? '≥' : '≤'} ${shown(figure, value)}`;
}

function verdict({ bound, value }: Target, got: number): string {
  return (bound === 'at least' ? got >= value : got <= value) ? 'met' : 'missed';
}

function shown(figure: string, value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '';
  if (figure === 'modelBytes') return String(value);
  if (figure.endsWith('Per100')) return value.toFixed(1);
  if (figure.endsWith('Ms')) return value.toFixed(2);
  return figure === 'requestFalseAlarms' ? value.toFixed(4) : value.toFixed(3);
}
