import type { Answers } from '../compare/answers.ts';
import type { EnginePair } from '../engines/pair.ts';
import type { Outcome, Wire } from '../engines/wire.ts';
import { bodyOf, type Draft } from './draft.ts';

const MAX_PAGES = 40;

/**
 * A query followed to its last page by each engine for itself, as one answer: the rows, how many
 * each page looked at, and the sort keys in the order they came. Rows with equal keys have no
 * promised order, so that a page alone cannot be compared.
 */
export async function walkBoth(
  { ours, official }: Pick<EnginePair, 'ours' | 'official'>,
  draft: Draft,
): Promise<Answers> {
  const body = bodyOf(draft);
  const [a, b] = await Promise.all([walk(ours.wire, body), walk(official.wire, body)]);
  return { operation: draft.operation, body, ours: a, official: b };
}

async function walk(wire: Wire, body: Record<string, unknown>): Promise<Outcome> {
  const first = await wire.call('Query', body);
  if ('error' in first || first.output.LastEvaluatedKey === undefined) return withOrder(first);
  const items = [...((first.output.Items as unknown[] | undefined) ?? [])];
  const looked = [first.output.ScannedCount];
  let count = Number(first.output.Count);
  let from: unknown = first.output.LastEvaluatedKey;
  for (let page = 2; from && page <= MAX_PAGES; page += 1) {
    const next = await wire.call('Query', { ...body, ExclusiveStartKey: from });
    if ('error' in next) return next;
    items.push(...((next.output.Items as unknown[] | undefined) ?? []));
    looked.push(next.output.ScannedCount);
    count += Number(next.output.Count);
    from = next.output.LastEvaluatedKey;
  }
  const { LastEvaluatedKey: _, ...output } = first.output;
  return withOrder({
    output: {
      ...output,
      Count: count,
      ...(output.Items !== undefined && { Items: items }),
      ScannedCountOfPages: looked,
    },
  });
}

function withOrder(outcome: Outcome): Outcome {
  if ('error' in outcome || !Array.isArray(outcome.output.Items)) return outcome;
  const sortKeys = outcome.output.Items.map((item: { r?: unknown }) => item.r ?? null);
  return { output: { ...outcome.output, SortKeys: sortKeys } };
}
