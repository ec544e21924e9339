import { type AgentRecord, isLost } from '../../../lambdas/domain/agent.ts';
import { deadlinesOf } from '../../../lambdas/domain/deadlines.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Timer } from '../../../protocol/queue-messages.ts';
import type { Invariant } from './timeline.ts';

/** How far a function's clock may be off, either way. */
const SKEW_MS = 2000;

const staleTimers: Invariant = {
  id: 'I25',
  name: 'stale timers write nothing',
  statement:
    'A timer acts only while the fact that it names stands and its time has come: late, early and doubled ones change nothing.',
  check: ({ calls, history }) =>
    [...calls.values()].flatMap(({ cause, writes }) => {
      // What follows the first write is a deadline of its own, found with it.
      const write = writes[0];
      if (cause.fn !== 'timers' || !write?.before) return [];
      const { before, after, t } = write;
      const wrong = stale(cause.message, before, history.start + t + SKEW_MS);
      return wrong ? [`${after.sessionId}: ${cause.message.kind} acts although ${wrong}`] : [];
    }),
};

function stale(timer: Timer, session: Session, now: number): string | null {
  const { assignment, escalation, customerConnectionId } = session;
  switch (timer.kind) {
    case 'route':
      return null;
    case 'agent_lost':
      return assignment?.agentId === timer.agentId ? null : 'it is another’s';
    case 'customer_lost':
      if (customerConnectionId) return 'the customer is there';
      break;
    case 'wrap_up':
    case 'attention':
      if (assignment?.assignmentId !== timer.assignmentId) return 'it is another’s';
      break;
    case 'offer':
      if (escalation?.offer?.offerId !== timer.offerId) return 'the offer is gone';
      break;
    case 'max_wait':
      if (escalation?.escalationId !== timer.escalationId) return 'the wait is over';
  }
  return deadlinesOf(session).some(({ at }) => at <= now) ? null : 'it is early';
}

const onlyTheLostLose: Invariant = {
  id: 'I40',
  name: 'only lost agents lose sessions',
  statement: 'A session is taken from an agent as lost only while that agent is lost.',
  check: ({ history }) => {
    const agents = new Map<string, AgentRecord>();
    const wrong: string[] = [];
    for (const event of history.events) {
      if (event.kind === 'agent') agents.set(event.after.agentId, event.after);
      if (event.kind !== 'write' || event.change?.escalation?.kind !== 'append') continue;
      if (event.change.escalation.entry.cause !== 'agent_lost') continue;
      const agent = agents.get(event.before?.assignment?.agentId ?? '');
      if (agent && !isLost(agent, history.start + event.t + SKEW_MS)) {
        wrong.push(`${event.after.sessionId} is taken from ${agent.agentId}, who is there`);
      }
    }
    return wrong;
  },
};

const answeredIsNotIdle: Invariant = {
  id: 'I44',
  name: 'nobody is idle who waits for an answer',
  statement:
    'A chat is never warned of or ended as idle while the customer’s last message has no answer.',
  check: ({ of, history }) =>
    of('write').flatMap(({ before, after, messages }) => {
      const warns = messages.some(({ event }) => event === 'idle_warning');
      const ends = after.closeReason === 'customer_idle' && before?.closeReason === undefined;
      if (!before || (!warns && !ends)) return [];
      const said = history.final.transcripts.get(after.sessionId)?.slice(0, before.seq) ?? [];
      const last = said.findLast(({ from }) => from.role === 'customer' || from.role === 'agent');
      return last?.from.role === 'customer'
        ? [`${after.sessionId}: entry ${last.seq} has no answer`]
        : [];
    }),
};

/** What time may do. */
export const TIMERS = [staleTimers, onlyTheLostLose, answeredIsNotIdle];
