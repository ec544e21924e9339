import { POLICY } from '../../../lambdas/domain/policy.ts';
import { isHeld } from '../../../lambdas/domain/session.ts';
import { agentSender } from '../../../lambdas/domain/transcript.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import type { CallFacts, Invariant, Timeline } from './timeline.ts';

const freshAddress: Invariant = {
  id: 'I14',
  name: 'address freshness',
  statement:
    'The address of somebody who is there is their newest connection: no late, older or mistaken sign of loss takes it away.',
  check: (timeline) => [...takenAway(timeline), ...wrongInTheEnd(timeline)],
};

/** Addresses forgotten although their connection was open and had said hello. */
function takenAway({ of, calls, connections }: Timeline): string[] {
  const greeted = new Map<string, number>();
  for (const { cause, ending, endedAt } of calls.values()) {
    if (cause.fn !== 'message' || cause.frame?.type !== 'session.hello') continue;
    const answer = ending?.status === 'ok' ? (ending.value as { type?: string } | null) : null;
    if (answer?.type !== 'session.snapshot') continue;
    greeted.set(cause.connectionId, Math.min(greeted.get(cause.connectionId) ?? endedAt, endedAt));
  }
  return of('write').flatMap(({ i, call, before, after }) => {
    const address = before?.customerConnectionId;
    if (!address || address === after.customerConnectionId) return [];
    if (after.customerConnectionId) {
      // A handshake takes over; a hello only confirms, or restores what was forgotten.
      return calls.get(call)?.cause.fn === 'connect'
        ? []
        : [`${after.sessionId}: ${after.customerConnectionId} takes over from ${address}`];
    }
    const open = (connections.get(address)?.closedAt ?? 0) > i;
    return open && (greeted.get(address) ?? Number.POSITIVE_INFINITY) < i
      ? [`${after.sessionId}: ${address} is there and is forgotten`]
      : [];
  });
}

function wrongInTheEnd({ history }: Timeline): string[] {
  const { views, desks, heads, agents, open } = history.final;
  const wrong: string[] = [];
  for (const { who, role, sessionId, connectionId } of views) {
    const address = heads.get(sessionId)?.customerConnectionId;
    if (role !== 'customer' || !connectionId || !open.has(connectionId)) continue;
    if (address !== connectionId) wrong.push(`${who} is on ${connectionId}, not ${address}`);
  }
  for (const { agentId, connectionId } of desks) {
    const address = agents.get(agentId)?.connectionId;
    if (!connectionId || !open.has(connectionId)) continue;
    if (address !== connectionId) wrong.push(`${agentId} is on ${connectionId}, not ${address}`);
  }
  return wrong;
}

const newestDesk: Invariant = {
  id: 'I28',
  name: 'the newest desk has the session',
  statement: 'An older tab of an agent never takes a session’s address from a newer one.',
  check: ({ of, history }) => {
    const wrong = of('write').flatMap(({ before, after }) => {
      if (!before?.assignment) return [];
      if (before.assignment.assignmentId !== after.assignment?.assignmentId) return [];
      return (after.agentConnectedAt ?? 0) < (before.agentConnectedAt ?? 0)
        ? [`${after.sessionId}: back to the older ${after.agentConnectionId}`]
        : [];
    });
    const { heads, desks, open } = history.final;
    for (const { sessionId, status, assignment, agentConnectionId } of heads.values()) {
      if (!assignment || (status !== 'active' && status !== 'on_hold')) continue;
      const desk = desks.find(({ agentId }) => agentId === assignment.agentId);
      if (!desk?.connectionId || !open.has(desk.connectionId)) continue;
      if (agentConnectionId !== desk.connectionId) {
        wrong.push(`${sessionId} speaks to ${agentConnectionId}, not ${desk.connectionId}`);
      }
    }
    return wrong;
  },
};

/** Pushes to a dead address that may pass before it is forgotten; a racing write can keep it. */
const MOST_GONE = 3;

const deadAddresses: Invariant = {
  id: 'I15',
  name: 'dead addresses are forgotten',
  statement: 'An address that answered “gone” is forgotten; it is not pushed to for ever.',
  check: ({ of, history, calls }) => {
    const { heads, open } = history.final;
    const gone = new Map<string, number>();
    for (const { to, result, call } of of('push')) {
      if (result !== 'gone' || (calls.get(call)?.faults.length ?? 0) > 0) continue;
      gone.set(to, (gone.get(to) ?? 0) + 1);
    }
    return [...heads.values()].flatMap(({ sessionId, customerConnectionId, agentConnectionId }) =>
      [customerConnectionId, agentConnectionId].flatMap((address) =>
        address && !open.has(address) && (gone.get(address) ?? 0) > MOST_GONE
          ? [`${sessionId} still pushes to ${address}`]
          : [],
      ),
    );
  },
};

/** Frames that a customer may get. */
const FOR_CUSTOMERS: readonly ServerFrame['type'][] = [
  'session.snapshot',
  'session.status_changed',
  'session.superseded',
  'session.closed',
  'message.ack',
  'message.created',
  'typing.changed',
  'participant.joined',
  'participant.left',
  'message.read',
  'queue.updated',
  'escalation.failed',
  'problem',
  'pong',
];

const isolation: Invariant = {
  id: 'I16',
  name: 'isolation',
  statement:
    'A customer gets frames of their own session only, without what is for agents; an agent gets entries only of sessions that they hold or held.',
  check: (timeline) => {
    const own = new Map<string, string>();
    for (const { after } of timeline.of('write')) {
      if (after.customerConnectionId) own.set(after.customerConnectionId, after.sessionId);
    }
    return timeline.of('received').flatMap(({ connectionId, who, frame }) => {
      const wrong = who.startsWith('customer')
        ? strangeToCustomer(frame, own.get(connectionId))
        : strangeToAgent(timeline, frame, who.split('/')[0] ?? '');
      return wrong ? [`${who} gets ${frame.type} ${wrong}`] : [];
    });
  },
};

