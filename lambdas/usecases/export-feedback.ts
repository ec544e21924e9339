import type { RatedConversation, RatedConversationList } from '../../protocol/http.ts';
import { Day } from '../../protocol/http.ts';
import { SessionId } from '../../protocol/primitives.ts';
import { InvalidRequestError, NotAllowedError } from '../domain/errors.ts';
import { type FeedbackRecord, ratedConversation } from '../domain/feedback.ts';
import type { AgentProfile, FeedbackPlace, Ports } from '../ports.ts';
import { dayOf } from './change-session.ts';
import { transcriptUntil } from './read-transcript.ts';

const PAGE_LIMIT = 100;

/** Most days in one request: each takes a query. */
const MAX_DAYS = 31;

/** How many transcripts are read at once. */
const SIDE_BY_SIDE = 10;

/** A page ends here at the latest; a function may answer with 6 MB. */
const PAGE_BYTES = 2 * 1024 * 1024;

/** Which feedback is asked for: by the days of the escalations (UTC), and where a page starts. */
export interface FeedbackRange {
  from?: string;
  to?: string;
  next?: string;
}

interface Cursor {
  day: string;
  after: FeedbackPlace | null;
}

/**
 * The chats that agents have given feedback on, in the shape of evaluation data.
 *
 * @throws NotAllowedError `wrong_role` for others than supervisors; InvalidRequestError
 *   `invalid_field` for days that are none or too many, and for a made-up `next`.
 */
export async function exportFeedback(
  ports: Ports,
  caller: AgentProfile,
  range: FeedbackRange,
): Promise<RatedConversationList> {
  if (!caller.supervisor) throw new NotAllowedError('wrong_role');
  const to = dayIn(range.to, 'to') ?? dayOf(ports.clock.now());
  const from = dayIn(range.from, 'from') ?? to;
  const days = daysOf(from, to);
  const start = range.next === undefined ? { day: from, after: null } : cursorIn(range.next, days);
  const records = await recordsFrom(ports, days, start);
  const page = records.slice(0, PAGE_LIMIT);
  const { conversations, read } = await conversationsOf(ports, page);
  const last = page[read - 1];
  return { conversations, next: last && read < records.length ? cursorAt(last) : null };
}

/** The records of a page, and one more if there is a further page. */
async function recordsFrom(
  ports: Ports,
  days: readonly string[],
  start: Cursor,
): Promise<FeedbackRecord[]> {
  const records: FeedbackRecord[] = [];
  for (const day of days.slice(days.indexOf(start.day))) {
    const after = day === start.day ? start.after : null;
    records.push(...(await ports.feedback.ofDay(day, after, PAGE_LIMIT + 1 - records.length)));
    if (records.length > PAGE_LIMIT) break;
  }
  return records;
}

/** As many as fit into an answer, at least the first few, and how many records that took. */
async function conversationsOf(
  ports: Ports,
  records: readonly FeedbackRecord[],
): Promise<{ conversations: RatedConversation[]; read: number }> {
  const conversations: RatedConversation[] = [];
  let read = 0;
  let bytes = 0;
  while (read < records.length && bytes < PAGE_BYTES) {
    const some = records.slice(read, read + SIDE_BY_SIDE);
    const found = await Promise.all(
      some.map(async (record) =>
        ratedConversation(record, await transcriptUntil(ports, record.sessionId, record.untilSeq)),
      ),
    );
    for (const conversation of found) {
      if (!conversation) continue;
      conversations.push(conversation);
      bytes += Buffer.byteLength(JSON.stringify(conversation));
    }
    read += some.length;
  }
  return { conversations, read };
}

function daysOf(from: string, to: string): string[] {
  const first = Date.parse(from);
  const count = (Date.parse(to) - first) / DAY_MS + 1;
  if (count < 1 || count > MAX_DAYS) throw wrong('from');
  return Array.from({ length: count }, (_, i) => dayOf(first + i * DAY_MS));
}

const DAY_MS = 86_400_000;

function dayIn(value: string | undefined, field: string): string | undefined {
  if (value !== undefined && !Day.safeParse(value).success) throw wrong(field);
  return value;
}

/** Made of what a URL takes as it is. */
function cursorAt({ escalatedAt, sessionId, n }: FeedbackRecord): string {
  return [dayOf(escalatedAt), sessionId, n].join('.');
}

function cursorIn(next: string, days: readonly string[]): Cursor {
  const [day = '', sessionId = '', n = ''] = next.split('.');
  const known = days.includes(day) && SessionId.safeParse(sessionId).success && /^\d{1,4}$/.test(n);
  if (!known) throw wrong('next');
  return { day, after: { sessionId, n: Number(n) } };
}

function wrong(field: string): InvalidRequestError {
  return new InvalidRequestError('invalid_field', { details: { field } });
}
