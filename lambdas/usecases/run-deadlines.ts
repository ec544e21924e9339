import type { Timer } from '../../protocol/queue-messages.ts';
import { isLost } from '../domain/agent.ts';
import { offerPerson } from '../domain/conversation.ts';
import { type Deadline, deadlinesOf } from '../domain/deadlines.ts';
import { finishWrapUp, freeCapacity } from '../domain/ending.ts';
import { type Session, SYSTEM, step } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { escalateUnassessed } from './assess-escalation.ts';
import { changeSession } from './change-session.ts';
import { endAbandoned } from './end-session.ts';
import { announceWaiting, customerUpdate, tellCustomer } from './notify.ts';
import { requeueLost } from './release-session.ts';

/** Sessions the sweep looks at side by side: fast enough for thousands, gentle to the table. */
const SWEEP_CONCURRENCY = 10;

/**
 * A timer fired: acts if the fact that it guards still stands and its time has come. Late, early
 * and doubled timers do no harm.
 *
 * @throws UnavailableError to be retried by the queue.
 */
export async function runTimer(ports: Ports, timer: Timer): Promise<void> {
  if (timer.kind === 'agent_lost') {
    const agent = await ports.agents.get(timer.agentId);
    if (agent?.lostConnectionId === timer.connectionId) await requeueAllOf(ports, agent.agentId);
    return;
  }
  const session = await ports.sessions.get(timer.sessionId);
  if (session && guards(timer, session)) await actOnExpired(ports, session);
}

/** True while the fact that the timer names still stands. */
function guards(timer: Exclude<Timer, { kind: 'agent_lost' }>, session: Session): boolean {
  return timer.kind === 'wrap_up'
    ? session.assignment?.assignmentId === timer.assignmentId
    : session.customerConnectionId === undefined;
}

/**
 * The minute sweep, the safety net under every timer: looks at each session that is due and
 * at each agent that was not seen.
 */
export async function sweep(ports: Ports): Promise<void> {
  const sessionIds = await ports.sessions.due(ports.clock.now());
  const agents = await ports.agents.list();
  const now = ports.clock.now();
  const lost = agents.filter((agent) => agent.sessions.length > 0 && isLost(agent, now));
  const work = [
    ...sessionIds.map((id) => ({ id, run: () => lookAt(ports, id) })),
    ...lost.map(({ agentId: id }) => ({ id, run: () => requeueAllOf(ports, id) })),
  ];
  while (work.length > 0) {
    await Promise.all(
      work.splice(0, SWEEP_CONCURRENCY).map(async ({ id, run }) => {
        try {
          await run();
        } catch (error) {
          // One session must not keep the sweep from the others; it stays due.
          ports.telemetry.error('sweep failed', error, { id });
        }
      }),
    );
  }
  ports.telemetry.info('sweep', { due: sessionIds.length, lostAgents: lost.length });
}

async function lookAt(ports: Ports, sessionId: string): Promise<void> {
  const session = await ports.sessions.get(sessionId);
  if (!session) return;
  const acted = await actOnExpired(ports, session);
  if (!acted) await rearm(ports, session, ports.clock.now());
}

/** True if a deadline had passed. */
async function actOnExpired(ports: Ports, session: Session): Promise<boolean> {
  const now = ports.clock.now();
  const expired = deadlinesOf(session).filter(({ at }) => at <= now);
  for (const { kind } of expired) await act[kind](ports, session);
  return expired.length > 0;
}

const act: Record<Deadline['kind'], (ports: Ports, session: Session) => Promise<void>> = {
  async candidate_unassessed(ports, session) {
    if (session.candidate?.explicit) return escalateUnassessed(ports, session);
    const { session: now, change } = await changeSession(ports, session.sessionId, (at, time) =>
      stands(at, 'candidate_unassessed', time) ? offerPerson(at, time) : null,
    );
    if (!change) return;
    await tellCustomer(ports, now, { type: 'message.created', ...customerUpdate(change) });
  },
  customer_lost: (ports, session) =>
    endAbandoned(ports, session.sessionId, (at, time) => stands(at, 'customer_lost', time)),
  async wrap_up_capacity(ports, session) {
    await changeSession(ports, session.sessionId, (at, time) =>
      stands(at, 'wrap_up_capacity', time) ? freeCapacity(at, time) : null,
    );
  },
  async wrap_up_over(ports, session) {
    await changeSession(ports, session.sessionId, (at, time) =>
      stands(at, 'wrap_up_over', time) ? finishWrapUp(at, { now: time, actor: SYSTEM }) : null,
    );
  },
};

function stands(session: Session, kind: Deadline['kind'], now: number): boolean {
  return deadlinesOf(session).some((deadline) => deadline.kind === kind && deadline.at <= now);
}

/**
 * Nothing to do yet: writes the next look into the index, so that it is not found every minute.
 * Whoever still waits is announced again, in case that an alert was lost after its commit.
 */
async function rearm(ports: Ports, session: Session, now: number): Promise<void> {
  const change = step(session, now, {});
  // A lost race means that somebody else has just written the next look.
  const result = await ports.sessions.commit(change, now);
  if (result === 'committed') await announceWaiting(ports, change.after);
}

async function requeueAllOf(ports: Ports, agentId: string): Promise<void> {
  const agent = await ports.agents.get(agentId);
  if (!agent || !isLost(agent, ports.clock.now())) return;
  for (const sessionId of agent.sessions) await requeueLost(ports, agent, sessionId);
}
