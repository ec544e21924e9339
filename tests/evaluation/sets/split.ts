import type { Split } from './types.ts';

const NAMES: readonly [RegExp, Split][] = [
  [/(^|[^a-z])test(?![a-z])/i, 'test'],
  [/(^|[^a-z])train(ing)?(?![a-z])/i, 'train'],
  [/(^|[^a-z])(val|valid|validation|dev)(?![a-z])/i, 'validation'],
];

/** The split that a file, folder or list says it is, by its name: `test.csv`, `oos_val`, … */
export function splitOf(name: string): Split {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? 'whole';
}

/** What is left of a file's name without its split and ending: `curekart_train.csv`, `curekart`. */
export function withoutSplit(name: string): string {
  const bare = name.replace(/\.[^.]+$/, '');
  const stripped = NAMES.reduce((rest, [pattern]) => rest.replace(pattern, '$1'), bare);
  return stripped.replace(/^[^a-z0-9]+|[^a-z0-9]+$/gi, '');
}
