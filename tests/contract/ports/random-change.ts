import type { AgentWrite, Change, EscalationWrite } from '../../../lambdas/domain/change.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import { Priority, SessionStatus } from '../../../protocol/vocabulary.ts';
import { idOf } from '../../simulation/memory/world.ts';
import type { Random } from '../../simulation/random.ts';
import {
  changeOf,
  entry,
  escalationOf,
  historyEntry,
  MINUTE,
  NOW,
  type Stores,
  waitingOf,
} from './builders.ts';

/** What calls are made from; few of everything, so that they meet. */
export interface Situation {
  random: Random;
  now: number;
  /** The stores that are asked how things stand, to make changes that fit. */
  stores: Stores;
  /** Tickets made so far. */
  tickets: number;
}

export const SESSION_IDS = [1, 2, 3, 4, 5].map(idOf);
export const AGENT_IDS = ['asha', 'lead', 'ravi'];
export const QUEUES = ['billing', 'technical'] as const;

/** One of the sessions. */
export const session = ({ random }: Situation): string => random.pick(SESSION_IDS);

/** One of the agents, all of whom have signed in. */
export const agent = ({ random }: Situation): string => random.pick(AGENT_IDS);

/** One of the sessions as it stands, or as it would if it had been opened. */
export async function anyHead(situation: Situation): Promise<Session> {
  const sessionId = session(situation);
  const stored = await situation.stores.sessions.get(sessionId);
  return stored ?? ({ ...NEVER_OPENED, sessionId } as Session);
}

/** A change of a session as it stands, or as it stood: with everything a change can carry. */
export async function randomChange(situation: Situation): Promise<Change> {
  const { random } = situation;
  const before = await anyHead(situation);
  const parts = randomParts(situation, before);
  const stale = random.chance(0.12) ? { ...before, version: before.version - 1 } : before;
  const change = changeOf(
    stale,
    { ...randomPatch(situation, before), ...parts.patch },
    parts.parts,
  );
  const agents = await randomWrites(situation);
  return { ...change, ...(agents.length > 0 && { agents }) };
}

const NEVER_OPENED = {
  version: 1,
  status: 'bot',
  seq: 0,
  openedAt: NOW,
  keyHash: 'key',
  customer: {},
  customerEpoch: 1,
  last: {},
  signals: { customerTurns: 0, fallbacksInARow: 0, recent: [] },
  botSinceSeq: 0,
  escalationCount: 0,
};

function randomPatch(situation: Situation, before: Session): Partial<Session> {
  const { random, now } = situation;
  const status = random.pick(SessionStatus.options);
  const waitingSince = NOW + random.int(-3, 3);
  return {
    status,
    lastAt: now,
    lookAt: random.chance(0.5) ? now + random.int(1, 9) * MINUTE : undefined,
    awaitingReplySince: random.chance(0.3) ? now : undefined,
    idleSince: random.chance(0.3) ? now : undefined,
    heldAt: status === 'on_hold' ? now : undefined,
    wrapUp: status === 'wrap_up' ? { at: now, capacityHeld: random.chance(0.5) } : undefined,
    ...(random.chance(0.5) && {
      agentConnectedAt: random.chance(0.5) ? before.agentConnectedAt : undefined,
      assignment: random.chance(0.8)
        ? { assignmentId: 'as', agentId: agent(situation), name: 'A', team: 'B', at: now }
        : undefined,
    }),
    escalation:
      status === 'queued'
        ? waitingOf({
            waitingSince,
            passSince: waitingSince,
            queue: random.pick(QUEUES),
            priority: random.pick(Priority.options),
            passedBy: random.chance(0.3) ? [agent(situation)] : [],
            requeued: random.chance(0.3) || undefined,
            trouble: random.chance(0.3) ? 'no_agents' : undefined,
          })
        : undefined,
  };
}

function randomParts(
  situation: Situation,
  { sessionId, seq, openedAt, customer, escalationCount, noteCount = 0 }: Session,
): { patch: Partial<Session>; parts: Partial<Omit<Change, 'before' | 'after'>> } {
  const { random, now } = situation;
  // Now and then a number that is taken or leads nowhere.
  const off = random.chance(0.05) ? 1 : 0;
  const creates = random.chance(0.3);
  const escalation: EscalationWrite = creates
    ? { kind: 'create', n: escalationCount + 1 - off, escalation: escalationOf(escalationCount) }
    : {
        kind: 'append',
        n: random.int(1, escalationCount) + off,
        entry: historyEntry(`at ${now}`, random.pick(['offered', 'accepted', 'resolved'])),
      };
  const fits = creates ? escalation.n > 0 : escalationCount > 0;
  const notes = random.chance(0.2);
  const row = { sessionId, at: openedAt, agentId: agent(situation) };
  return {
    patch: {
      ...(fits && creates && { escalationCount: escalation.n }),
      ...(notes && { noteCount: noteCount + 1 }),
    },
    parts: {
      messages: Array.from({ length: random.int(0, 4) }, (_, i) => entry(seq + 1 + i, `at ${now}`)),
      ...(fits && { escalation }),
      ...(notes && {
        note: { n: noteCount + 1, at: now, by: { role: 'agent' as const }, text: `at ${now}` },
      }),
      ...(random.chance(0.15) && { contact: { customerId: `dana-${random.int(1, 2)}`, ...row } }),
      ...(random.chance(0.15) && {
        left: {
          sessionId,
          queue: random.pick(QUEUES),
          at: NOW + random.int(0, 3),
          customer,
          contact: 'c',
          text: `left ${now}`,
          handled: null,
        },
      }),
    },
  };
}

/** At most one write an agent, none that gives and takes the same; agents without record get none. */
async function randomWrites(situation: Situation): Promise<AgentWrite[]> {
  const { random, now, stores } = situation;
  const writes: AgentWrite[] = [];
  for (const agentId of AGENT_IDS) {
    if (!random.chance(0.3)) continue;
    const record = await stores.agents.get(agentId);
    if (!record) continue;
    const seenAfter = now - random.int(0, 3) * MINUTE;
    const offerId = `o${random.int(1, 3)}`;
    if (random.chance(0.1)) {
      // Who is taken for lost is given nothing in the same step.
      writes.push({ agentId, leave: true, unseenSince: now - random.int(0, 9) * MINUTE });
      continue;
    }
    const write: AgentWrite = {
      agentId,
      ...random.pick([{ take: { seenAfter } }, { leave: true as const }, {}]),
      ...random.pick([
        { offer: { offerId, seenAfter, directed: random.chance(0.4) } },
        { withdraw: offerId },
        { withdraw: record.offers[0] ?? offerId },
        {},
      ]),
      ...(random.chance(0.2) && { parked: random.chance(0.6) }),
      ...(random.chance(0.25) && { notResponding: random.chance(0.4) }),
    };
    if (Object.keys(write).length > 1) writes.push(write);
  }
  return writes;
}
