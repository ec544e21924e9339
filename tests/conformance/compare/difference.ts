import { isDeepStrictEqual } from 'node:util';
import { FORGIVEN, type Forgiven } from '../forgiven.ts';
import type { Answers } from './answers.ts';
import { canonical } from './canonical.ts';

/** Lists of these operations have no order that AWS promises. */
const UNORDERED: Record<string, string[]> = {
  Scan: ['Items'],
  BatchGetItem: ['chats', 'readings'],
  DescribeTable: ['AttributeDefinitions', 'GlobalSecondaryIndexes', 'NonKeyAttributes'],
  CreateTable: ['AttributeDefinitions', 'GlobalSecondaryIndexes', 'NonKeyAttributes'],
};

/** The same answers, a forgiven difference with the ids that excuse it, or an unexplained one. */
export type Verdict =
  | { kind: 'same' }
  | { kind: 'forgiven'; ids: string[] }
  | { kind: 'different'; answers: Answers };

/** Compares two answers; `forgiven` is the list of excuses, all of them unless given. */
export function judge(answers: Answers, forgiven: readonly Forgiven[] = FORGIVEN): Verdict {
  const unordered = UNORDERED[answers.operation];
  let current: Answers = {
    ...answers,
    ours: canonical(answers.ours, unordered),
    official: canonical(answers.official, unordered),
  };
  const first = current;
  const ids: string[] = [];
  for (const { id, level } of forgiven) {
    if (isDeepStrictEqual(current.ours, current.official)) break;
    const levelled = level(current);
    if (
      !levelled ||
      isDeepStrictEqual(levelled, { ours: current.ours, official: current.official })
    ) {
      continue;
    }
    ids.push(id);
    current = {
      ...current,
      ours: canonical(levelled.ours, unordered),
      official: canonical(levelled.official, unordered),
    };
  }
  if (!isDeepStrictEqual(current.ours, current.official)) {
    return { kind: 'different', answers: first };
  }
  return ids.length === 0 ? { kind: 'same' } : { kind: 'forgiven', ids };
}
