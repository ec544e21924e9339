/**
 * Every key of the one table, each with the access pattern it serves. Nothing else builds keys.
 *
 * | item | pk | sk |
 * |---|---|---|
 * | session head | `S#<sid>` | `HEAD` |
 * | transcript entries of one step | `S#<sid>` | `M#<first seq, 10 digits>` |
 * | escalation with its history | `S#<sid>` | `E#<n, 4 digits>` |
 * | read marks of both sides | `S#<sid>` | `M~READ` |
 * | note for colleagues | `S#<sid>` | `N#<n, 4 digits>` |
 * | a customer's session | `U#<customerId>` | `<openedAt, 13 digits>#<sid>` |
 * | left message | `LEFT#<queue>` | `<at, 13 digits>#<sid>` |
 * | what an agent said of an escalation | `FEEDBACK#<day>` | `<sid>#<n, 4 digits>` |
 * | counters of a day | `STATS#<day>` | `<shard>`, and `MAX` for maxima |
 * | canned replies | `CANNED` | `ALL` |
 * | agent | `AGENTS` | `<agentId>` |
 * | ticket | `T#<sha256>` | `T` |
 * | request counter | `RATE#<address hash>#<minute>` | `R` |
 */

/** Get or write one session; one Query reads its transcript or its escalations. */
export const headKey = (sessionId: string) => ({ pk: `S#${sessionId}`, sk: 'HEAD' });

/** Most transcript entries in one item: those of one step. */
export const ENTRIES_PER_ITEM = 4;

/** Query the transcript in order, from any place; an item stands under its first entry's number. */
export const messageKey = (sessionId: string, seq: number) => ({
  pk: `S#${sessionId}`,
  sk: `M#${digits(seq, 10)}`,
});

/** After the last possible message key. */
export const MESSAGES_END = 'M#~';

/** Get the read marks. They follow the last message, so that one Query reads both. */
export const readKey = (sessionId: string) => ({ pk: `S#${sessionId}`, sk: 'M~READ' });

/** Query a session's notes, oldest first. */
export const noteKey = (sessionId: string, n: number) => ({
  pk: `S#${sessionId}`,
  sk: `${NOTE_PREFIX}${digits(n, 4)}`,
});

/** Prefix of all notes of a session. */
export const NOTE_PREFIX = 'N#';

/** Query a customer's sessions, newest first: repeat contact, and erasure. */
export const contactKey = (customerId: string, openedAt: number, sessionId: string) => ({
  pk: `U#${customerId}`,
  sk: `${digits(openedAt, 13)}#${sessionId}`,
});

/** Query what was left in a queue, newest first. */
export const leftKey = (queue: string, at: number, sessionId: string) => ({
  pk: `LEFT#${queue}`,
  sk: `${digits(at, 13)}#${sessionId}`,
});

/** Query what was said of the escalations of a day (UTC), in the order of sessions. */
export const feedbackKey = (
  escalatedAt: number,
  { sessionId, n }: { sessionId: string; n: number },
) => ({
  pk: `FEEDBACK#${new Date(escalatedAt).toISOString().slice(0, 10)}`,
  sk: `${sessionId}#${digits(n, 4)}`,
});

/** Counters are spread over this many items, so that no single one is hot. */
export const STATS_SHARDS = 8;

/** Add to a day's counters; one Query reads all of them. */
export const statsKey = (day: string, shard: number) => ({
  pk: `STATS#${day}`,
  sk: String(shard),
});

/** A day's maxima. */
export const maximaKey = (day: string) => ({ pk: `STATS#${day}`, sk: 'MAX' });

/** Get or replace the canned replies. */
export const cannedKey = { pk: 'CANNED', sk: 'ALL' } as const;

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
  // Index keys need not be unique, and every message would carry the id once more.
  dueSort: digits(at, 13),
});

/** Before the first due key after `now`. */
export const dueEnd = (now: number) => digits(now + 1, 13);

/** The session id in a session's partition key. */
export const sessionIdOf = (pk: string) => pk.slice('S#'.length);

function digits(value: number, width: number): string {
  return String(Math.max(0, Math.floor(value))).padStart(width, '0');
}
