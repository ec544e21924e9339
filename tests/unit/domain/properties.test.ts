import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { deadlinesOf, nextLook } from '../../../lambdas/domain/deadlines.ts';
import { SwitchboardError } from '../../../lambdas/domain/errors.ts';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import { type Change, SESSION_TRANSITIONS } from '../../../lambdas/domain/session.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import { ASHA, botSession, NOON, RAVI } from './builders.ts';
import { OPERATION_NAMES, OPERATIONS, type OperationName } from './operations.ts';

interface Action {
  name: OperationName;
  agent: AgentRecord;
  waitMs: number;
  turn: { candidate: boolean; explicitRequest: boolean };
}

const NEVER_AGAIN = new Set<OperationName>(['endByCustomer', 'endAbandoned']);

const action: fc.Arbitrary<Action> = fc.record({
  // Ends are rare, or most histories would be short.
  name: fc.oneof(
    {
      weight: 20,
      arbitrary: fc.constantFrom(...OPERATION_NAMES.filter((n) => !NEVER_AGAIN.has(n))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...NEVER_AGAIN) },
  ),
  agent: fc.constantFrom(ASHA, RAVI),
  waitMs: fc.integer({ min: 0, max: 120_000 }),
  turn: fc.record({ candidate: fc.boolean(), explicitRequest: fc.boolean() }),
});

const actions = fc.array(action, { minLength: 1, maxLength: 40 });

interface Told {
  changes: Change[];
  transcript: Message[];
  records: Escalation[];
}

/**
 * Does what is legal; a refused operation must leave a typed error and nothing else. What is
 * decided on is frozen: a decision that wrote to it would fail with another error.
 */
function tell(history: readonly Action[], start = botSession()): Told {
  const told: Told = { changes: [], transcript: [], records: [] };
  let session = start;
  let now = NOON;
  history.forEach(({ name, agent, waitMs, turn }, n) => {
    now += waitMs;
    try {
      const change = OPERATIONS[name](frozen(session), { now, agent, n, turn });
      if (!change) return;
      expect(change.before).toBe(session);
      told.changes.push(change);
      told.transcript.push(...change.messages);
      record(told.records, change);
      session = change.after;
    } catch (error) {
      expect(error).toBeInstanceOf(SwitchboardError);
    }
  });
  return told;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(frozen);
  }
  return value;
}

function record(records: Escalation[], { escalation }: Change): void {
  if (!escalation) return;
  if (escalation.kind === 'create') {
    expect(escalation.n).toBe(records.length + 1);
    records.push(structuredClone(escalation.escalation));
    return;
  }
  const found = records[escalation.n - 1];
  if (!found) throw new Error(`there is no escalation ${escalation.n}`);
  expect(escalation.entry.escalation.from).toBe(found.status);
  found.status = escalation.entry.escalation.to;
  found.history.push(escalation.entry);
}

const always = (name: string, holds: (told: Told) => void) =>
  it(name, () => {
    fc.assert(
      fc.property(actions, (history) => holds(tell(history))),
      { numRuns: 400 },
    );
  });

const FINAL = new Set([
  'resolved',
  'cancelled',
  'expired',
  'abandoned',
  'returned_to_bot',
  'failed',
]);

