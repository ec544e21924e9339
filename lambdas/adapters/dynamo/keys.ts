/**
 * Every key of the one table, each with the access pattern it serves. Nothing else builds keys.
 *
 * | item | pk | sk |
 * |---|---|---|
 * | session head | `S#<sid>` | `HEAD` |
 * | transcript entry | `S#<sid>` | `M#<seq, 10 digits>` |
 * | escalation with its history | `S#<sid>` | `E#<n, 4 digits>` |
 * | agent | `AGENTS` | `<agentId>` |
 * | ticket | `T#<sha256>` | `T` |
 * | request counter | `RATE#<address hash>#<minute>` | `R` |
 */

/** Get or write one session; one Query reads its transcript or its escalations. */
export const headKey = (sessionId: string) => ({ pk: `S#${sessionId}`, sk: 'HEAD' });

/** Query the transcript in order, from any place. */
export const messageKey = (sessionId: string, seq: number) => ({
  pk: `S#${sessionId}`,
  sk: `M#${digits(seq, 10)}`,
});

/** After the last possible message key. */
export const MESSAGES_END = 'M#~';

/** Query a session's escalations, oldest first. */
export const escalationKey = (sessionId: string, n: number) => ({
  pk: `S#${sessionId}`,
  sk: `E#${digits(n, 4)}`,
});

/** Prefix of all escalations of a session. */
export const ESCALATION_PREFIX = 'E#';

/** Get one agent; one Query reads all of them (hundreds at most). */
export const agentKey = (agentId: string) => ({ pk: 'AGENTS', sk: agentId });

/** Consume one ticket by its hash. */
export const ticketKey = (ticketHash: string) => ({ pk: `T#${ticketHash}`, sk: 'T' });

/** Count the requests of one address in one minute. */
export const rateKey = (addressHash: string, now: number) => ({
  pk: `RATE#${addressHash}#${Math.floor(now / 60_000)}`,
  sk: 'R',
});

/** Index `pending`: the waiting sessions of a queue, soonest first. */
export const pendingKey = (queue: string, place: number, sessionId: string) => ({
  pendingQueue: `Q#${queue}`,
  pendingSort: `${digits(place, 13)}#${sessionId}`,
});

/** Partition of the index `pending`. */
export const pendingPartition = (queue: string) => `Q#${queue}`;

/** Sessions to look at are spread over this many partitions. */
export const DUE_SHARDS = ['DUE#0', 'DUE#1', 'DUE#2', 'DUE#3'] as const;

/** Index `due`: the sessions to look at, earliest first. */
export const dueKey = (at: number, sessionId: string) => ({
  dueShard: DUE_SHARDS[Number.parseInt(sessionId.slice(-1), 16) % DUE_SHARDS.length],
  dueSort: `${digits(at, 13)}#${sessionId}`,
});

/** Before the first due key after `now`. */
export const dueEnd = (now: number) => `${digits(now + 1, 13)}`;

/** The session id in a session's partition key. */
export const sessionIdOf = (pk: string) => pk.slice('S#'.length);

function digits(value: number, width: number): string {
  return String(Math.max(0, Math.floor(value))).padStart(width, '0');
}
