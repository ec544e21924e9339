import {
  ESCALATION_TRANSITIONS,
  isOpen,
  type OpenEscalation,
} from '../../../lambdas/domain/escalation.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { serves } from '../../../lambdas/domain/routing.ts';
import { hasEnded } from '../../../lambdas/domain/session.ts';
import type { EscalationStatus, SessionStatus } from '../../../protocol/vocabulary.ts';
import type { Invariant } from './timeline.ts';

/** Two sweeps and some seconds: what may pass until the safety net has caught a lost message. */
const NET_MS = 150_000;

const isFinal = (status: EscalationStatus) => ESCALATION_TRANSITIONS[status].length === 0;

const noStrandedWait: Invariant = {
  id: 'I11',
  name: 'no stranded wait',
  statement:
    'Whoever waits is in the pending list, and on the screen of every present agent of the queue.',
  check: ({ history }) => {
    const { heads, pending, desks, agents, open } = history.final;
    const wrong: string[] = [];
    for (const { sessionId, status, escalation } of heads.values()) {
      if (status !== 'queued' || !escalation) continue;
      if (!pending.some((card) => card.sessionId === sessionId)) {
        wrong.push(`${sessionId} waits and is in no list`);
      }
      for (const { agentId, connectionId, cards } of desks) {
        const agent = agents.get(agentId);
        if (!agent || !connectionId || !open.has(connectionId)) continue;
        if (
          serves(agent, escalation.queue) &&
          !cards.some((card) => card.sessionId === sessionId)
        ) {
          wrong.push(`${agentId} does not see that ${sessionId} waits`);
        }
      }
    }
    for (const { sessionId } of pending) {
      if (heads.get(sessionId)?.status !== 'queued')
        wrong.push(`${sessionId} is listed for nothing`);
    }
    return wrong;
  },
};

const oncePerTrigger: Invariant = {
  id: 'I12',
  name: 'one escalation per trigger',
  statement:
    'A trigger makes at most one escalation, a session has at most one open, and a final one never changes.',
  check: ({ writes }) =>
    [...writes].flatMap(([sessionId, list]) => {
      const wrong: string[] = [];
      const status = new Map<number, EscalationStatus>();
      let triggered = 0;
      for (const { before, after, change } of list) {
        const written = change?.escalation;
        if (!written) continue;
        const to =
          written.kind === 'create' ? written.escalation.status : written.entry.escalation.to;
        const from = status.get(written.n);
        if (written.kind === 'create') {
          const seq = before?.candidate?.seq ?? 0;
          if (from) wrong.push(`${written.n} is made twice`);
          if (isOpen(before?.escalation)) wrong.push(`${written.n} is made beside an open one`);
          if (seq <= triggered) wrong.push(`${written.n} has the trigger of the one before`);
          if (after.candidate) wrong.push(`${written.n} leaves its trigger standing`);
          triggered = seq;
        } else if (from && from !== to && !ESCALATION_TRANSITIONS[from].includes(to)) {
          wrong.push(`${written.n} goes from ${from} to ${to}`);
        }
        status.set(written.n, to);
      }
      return wrong.map((text) => `${sessionId}: escalation ${text}`);
    }),
};

const allDecided: Invariant = {
  id: 'I21',
  name: 'every candidate is decided',
  statement: 'No turn that may need a person stays undecided, even if the analyzer never answers.',
  check: ({ history }) => {
    const { heads, now } = history.final;
    return [...heads.values()].flatMap(({ sessionId, status, candidate }) =>
      status === 'bot' && candidate && candidate.at + POLICY.unassessedMs + NET_MS < now
        ? [`${sessionId} was never assessed`]
        : [],
    );
  },
};

const waitClock: Invariant = {
  id: 'I26',
  name: 'the wait clock stands',
  statement: 'The start of a wait never moves, whoever joins, leaves or speaks.',
  check: ({ of }) =>
    of('write').flatMap(({ before, after }) =>
      before?.escalation &&
      after.escalation?.n === before.escalation.n &&
      after.escalation.waitingSince !== before.escalation.waitingSince
        ? [`${after.sessionId}: moved at version ${after.version}`]
        : [],
    ),
};

const noInstantReturn: Invariant = {
  id: 'I27',
  name: 'no instant return to the queue',
  statement: 'What was said before the session came back to the bot never escalates again.',
  check: ({ of, history }) =>
    of('write').flatMap(({ before, after, change }) => {
      if (change?.escalation?.kind !== 'create' || !before) return [];
      const said = history.final.transcripts.get(after.sessionId)?.slice(0, before.seq) ?? [];
      const back = said.findLast(
        ({ event }) => event === 'returned_to_bot' || event === 'cancelled',
      );
      // Evidence of the whole chat, such as its length, points at no entry.
      const { reasons } = change.escalation.escalation.assessment;
      const old = reasons
        .flatMap(({ evidence }) => evidence)
        .find(({ seq }) => seq > 0 && seq <= (back?.seq ?? 0));
      return old ? [`${after.sessionId}: entry ${old.seq} counts again`] : [];
    }),
};

const recordMatches: Invariant = {
  id: 'I31',
  name: 'the record tells the truth',
  statement: 'An escalation’s record says what became of it, and its history has every step.',
  check: ({ history }) => {
    const { heads, escalations } = history.final;
    return [...heads.values()].flatMap(({ sessionId, status, escalation }) => {
      const records = escalations.get(sessionId) ?? [];
      return records.flatMap((record, i) => {
        const steps = record.history.map((entry) => entry.escalation);
        const broken = steps.some(({ from }, at) => at > 0 && from !== steps[at - 1]?.to);
        const latest = escalation?.n === i + 1;
        const right = latest
          ? record.status === escalation.status && fits(escalation, status)
          : isFinal(record.status);
        if (right && !broken) return [];
        return [
          `${sessionId}: record ${i + 1} says ${record.status} while ${status}${broken ? ', with a step left out' : ''}`,
        ];
      });
    });
  },
};

function fits({ status, offer }: OpenEscalation, session: SessionStatus): boolean {
  if (session === 'queued') return status === (offer ? 'offered' : 'pending');
  if (session === 'active' || session === 'on_hold') return status === 'accepted' && !offer;
  return isFinal(status) && !offer;
}

const explicitRequest: Invariant = {
  id: 'I32',
  name: 'asking leads to a person',
  statement:
    'A customer who asked for a person is never dismissed: they are queued, unless they end.',
  check: ({ of }) =>
    of('write').flatMap(({ before, after }) =>
      before?.candidate?.explicit &&
      !after.candidate &&
      after.status !== 'queued' &&
      !hasEnded(after)
        ? [`${after.sessionId}: asked at ${before.candidate.seq}, dismissed`]
        : [],
    ),
};

/** What a customer who needs a person is promised. */
export const ESCALATION = [
  noStrandedWait,
  oncePerTrigger,
  allDecided,
  waitClock,
  noInstantReturn,
  recordMatches,
  explicitRequest,
];
