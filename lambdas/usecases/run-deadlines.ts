import type { Timer } from '../../protocol/queue-messages.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { isLost } from '../domain/agent.ts';
import { step } from '../domain/change.ts';
import { offerPerson } from '../domain/conversation.ts';
import { type DeadlineKind, deadlinesOf, isOver } from '../domain/deadlines.ts';
import { finishWrapUp, freeCapacity } from '../domain/ending.ts';
import { troubled } from '../domain/escalating.ts';
import { POLICY } from '../domain/policy.ts';
import { isHeld, type Session, SYSTEM } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { expireOffer } from './answer-offer.ts';
import { escalateUnassessed } from './assess-escalation.ts';
import { changeSession } from './change-session.ts';
import { endAbandoned, endIdle, endIdleWithBot, warnIdleCustomer } from './end-session.ts';
import { endLongHold } from './hold-session.ts';
import { requeueLost, requeueSilent } from './leave-session.ts';
import { announceWaiting, customerUpdate, routing, setTimers, tellCustomer } from './notify.ts';
import { announceTrouble, routeWaiting } from './route-waiting.ts';

/** Sessions the sweep looks at side by side: fast enough for thousands, gentle to the table. */
const SWEEP_CONCURRENCY = 10;

/**
 * A timer fired: acts if the fact that it guards still stands and its time has come. Late, early
 * and doubled timers do no harm.
 *
 * @throws UnavailableError to be retried by the queue.
 */
export async function runTimer(ports: Ports, timer: Timer): Promise<void> {
  if (timer.kind === 'route') return routeWaiting(ports, timer);
  if (timer.kind === 'agent_lost') {
    const agent = await ports.agents.get(timer.agentId);
    if (agent?.lostConnectionId === timer.connectionId) await requeueAllOf(ports, agent.agentId);
    return;
  }
  const session = await ports.sessions.get(timer.sessionId);
  if (!session || !guards(timer, session)) return;
  const acted = await actOnExpired(ports, session);
  if (timer.kind !== 'attention') return;
  await watchOn(ports, timer, acted ? await ports.sessions.get(timer.sessionId) : session);
}

type SessionTimer = Extract<Timer, { sessionId: string; kind: Exclude<Timer['kind'], 'route'> }>;

/** True while the fact that the timer names still stands. */
function guards(timer: SessionTimer, session: Session): boolean {
  switch (timer.kind) {
    case 'wrap_up':
    case 'attention':
      return session.assignment?.assignmentId === timer.assignmentId;
    case 'offer':
      return session.escalation?.offer?.offerId === timer.offerId;
    case 'max_wait':
      return session.escalation?.escalationId === timer.escalationId;
    case 'customer_lost':
      return session.customerConnectionId === undefined;
  }
}

/**
 * As long as this agent has the session, somebody looks whether the customer is answered, idle or
 * left on hold. The timer sets itself anew, so that messages need not.
 */
async function watchOn(
  ports: Ports,
  timer: Extract<SessionTimer, { kind: 'attention' }>,
  session: Session | null,
): Promise<void> {
  if (!session || !isHeld(session) || !guards(timer, session)) return;
  const now = ports.clock.now();
  const next = Math.min(...deadlinesOf(session).map(({ at }) => at), now + POLICY.agentReplyMs);
  await setTimers(ports, [{ timer, delayMs: Math.max(1000, next - now) }]);
}

/**
 * The minute sweep, the safety net under every timer: looks at each session that is due, at each
 * agent that was not seen, and at whoever waits.
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
    await Promise.all(work.splice(0, SWEEP_CONCURRENCY).map((one) => unlessFailing(ports, one)));
  }
  await unlessFailing(ports, {
    id: 'routing',
    run: () => routeWaiting(ports, { queues: QueueName.options, tellPlaces: true }),
  });
  ports.telemetry.info('sweep', { due: sessionIds.length, lostAgents: lost.length });
}

async function unlessFailing(
  ports: Ports,
  { id, run }: { id: string; run: () => Promise<void> },
): Promise<void> {
  try {
    await run();
  } catch (error) {
    // One failure must not keep the sweep from the others; what is due stays due.
    ports.telemetry.error('sweep failed', error, { id });
  }
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

/** Each decides again on the session as it stands then: what it was called for may be over. */
const act: Record<DeadlineKind, (ports: Ports, session: Session) => Promise<void>> = {
  async candidate_unassessed(ports, session) {
    if (session.candidate?.explicit) return escalateUnassessed(ports, session);
    const { session: now, change } = await changeSession(ports, session.sessionId, (at, time) =>
      isOver(at, 'candidate_unassessed', time) ? offerPerson(at, time) : null,
    );
    if (!change) return;
    await tellCustomer(ports, now, { type: 'message.created', ...customerUpdate(change) });
  },
  customer_lost: (ports, { sessionId }) => endAbandoned(ports, sessionId),
  offer_over: (ports, { sessionId }) => expireOffer(ports, sessionId),
  async max_wait(ports, session) {
    const { session: now, change } = await changeSession(ports, session.sessionId, (at, time) =>
      isOver(at, 'max_wait', time) ? troubled(at, 'max_wait', time) : null,
    );
    if (change) await announceTrouble(ports, now, customerUpdate(change), 'max_wait');
  },
  agent_silent: (ports, { sessionId }) => requeueSilent(ports, sessionId),
  hold_over: (ports, { sessionId }) => endLongHold(ports, sessionId),
  idle_warning: (ports, { sessionId }) => warnIdleCustomer(ports, sessionId),
  idle_over: (ports, { sessionId }) => endIdle(ports, sessionId),
  bot_idle: (ports, { sessionId }) => endIdleWithBot(ports, sessionId),
  async wrap_up_capacity(ports, session) {
    const { change } = await changeSession(ports, session.sessionId, (at, time) =>
      isOver(at, 'wrap_up_capacity', time) ? freeCapacity(at, time) : null,
    );
    // Whoever waits may be waiting for this agent; their queues are known to the run itself.
    if (change) await setTimers(ports, [routing(QueueName.options)]);
  },
  async wrap_up_over(ports, session) {
    const { change } = await changeSession(ports, session.sessionId, (at, time) =>
      isOver(at, 'wrap_up_over', time) ? finishWrapUp(at, { now: time, actor: SYSTEM }) : null,
    );
    if (change?.before.wrapUp?.capacityHeld) await setTimers(ports, [routing(QueueName.options)]);
  },
};

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
