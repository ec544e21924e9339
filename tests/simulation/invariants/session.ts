import { hasEnded, SESSION_TRANSITIONS, type Session } from '../../../lambdas/domain/session.ts';
import type { Invariant } from './timeline.ts';

const stateMachine: Invariant = {
  id: 'I8',
  name: 'state machine',
  statement:
    'A session moves only as its state machine allows; closed is final; every write raises the version by one.',
  check: ({ writes }) =>
    [...writes].flatMap(([sessionId, list]) => {
      const wrong: string[] = [];
      let last: Session | null = null;
      for (const { before, after, messages } of list) {
        if ((before?.version ?? 0) !== (last?.version ?? 0))
          wrong.push('a write was built on the past');
        if (after.version !== (before?.version ?? 0) + 1) wrong.push(`version ${after.version}`);
        const [from, to] = [before?.status ?? 'bot', after.status];
        if (from !== to && !SESSION_TRANSITIONS[from].includes(to)) wrong.push(`${from} to ${to}`);
        if (before?.status === 'closed' && messages.length > 0)
          wrong.push('an entry after the end');
        last = after;
      }
      return wrong.map((text) => `${sessionId}: ${text}`);
    }),
};

const botSilence: Invariant = {
  id: 'I13',
  name: 'bot silence',
  statement: 'While an agent holds the session, the bot says nothing.',
  check: ({ of }) =>
    of('write').flatMap(({ before, after, messages }) =>
      (before?.assignment || after.assignment) && messages.some(({ from }) => from.role === 'bot')
        ? [`${after.sessionId}: the bot speaks at ${after.seq} while ${after.status}`]
        : [],
    ),
};

const refusalChangesNothing: Invariant = {
  id: 'I34',
  name: 'a refusal changes nothing',
  statement:
    'A frame or command that is refused for good, malformed ones included, writes nothing.',
  check: ({ calls }) =>
    [...calls.values()].flatMap(({ id, cause, ending, writes, faults }) => {
      // The SDK's repetition of a call that took effect is refused for what the first one did.
      if (faults.length > 0 || ending === null || writes.length === 0) return [];
      if (cause.fn !== 'message' && cause.fn !== 'api') return [];
      const code = refusalOf(ending);
      return code === null || code === 'unavailable' || code === 'conflict'
        ? []
        : [`call ${id} was refused with ${code} and wrote`];
    }),
};

function refusalOf(ending: { status: string; code?: string; value?: unknown }): string | null {
  if (ending.status === 'refused') return ending.code ?? null;
  const answer = ending.value as { type?: string; code?: string } | null | undefined;
  return answer?.type === 'problem' ? (answer.code ?? null) : null;
}

const nothingUnforeseen: Invariant = {
  id: 'I29',
  name: 'nothing unforeseen',
  statement: 'No call ends in an error that nobody foresaw, but for a message that cannot be read.',
  check: ({ calls }) =>
    [...calls.values()].flatMap(({ id, cause, ending }) => {
      if (!ending) return [];
      if ('message' in cause && 'bogus' in cause.message) return [];
      const code = refusalOf(ending);
      return code?.startsWith('internal') ? [`call ${id} of ${cause.fn}: ${code}`] : [];
    }),
};

const endIsDurable: Invariant = {
  id: 'I39',
  name: 'the end stays the end',
  statement: 'Once a chat has ended it never belongs to the bot, a queue or an agent again.',
  check: ({ of }) =>
    of('write').flatMap(({ before, after }) =>
      before && hasEnded(before) && !hasEnded(after)
        ? [`${after.sessionId}: ${before.status} to ${after.status}`]
        : [],
    ),
};

/** What a session's state promises. */
export const SESSION = [
  stateMachine,
  botSilence,
  refusalChangesNothing,
  nothingUnforeseen,
  endIsDurable,
];
