import { agentSender } from '../../../lambdas/domain/transcript.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Invariant } from './timeline.ts';

/** What two records of one entry must agree on. */
export function sameEntry(a: Message | undefined, b: Message | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.seq === b.seq &&
    a.id === b.id &&
    a.text === b.text &&
    a.at === b.at &&
    a.event === b.event &&
    a.from.role === b.from.role &&
    a.from.id === b.from.id
  );
}

const noLoss: Invariant = {
  id: 'I1',
  name: 'no loss',
  statement:
    'Every acknowledged message is in the transcript, at the acknowledged place, for good.',
  check: ({ of, history }) =>
    of('received').flatMap(({ frame, who }) => {
      if (frame.type !== 'message.ack') return [];
      const entry = history.final.transcripts.get(frame.sessionId)?.[frame.seq - 1];
      return entry?.id === frame.id
        ? []
        : [`${who}: ${frame.id} was acknowledged and is not there`];
    }),
};

const noDuplicate: Invariant = {
  id: 'I2',
  name: 'no duplicate',
  statement: 'A sender’s message stands in the transcript at most once.',
  check: ({ history }) =>
    [...history.final.transcripts].flatMap(([sessionId, entries]) => {
      const seen = new Set<string>();
      return entries.flatMap(({ id, from, seq }) => {
        if (id === undefined) return [];
        const key = `${from.role}:${from.id ?? ''}:${id}`;
        if (seen.has(key)) return [`${sessionId}: ${id} again at ${seq}`];
        seen.add(key);
        return [];
      });
    }),
};

const contiguous: Invariant = {
  id: 'I3',
  name: 'contiguous and immutable',
  statement: 'A transcript’s entries are numbered 1, 2, 3 … without gaps and never change.',
  check: ({ writes, history }) =>
    [...writes].flatMap(([sessionId, list]) => {
      const entries: Message[] = [];
      const wrong: string[] = [];
      for (const { messages, after } of list) {
        entries.push(...messages);
        if (after.seq !== entries.length) wrong.push(`${sessionId}: head says ${after.seq}`);
      }
      const final = history.final.transcripts.get(sessionId) ?? [];
      if (final.length !== entries.length) wrong.push(`${sessionId}: ${final.length} entries`);
      entries.forEach((entry, i) => {
        if (entry.seq !== i + 1) wrong.push(`${sessionId}: ${entry.seq} stands at ${i + 1}`);
        if (!sameEntry(entry, final[i])) wrong.push(`${sessionId}: ${entry.seq} has changed`);
      });
      return wrong;
    }),
};

const senderOrder: Invariant = {
  id: 'I4',
  name: 'sender order',
  statement: 'One sender’s entries stand in the order in which they were sent, numbered 1, 2, 3 ….',
  check: ({ writes, of, history }) => {
    const wrong: string[] = [];
    for (const [sessionId, list] of writes) {
      for (const { before, after, messages } of list) {
        for (const { id, from, seq } of messages) {
          if (id === undefined) continue;
          const sender = from.role === 'agent' ? agentSender(from.id ?? '') : 'customer';
          const sent = after.last[sender];
          const fits = sent?.id === id && sent.seq === seq;
          if (!fits || sent.cseq !== (before?.last[sender]?.cseq ?? 0) + 1) {
            wrong.push(`${sessionId}: ${id} of ${sender} has number ${sent?.cseq}`);
          }
        }
      }
    }
    // A message that was given up and tried again counts from its last try.
    const order = new Map<string, string[]>();
    for (const { who, sessionId, id } of of('sent')) {
      const key = `${who} in ${sessionId}`;
      order.set(key, [...(order.get(key) ?? []).filter((other) => other !== id), id]);
    }
    for (const [key, ids] of order) {
      const transcript = history.final.transcripts.get(key.split(' in ')[1] ?? '') ?? [];
      const places = new Map(transcript.map(({ id, seq }) => [id, seq]));
      let last = 0;
      for (const id of ids) {
        const seq = places.get(id) ?? last;
        if (seq < last) wrong.push(`${key}: ${id} at ${seq} comes after ${last}`);
        last = seq;
      }
    }
    return wrong;
  },
};

const ackIsDurable: Invariant = {
  id: 'I17',
  name: 'ack implies durable',
  statement: 'Nothing is answered as done before it is stored: not a message, not a command.',
  check: ({ calls, writes, versionOf }) => {
    const wrong: string[] = [];
    for (const { id: call, ending, endedAt } of calls.values()) {
      if (ending?.status !== 'ok') continue;
      const answer = ending.value as {
        type?: string;
        id?: string;
        sessionId?: string;
        version?: number;
        status?: string;
      } | null;
      if (!answer?.sessionId || answer.version === undefined || !answer.status) continue;
      const { sessionId, version, status } = answer;
      const write = writes.get(sessionId)?.[version - 1];
      if (!write || write.i > endedAt || versionOf(sessionId, version)?.status !== status) {
        wrong.push(`call ${call} answers ${status} at version ${version}, which is not stored`);
      }
      if (answer.type !== 'message.ack') continue;
      const stored = writes
        .get(sessionId)
        ?.find(({ messages }) => messages.some(({ id }) => id === answer.id));
      if (!stored || stored.i > endedAt)
        wrong.push(`call ${call} acknowledges ${answer.id} too soon`);
    }
    return wrong;
  },
};

const ackIsHandedOn: Invariant = {
  id: 'I33',
  name: 'ack implies handed on',
  statement:
    'When a turn that may need a person is acknowledged, the analyzer’s queue has it, or it has been decided.',
  check: ({ calls, writes, of }) => {
    const wrong: string[] = [];
    const queued = of('enqueued').filter(({ queue }) => queue === 'candidates');
    for (const { id: call, cause, ending, endedAt } of calls.values()) {
      if (cause.fn !== 'message' || ending?.status !== 'ok') continue;
      const answer = ending.value as { type?: string; id?: string; sessionId?: string } | null;
      if (answer?.type !== 'message.ack') continue;
      const list = writes.get(answer.sessionId ?? '') ?? [];
      const stored = list.find(({ messages }) => messages.some(({ id }) => id === answer.id));
      const { candidate } = stored?.after ?? {};
      if (!stored || candidate?.seq !== stored.after.seq) continue;
      const decided = list.some(
        ({ i, after }) => i > stored.i && i < endedAt && after.candidate === undefined,
      );
      const handedOn = queued.some(
        ({ i, message }) =>
          i > stored.i &&
          i < endedAt &&
          'seq' in message &&
          message.sessionId === answer.sessionId &&
          message.seq >= candidate.seq,
      );
      if (!decided && !handedOn)
        wrong.push(`call ${call} acknowledges ${answer.id}, not handed on`);
    }
    return wrong;
  },
};

/** What senders are promised. */
export const TRANSCRIPT = [
  noLoss,
  noDuplicate,
  contiguous,
  senderOrder,
  ackIsDurable,
  ackIsHandedOn,
];
