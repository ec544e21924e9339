import type { StormReport } from './storm.ts';

/** The report for people, line by line. */
export function reportLines(report: StormReport): string[] {
  const { seed, conversations, faults, orders, messages, counts, calls, seconds, violations } =
    report;
  const row = (name: string, value: number | string) => `${name.padEnd(34)}${value}`;
  const strikes = Object.entries(faults).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    row('seed', seed),
    row('conversations', conversations),
    ...strikes.flatMap(([kind, times]) => [
      row(`fault ${kind}`, times),
      ...orders.filter((order) => order.kind === kind).map((order) => aimLine(order)),
    ]),
    row(
      'faults in all',
      strikes.reduce((sum, [, times]) => sum + times, 0),
    ),
    row('messages written', messages.written),
    row('acknowledgements, all checked', messages.acknowledged),
    row('transcript entries stored', messages.stored),
    row('SDK calls', calls.made),
    row('SDK calls refused', calls.refused),
    row('messages sent again by clients', counts.messagesResent),
    row('messages sent again by hand', counts.messagesRetriedByHand),
    row('requests repeated', counts.requestsRepeated),
    ...Object.entries(counts.refusals).map(([code, times]) => row(`  refused: ${code}`, times)),
    row('cables cut', counts.cuts),
    row('reloads for want of news', counts.reloads),
    row('reconnects', counts.reconnects),
    row('sessions taken back', counts.takenBack),
    row('button for a person pressed', counts.buttonsPressed),
    row('storm, s', seconds.storm.toFixed(1)),
    row('all, s', seconds.all.toFixed(1)),
    row('violations', violations.length),
    ...violations.map(({ invariant, text }) => `  ${invariant}: ${text}`),
  ];
}

/** `  of message TransactWriteItems       12`, for kinds with several aims. */
function aimLine({ where = {}, injected }: StormReport['orders'][number]): string {
  return `  ${Object.values(where).join(' ') || 'anywhere'}`.padEnd(34) + injected;
}
