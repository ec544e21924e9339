import fc from 'fast-check';
import { expect } from 'vitest';
import type { Change } from '../../../lambdas/domain/change.ts';
import { SwitchboardError } from '../../../lambdas/domain/errors.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import { QueueName, WaitTrouble } from '../../../protocol/vocabulary.ts';
import { ASHA, botSession, LEAD, NOON, RAVI } from './builders.ts';
import {
  type Circumstances,
  ENDINGS,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationName,
  USUAL,
} from './operations.ts';

/** Things that are tried until one is legal, and how long after the one before. */
export interface Action extends Omit<Circumstances, 'now' | 'n'> {
  names: OperationName[];
  waitMs: number;
}

const agent = fc.constantFrom(ASHA, RAVI, LEAD);

const name = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.constantFrom(...OPERATION_NAMES.filter((one) => !ENDINGS.has(one))),
  },
  // Talk between agent and customer is what most of a chat is.
  {
    weight: 12,
    arbitrary: fc.constantFrom<OperationName>('agentSays', 'claim', 'warnIdle', 'endIdle'),
  },
  // Ends are rare, or most histories would be short.
  { weight: 1, arbitrary: fc.constantFrom(...ENDINGS) },
);

export const action: fc.Arbitrary<Action> = fc.record({
  names: fc.array(name, { minLength: 1, maxLength: 6, size: 'max' }),
  agent,
  colleague: agent,
  queue: fc.constantFrom(...QueueName.options),
  trouble: fc.constantFrom(...WaitTrouble.options),
  text: fc.constantFrom('words', 'account 12345678', '#20417', 'no', 'It is the router'),
  waitMs: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 120_000 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 1_000_000 }) },
  ),
  turn: fc.record({ candidate: fc.boolean(), explicitRequest: fc.boolean() }),
});

const quiet = (name: OperationName, waitMs: number): Action => ({
  ...USUAL,
  names: [name],
  waitMs,
});

/** A customer who falls silent: too long a story for chance to tell. */
const FALLS_SILENT: readonly Action[] = [
  quiet('escalate', 0),
  quiet('claim', 1000),
  quiet('agentSays', 1000),
  quiet('warnIdle', 600_000),
  quiet('endIdle', 600_000),
];

/** Histories of a session from its first moment; some begin with (a part of) the quiet one. */
export const actions: fc.Arbitrary<Action[]> = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
    fc.array(action, { minLength: 1, maxLength: 40, size: 'max' }),
  )
  .map(([length, others]) => [...FALLS_SILENT.slice(0, length), ...others]);

/** Everything that came of a history. */
export interface Told {
  changes: Change[];
  /** The operation behind each change. */
  names: OperationName[];
  transcript: Message[];
  /** The escalations as stored. */
  records: Escalation[];
}

/**
 * Does what is legal; a refused operation must leave a typed error and nothing else. What is
 * decided on is frozen: a decision that wrote to it would fail with another error.
 */
export function tell(history: readonly Action[], start = botSession()): Told {
  const told: Told = { changes: [], names: [], transcript: [], records: [] };
  let session = start;
  let now = NOON;
  history.forEach((one, n) => {
    now += one.waitMs;
    const done = attempt(one, session, { now, n });
    if (!done) return;
    const { change } = done;
    told.changes.push(change);
    told.names.push(done.name);
    told.transcript.push(...change.messages);
    record(told.records, change);
    session = change.after;
  });
  return told;
}

/** What the first legal operation decides, or `null` if all are refused or have nothing to do. */
export function attempt(
  action: Action,
  session: Session,
  about: { now: number; n: number },
): { name: OperationName; change: Change } | null {
  for (const name of action.names) {
    try {
      const change = OPERATIONS[name](frozen(session), { ...action, ...about });
      if (!change) continue;
      expect(change.before).toBe(session);
      return { name, change };
    } catch (error) {
      if (!(error instanceof SwitchboardError)) throw error;
    }
  }
  return null;
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