function strangeToCustomer(frame: ServerFrame, own: string | undefined): string | null {
  if (!FOR_CUSTOMERS.includes(frame.type)) return 'which is for agents';
  if (frame.type === 'problem') return null;
  if ('sessionId' in frame && frame.sessionId !== own) return `of ${frame.sessionId}`;
  if ('messages' in frame && frame.messages.some(({ bot }) => bot)) return 'with the bot’s doubts';
  return null;
}

function strangeToAgent(
  { versionOf }: Timeline,
  frame: ServerFrame,
  agentId: string,
): string | null {
  if (!('messages' in frame) || frame.messages.length === 0) return null;
  const { sessionId, version, messages } = frame;
  const holds = [version, version - 1].some(
    (v) => versionOf(sessionId, v)?.assignment?.agentId === agentId,
  );
  const ownOnly = messages.every(({ from }) => from.id === agentId);
  const held = versionOf(sessionId, version)?.last[agentSender(agentId)] !== undefined;
  return holds || (ownOnly && held) ? null : `of ${sessionId}, which is not theirs`;
}

const presenceTold: Invariant = {
  id: 'I30',
  name: 'presence is told both ways',
  statement: 'The agent is told when the customer’s connection is lost, and when it is back.',
  check: ({ calls }) =>
    [...calls.values()].flatMap((call) => {
      if (call.faults.length > 0 || call.ending?.status !== 'ok') return [];
      return call.writes.flatMap(({ before, after }) => {
        if (!before || !isHeld(after) || !after.agentConnectionId) return [];
        const lost = before.customerConnectionId && !after.customerConnectionId;
        const back = before.customerLostAt !== undefined && after.customerLostAt === undefined;
        const frame = lost ? 'participant.disconnected' : 'participant.returned';
        if (!lost && !back) return [];
        return told(call, after.agentConnectionId, frame)
          ? []
          : [`call ${call.id}: ${after.agentConnectionId} gets no ${frame}`];
      });
    }),
};

function told({ pushes }: CallFacts, to: string, type: ServerFrame['type']): boolean {
  return pushes.some((push) => push.to === to && push.frame.type === type);
}

const notesStayInside: Invariant = {
  id: 'I35',
  name: 'notes stay inside',
  statement: 'What agents write for colleagues never reaches a customer, in no frame.',
  check: ({ of, history }) => {
    const notes = [...history.final.notes.values()].flat().map(({ text }) => text);
    if (notes.length === 0) return [];
    return of('received').flatMap(({ who, frame }) => {
      if (!who.startsWith('customer')) return [];
      const wire = JSON.stringify(frame);
      return notes.some((text) => wire.includes(text))
        ? [`${who} reads a note in ${frame.type}`]
        : [];
    });
  },
};

const tickets: Invariant = {
  id: 'I18',
  name: 'a ticket opens one connection',
  statement: 'A ticket lets in at most one connection, its owner’s.',
  check: ({ calls }) => {
    const used = new Map<string, string>();
    return [...calls.values()].flatMap(({ cause, ending }) => {
      if (cause.fn !== 'authorize' || ending?.status !== 'ok') return [];
      const { ticket, connectionId } = cause;
      const first = used.get(ticket);
      used.set(ticket, connectionId);
      return first && first !== connectionId
        ? [`${first} and ${connectionId} with one ticket`]
        : [];
    });
  },
};

const frameSize: Invariant = {
  id: 'I19',
  name: 'frames fit',
  statement: 'No frame is larger than the gateway carries.',
  check: ({ of }) => of('oversized').map(({ frame, bytes }) => `${frame} of ${bytes} bytes`),
};

const lostCustomers: Invariant = {
  id: 'I37',
  name: 'nobody talks to a lost customer',
  statement: 'A session whose customer stayed away beyond the grace ends, waiting or active.',
  check: ({ history }) => {
    const { heads, now } = history.final;
    const late = POLICY.customerGraceMs + POLICY.checkUpMs + 60_000;
    return [...heads.values()].flatMap(({ sessionId, status, customerLostAt }) =>
      (status === 'queued' || status === 'active' || status === 'on_hold') &&
      (customerLostAt ?? now) + late < now
        ? [`${sessionId} is ${status} without its customer`]
        : [],
    );
  },
};

/** How far a function's clock may be off, either way. */
const SKEW_MS = 2000;

const notGivenUp: Invariant = {
  id: 'I47',
  name: 'no customer is given up too soon',
  statement: 'A chat ends for want of its customer only after their whole grace without them.',
  check: ({ of, history }) =>
    of('write').flatMap(({ before, after, t }) => {
      const gaveUp = ['customer_left', 'abandoned_in_queue'].includes(after.closeReason ?? '');
      if (!before || !gaveUp || before.closeReason) return [];
      const until = (before.customerLostAt ?? Number.POSITIVE_INFINITY) + POLICY.customerGraceMs;
      return until > history.start + t + SKEW_MS
        ? [`${after.sessionId} ended with its customer there or in their grace`]
        : [];
    }),
};

/** Who gets what, and where. */
export const DELIVERY = [
  freshAddress,
  newestDesk,
  deadAddresses,
  isolation,
  presenceTold,
  notesStayInside,
  tickets,
  frameSize,
  lostCustomers,
  notGivenUp,
];
