import type { Message } from '../../../../protocol/message.ts';

/** Entries by one person within this time share one heading. */
const GROUP_MS = 120_000;

/** True if an entry needs its own heading with name and time. */
export function startsGroup(message: Message, before: Message | undefined): boolean {
  if (!before) return true;
  // The bot's heading tells how sure it was, which differs from answer to answer.
  if (message.from.role === 'bot') return true;
  return (
    before.from.role !== message.from.role ||
    before.from.id !== message.from.id ||
    message.at - before.at > GROUP_MS
  );
}
