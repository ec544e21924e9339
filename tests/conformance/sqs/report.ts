import type { SqsComparison } from './compare.ts';
import { FORGIVEN_SQS, type Pair } from './forgiven.ts';
import { SCENARIOS } from './suite.ts';

/** The figures of a comparison, line by line. */
export function sqsFigureLines(
  service: string,
  { compared, forgiven, unexplained }: SqsComparison,
): string[] {
  return [
    `SQS compared with       ${service}`,
    `calls compared          ${compared} in ${SCENARIOS.length} scenarios`,
    'differences forgiven',
    ...FORGIVEN_SQS.filter(({ id }) => forgiven.has(id)).map(
      ({ id, supports, reason }) =>
        `  ${String(forgiven.get(id)).padStart(6)} ${id} (documentation supports ${supports}): ${reason}`,
    ),
    `differences unexplained ${unexplained.length}`,
  ];
}

/** A difference with the call that shows it. */
export function pairLines({ scenario, call, ours, theirs }: Pair): string[] {
  return [
    `${scenario}: ${call}`,
    `  ours   ${JSON.stringify(ours)}`,
    `  theirs ${JSON.stringify(theirs)}`,
  ];
}