describe('whatever happens to a session', () => {
  always('its version rises by one with every change', ({ changes }) => {
    for (const { before, after } of changes) expect(after.version).toBe(before.version + 1);
  });

  always(
    'its transcript is numbered 1, 2, 3 … and as long as it says',
    ({ changes, transcript }) => {
      expect(transcript.map(({ seq }) => seq)).toEqual(transcript.map((_, i) => i + 1));
      expect(changes.at(-1)?.after.seq ?? 0).toBe(transcript.length);
    },
  );

  always('it goes only where the arrows lead', ({ changes }) => {
    for (const { before, after } of changes) {
      const legal =
        after.status === before.status || SESSION_TRANSITIONS[before.status].includes(after.status);
      expect(legal, `${before.status} → ${after.status}`).toBe(true);
    }
  });

  always('the wait clock of an open escalation never moves', ({ changes }) => {
    for (const { before, after } of changes) {
      if (before.escalation && after.escalation) {
        expect(after.escalation.waitingSince).toBe(before.escalation.waitingSince);
        expect(after.escalation.escalationId).toBe(before.escalation.escalationId);
      }
    }
  });

  always('it has at most one open escalation, and one exactly while a person is wanted', (told) => {
    const { changes, records } = told;
    const open = records.filter(({ status }) => !FINAL.has(status));
    expect(open.length).toBeLessThanOrEqual(1);
    const last = changes.at(-1)?.after;
    const wanted = last?.status === 'queued' || last?.status === 'active';
    expect(open.length).toBe(wanted ? 1 : 0);
    expect(last?.escalation?.status).toBe(open[0]?.status);
    for (const { after } of changes) {
      expect(after.escalation !== undefined).toBe(['queued', 'active'].includes(after.status));
    }
  });

  always('no final escalation becomes open again', ({ records }) => {
    for (const { history } of records) {
      const firstFinal = history.findIndex(({ escalation }) => FINAL.has(escalation.to));
      if (firstFinal < 0) continue;
      const to = history[firstFinal]?.escalation.to;
      expect(history.slice(firstFinal).map(({ escalation }) => escalation.to)).toEqual(
        history.slice(firstFinal).map(() => to),
      );
    }
  });

  always('the bot is silent while a person is wanted', ({ changes }) => {
    for (const { before, messages } of changes) {
      if (before.status === 'bot') continue;
      expect(messages.filter(({ from }) => from.role === 'bot')).toEqual([]);
    }
  });

  always('the bot answers every customer message while the session is its own', ({ changes }) => {
    for (const { before, messages } of changes) {
      if (before.status !== 'bot' || messages[0]?.from.role !== 'customer') continue;
      expect(messages.map(({ from }) => from.role)).toEqual(['customer', 'bot']);
    }
  });

  always('closed is final', ({ changes }) => {
    const end = changes.findIndex(({ after }) => after.status === 'closed');
    if (end >= 0) expect(changes.slice(end + 1)).toEqual([]);
  });

  always(
    'it is taken from exactly the agent who took it, and held by nobody in the end',
    (told) => {
      let holder: string | null = null;
      for (const { agent, after } of told.changes) {
        if (agent?.kind === 'take') {
          expect(holder).toBeNull();
          holder = agent.agentId;
        } else if (agent?.kind === 'leave') {
          expect(agent.agentId).toBe(holder);
          holder = null;
        }
        if (after.status === 'active') expect(holder).toBe(after.assignment?.agentId);
        if (after.status !== 'active' && after.status !== 'wrap_up') expect(holder).toBeNull();
        if (after.status === 'wrap_up') expect(holder !== null).toBe(after.wrapUp?.capacityHeld);
      }
    },
  );

  always(
    'it has an owner while active and in wrap-up, and none while it waits or is the bot’s',
    ({ changes }) => {
      for (const { after } of changes) {
        const owned = after.assignment !== undefined;
        if (after.status === 'active' || after.status === 'wrap_up') expect(owned).toBe(true);
        if (after.status === 'queued' || after.status === 'bot') {
          expect(owned).toBe(false);
          expect(after.agentConnectionId).toBeUndefined();
        }
      }
    },
  );

  always('only its owner speaks for the agents', ({ changes }) => {
    for (const { before, messages } of changes) {
      for (const { from } of messages) {
        if (from.role === 'agent') expect(from.id).toBe(before.assignment?.agentId);
      }
    }
  });

  always('it stands in the pending list exactly while it waits', ({ changes }) => {
    for (const { after } of changes) {
      expect(cardOf(after) !== null).toBe(after.status === 'queued');
      expect(cardOf(after)?.version ?? after.version).toBe(after.version);
    }
  });

  always('a turn that nobody assessed has a deadline, and only then', ({ changes }) => {
    for (const { after } of changes) {
      const kinds = deadlinesOf(after).map(({ kind }) => kind);
      expect(kinds.includes('candidate_unassessed')).toBe(after.candidate !== undefined);
    }
  });

  always(
    'a wish for a person stands until somebody decides, with its first clock',
    ({ changes }) => {
      for (const { before, after } of changes) {
        if (!before.candidate || !after.candidate) continue;
        expect(after.candidate.at).toBe(before.candidate.at);
        if (before.candidate.explicit) expect(after.candidate.explicit).toBe(true);
      }
    },
  );

  always('the sweep looks again at whatever is not at rest', ({ changes }) => {
    for (const { after } of changes) {
      const look = nextLook(after, NOON);
      const atRest = after.status === 'closed' || (after.status === 'bot' && !after.candidate);
      expect(look === null).toBe(atRest);
    }
  });

  always('its history says where the session really came from and went', ({ changes }) => {
    for (const { before, after, escalation } of changes) {
      if (!escalation) continue;
      const entry =
        escalation.kind === 'create' ? escalation.escalation.history[0] : escalation.entry;
      expect(entry?.session).toEqual({ from: before.status, to: after.status });
    }
  });
});

describe('the random histories', () => {
  it('reach every status but on hold, so that the promises above are not empty', () => {
    const reached = new Set<string>();
    for (const history of fc.sample(actions, { numRuns: 500, seed: 7 })) {
      for (const { after } of tell(history).changes) reached.add(after.status);
    }
    expect([...reached].sort()).toEqual(['active', 'bot', 'closed', 'queued', 'wrap_up']);
  });
});
