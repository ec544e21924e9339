import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { nextLook } from '../../../lambdas/domain/deadlines.ts';
import { UnavailableError } from '../../../lambdas/domain/errors.ts';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import type { AgentWrite, Change, Session } from '../../../lambdas/domain/session.ts';
import type { CommitResult, SessionStore } from '../../../lambdas/ports.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';

/** When a commit fails: with nothing stored, or with all of it stored and the answer lost. */
export type CommitFault = 'before' | 'after';

/** A store of sessions that keeps the table's conditions, with what tests look at. */
export interface MemorySessions extends SessionStore {
  readonly heads: Map<string, Session>;
  readonly transcripts: Map<string, Message[]>;
  /** Every change that was stored, in order. */
  readonly committed: Change[];
  /** Results of the commits to come; none means that they work. */
  readonly faults: CommitFault[];
}

/** @param agents shared with the agent store: a claim writes both or neither. */
export function memorySessions(agents: Map<string, AgentRecord>): MemorySessions {
  const heads = new Map<string, Session>();
  const looks = new Map<string, number | null>();
  const transcripts = new Map<string, Message[]>();
  const records = new Map<string, Escalation[]>();
  const committed: Change[] = [];
  const faults: CommitFault[] = [];

  /** One turn of the event loop's queue, so that concurrent calls really interleave. */
  const later = () => Promise.resolve();

  const touch = async (
    sessionId: string,
    holds: (session: Session) => boolean,
    patch: Partial<Session>,
  ): Promise<Session | null> => {
    await later();
    const head = heads.get(sessionId);
    if (!head || !holds(head)) return null;
    const after = defined({ ...head, ...patch, version: head.version + 1 });
    heads.set(sessionId, after);
    return structuredClone(after);
  };

  const store = (change: Change, now: number): CommitResult => {
    const { before, after, messages, escalation, agent } = change;
    if (heads.get(after.sessionId)?.version !== before.version) return 'conflict';
    const refusal = refusalOf(agents, agent);
    if (refusal) return refusal;
    const transcript = transcripts.get(after.sessionId) ?? [];
    for (const message of messages) {
      if (transcript.some(({ seq }) => seq === message.seq)) return 'conflict';
    }
    heads.set(after.sessionId, structuredClone(after));
    looks.set(after.sessionId, nextLook(after, now));
    transcripts.set(after.sessionId, [...transcript, ...structuredClone(messages)]);
    writeEscalation(records, after.sessionId, escalation);
    writeAgent(agents, after.sessionId, agent);
    committed.push(structuredClone(change));
    return 'committed';
  };

  return {
    heads,
    transcripts,
    committed,
    faults,
    async get(sessionId) {
      await later();
      return structuredClone(heads.get(sessionId) ?? null);
    },
    async commit(change, now) {
      await later();
      const fault = faults.shift();
      if (fault === 'before') throw new UnavailableError('unavailable');
      const result = store(change, now);
      if (fault === 'after') throw new UnavailableError('unavailable');
      return result;
    },
    async messagesAfter(sessionId, seq, limit) {
      await later();
      const all = transcripts.get(sessionId) ?? [];
      return structuredClone(all.filter((message) => message.seq > seq).slice(0, limit));
    },
    async lastMessages(sessionId, limit) {
      await later();
      return structuredClone((transcripts.get(sessionId) ?? []).slice(-limit));
    },
    async escalations(sessionId) {
      await later();
      return structuredClone(records.get(sessionId) ?? []);
    },
    async connectCustomer({ sessionId, keyHash, customer }, connectionId, now) {
      await later();
      const before = heads.get(sessionId) ?? null;
      const base: Session = before ?? {
        sessionId,
        version: 0,
        status: 'bot',
        seq: 0,
        openedAt: now,
        keyHash,
        customer,
        customerEpoch: 0,
        last: {},
        signals: EMPTY_SIGNALS,
        botSinceSeq: 0,
        escalationCount: 0,
      };
      heads.set(
        sessionId,
        defined({
          ...base,
          version: base.version + 1,
          customerEpoch: base.customerEpoch + 1,
          customerConnectionId: connectionId,
          customerLostAt: undefined,
        }),
      );
      return {
        before: structuredClone(before),
        displaced: before?.customerConnectionId ?? null,
      };
    },
    async helloCustomer(sessionId, connectionId) {
      let wasLost = false;
      const session = await touch(
        sessionId,
        (head) => {
          wasLost = head.customerLostAt !== undefined;
          return (head.customerConnectionId ?? connectionId) === connectionId;
        },
        { customerConnectionId: connectionId, customerLostAt: undefined },
      );
      return session && { session, wasLost };
    },
    async helloAgent(sessionId, agentId, { connectionId, connectedAt }) {
      let theirs = false;
      const session = await touch(
        sessionId,
        (head) => {
          theirs = head.assignment?.agentId === agentId;
          return theirs && (head.agentConnectedAt ?? 0) <= connectedAt;
        },
        { agentConnectionId: connectionId, agentConnectedAt: connectedAt },
      );
      return session ?? (theirs ? 'superseded' : 'not_theirs');
    },
    loseCustomer: (sessionId, connectionId, now, seenVersion) =>
      touch(
        sessionId,
        (head) =>
          head.customerConnectionId === connectionId &&
          (seenVersion === undefined || head.version === seenVersion),
        { customerConnectionId: undefined, customerLostAt: now },
      ),
    async loseAgentAddress(sessionId, connectionId) {
      await touch(sessionId, (head) => head.agentConnectionId === connectionId, {
        agentConnectionId: undefined,
      });
    },
    async pending(queue) {
      await later();
      return [...heads.values()]
        .map(cardOf)
        .filter((card) => card?.queue === queue)
        .filter((card) => card !== null)
        .sort((a, b) => a.place - b.place);
    },
    async due(now) {
      await later();
      return [...looks].filter(([, at]) => at !== null && at <= now).map(([id]) => id);
    },
  };
}

function refusalOf(
  agents: Map<string, AgentRecord>,
  write: AgentWrite | undefined,
): CommitResult | null {
  if (write?.kind !== 'take') return null;
  const agent = agents.get(write.agentId);
  if (agent && agent.sessions.length >= agent.capacity) return 'agent_full';
  const there =
    agent?.connectionId !== undefined &&
    agent.availability !== 'offline' &&
    (agent.seenAt ?? 0) > write.seenAfter;
  return there ? null : 'agent_absent';
}

function writeAgent(
  agents: Map<string, AgentRecord>,
  sessionId: string,
  write: AgentWrite | undefined,
): void {
  const agent = write && agents.get(write.agentId);
  if (!write || !agent) return;
  const others = agent.sessions.filter((id) => id !== sessionId);
  agents.set(write.agentId, {
    ...agent,
    sessions: write.kind === 'take' ? [...others, sessionId] : others,
  });
}

function writeEscalation(
  records: Map<string, Escalation[]>,
  sessionId: string,
  write: Change['escalation'],
): void {
  if (!write) return;
  const list = structuredClone(records.get(sessionId) ?? []);
  if (write.kind === 'create') {
    if (list.length !== write.n - 1) throw new Error(`escalation ${write.n} exists already`);
    list.push(structuredClone(write.escalation));
  } else {
    const record = list[write.n - 1];
    if (!record) throw new Error(`there is no escalation ${write.n}`);
    record.status = write.entry.escalation.to;
    record.history.push(structuredClone(write.entry));
  }
  records.set(sessionId, list);
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
