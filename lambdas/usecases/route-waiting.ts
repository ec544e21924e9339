import type { EscalationCard } from '../../protocol/escalation.ts';
import type { WaitEstimate } from '../../protocol/server-frames.ts';
import type { QueueName, WaitTrouble } from '../../protocol/vocabulary.ts';
import { type AgentRecord, isAtWork } from '../domain/agent.ts';
import { NotAllowedError, StateError } from '../domain/errors.ts';
import { placed, relieved, troubled } from '../domain/escalating.ts';
import { estimateWait, type Pace } from '../domain/estimate.ts';
import { offerTo } from '../domain/offers.ts';
import { POLICY } from '../domain/policy.ts';
import { cardOf, planRouting, serves, waitOf } from '../domain/routing.ts';
import type { Session } from '../domain/session.ts';
import { keyOf, type Tally } from '../domain/tally.ts';
import type { Ports } from '../ports.ts';
import { changeSession, dayOf } from './change-session.ts';
import { autoAssign } from './claim-session.ts';
import { announceWaiting, customerUpdate, setTimers, tellCustomer } from './notify.ts';
import { tellOne } from './tell-agents.ts';

/** Customers told of their place at once: hundreds within the function's time. */
const TOLD_SIDE_BY_SIDE = 10;

/** What to route, and whom to tell their place. */
export interface RoutingWork {
  queues: readonly QueueName[];
  /** A session that the index may not show yet; it is told its place. */
  sessionId?: string;
  /** Tell everybody whose place changed: once a minute, not at every move of the queue. */
  tellPlaces?: boolean;
}

/**
 * Brings together those who wait in these queues and the agents who are free, and tells customers
 * when waiting becomes vain or hopeful. Doing it twice, or twice at once, does no harm: each step
 * holds only if nobody else has done it.
 *
 * @throws UnavailableError if the table fails; what was done stands.
 */
export async function routeWaiting(ports: Ports, work: RoutingWork): Promise<void> {
  const [agents, ...lists] = await Promise.all([
    ports.agents.list(),
    ...work.queues.map((queue) => ports.sessions.pending(queue)),
  ]);
  const cards = await withKnown(ports, lists.flat(), work);
  const { matches, troubles } = planRouting(cards, agents, ports.clock.now());
  for (const { card, agent } of matches) {
    await unlessMoot(() =>
      POLICY.routing === 'auto'
        ? autoAssign(ports, agents, agent, card.sessionId)
        : offerSession(ports, card.sessionId, agent),
    );
  }
  for (const { card, trouble } of troubles) {
    await unlessMoot(() => changeTrouble(ports, card, trouble, agents));
  }
  const given = new Set(POLICY.routing === 'auto' ? matches.map(({ card }) => card.sessionId) : []);
  const line = cards.filter(({ sessionId }) => !given.has(sessionId));
  const told = work.tellPlaces ? line : line.filter((card) => card.sessionId === work.sessionId);
  if (told.length > 0) await tellPlaces(ports, line, told, agents);
}

/** The index lags: the session that the work is about is read itself. */
async function withKnown(
  ports: Ports,
  listed: EscalationCard[],
  { sessionId, queues }: RoutingWork,
): Promise<EscalationCard[]> {
  if (!sessionId) return listed;
  const session = await ports.sessions.get(sessionId);
  const card = session && cardOf(session);
  const others = listed.filter((one) => one.sessionId !== sessionId);
  return card && queues.includes(card.queue) ? [...others, card] : others;
}

/** Somebody else was faster, or the agent has left meanwhile: the next run sees to it. */
async function unlessMoot(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StateError) && !(error instanceof NotAllowedError)) throw error;
  }
}

async function offerSession(ports: Ports, sessionId: string, agent: AgentRecord): Promise<void> {
  const offerId = ports.clock.newId();
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    offerTo(session, agent, { now, offerId }),
  );
  if (!change) return;
  await Promise.all([
    announceOffer(ports, session, agent),
    change.before.escalation?.trouble && tellWait(ports, session),
  ]);
}

