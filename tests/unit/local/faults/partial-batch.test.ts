import { expect, it } from 'vitest';
import { canBePartial } from '../../../../local/faults/partial-batch.ts';

const entry = { Id: 'a', MessageBody: 'x' };

it.each<[string, unknown, boolean]>([
  ['of one entry', [entry], true],
  ['of nothing', [], false],
  ['that has null for an entry', [null, entry], false],
  ['that has a name for an entry', ['a', entry], false],
  ['with a number for an id', [{ ...entry, Id: 1 }], false],
  ['that is no list', { 0: entry }, false],
])('a batch of messages %s can be carried out in part or not', (_, Entries, expected) => {
  const call = { caller: 'test', service: 'sqs', operation: 'SendMessageBatch' } as const;

  expect(canBePartial({ ...call, input: { Entries } })).toBe(expected);
});