/** Asks the agent, and sets the timer that asks somebody else. Never throws. */
export async function announceOffer(
  ports: Ports,
  session: Session,
  agent: AgentRecord,
): Promise<void> {
  const offer = session.escalation?.offer;
  const card = cardOf(session);
  if (!offer || !card) return;
  const { offerId, until, at } = offer;
  const { sessionId } = session;
  await Promise.all([
    tellOne(ports, agent, { type: 'offer.created', offerId, card, expiresAt: until }),
    setTimers(ports, [{ timer: { kind: 'offer', sessionId, offerId }, delayMs: until - at }]),
  ]);
}

async function changeTrouble(
  ports: Ports,
  { sessionId }: EscalationCard,
  trouble: WaitTrouble | null,
  agents: AgentRecord[],
): Promise<void> {
  const { session, change } = await changeSession(ports, sessionId, (at, now) => {
    const { escalation } = at;
    if (at.status !== 'queued' || !escalation || escalation.offer) return null;
    if ((escalation.trouble ?? null) === trouble) return null;
    if (trouble === null) return relieved(at, now);
    // They know that nobody is there and wait all the same.
    const isStaffing = trouble === 'no_agents' || trouble === 'outside_hours';
    return isStaffing && escalation.patient ? null : troubled(at, trouble, now);
  });
  if (!change) return;
  if (trouble) return announceTrouble(ports, session, customerUpdate(change), trouble, agents);
  await Promise.all([tellWait(ports, session), announceWaiting(ports, session, agents)]);
}

/** Tells the customer what they can choose, and the agents' supervisors what is wrong. */
export async function announceTrouble(
  ports: Ports,
  session: Session,
  update: ReturnType<typeof customerUpdate>,
  reason: WaitTrouble,
  agents?: AgentRecord[],
): Promise<void> {
  if (reason === 'nobody_left') ports.telemetry.count('NobodyLeft');
  await Promise.all([
    tellCustomer(ports, session, { type: 'escalation.failed', ...update, reason }),
    announceWaiting(ports, session, agents),
  ]);
}

async function tellPlaces(
  ports: Ports,
  cards: readonly EscalationCard[],
  told: readonly EscalationCard[],
  agents: readonly AgentRecord[],
): Promise<void> {
  const now = ports.clock.now();
  const totals = await ports.records.totals(dayOf(now));
  const inLine = [...cards].sort((a, b) => a.place - b.place);
  const places = new Map<string, { position: number; estimate?: WaitEstimate }>();
  for (const queue of new Set(inLine.map((card) => card.queue))) {
    const pace = paceOf(queue, agents, totals, now);
    const line = inLine.filter((card) => card.queue === queue);
    for (const [i, { sessionId }] of line.entries()) {
      const position = i + 1;
      places.set(sessionId, { position, estimate: estimateWait(position, pace) ?? undefined });
    }
  }
  const rest = [...told];
  while (rest.length > 0) {
    await Promise.all(
      rest.splice(0, TOLD_SIDE_BY_SIDE).map(async ({ sessionId }) => {
        const place = places.get(sessionId);
        if (place) await tellPlace(ports, sessionId, place);
      }),
    );
  }
}

async function tellPlace(
  ports: Ports,
  sessionId: string,
  { position, estimate }: { position: number; estimate?: WaitEstimate },
): Promise<void> {
  const { session, change } = await changeSession(ports, sessionId, (at, now) =>
    placed(at, { position, estimate }, now),
  );
  if (change) await tellWait(ports, session);
}

function paceOf(
  queue: QueueName,
  agents: readonly AgentRecord[],
  totals: Tally,
  now: number,
): Pace {
  const sum = (name: string) => totals.add[keyOf(`queue.${queue}`, name)] ?? 0;
  const slots = agents
    .filter((agent) => serves(agent, queue) && isAtWork(agent, now))
    .reduce((all, { capacity }) => all + capacity, 0);
  return { handled: sum('handled'), handleMs: sum('handleMs'), slots };
}

async function tellWait(ports: Ports, session: Session): Promise<void> {
  const wait = waitOf(session);
  if (!wait) return;
  const { sessionId, version } = session;
  await tellCustomer(ports, session, { type: 'queue.updated', sessionId, version, ...wait });
}
