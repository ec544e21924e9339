import type { Change } from '../domain/change.ts';
import { NotAllowedError, StateError, UnavailableError } from '../domain/errors.ts';
import { POLICY } from '../domain/policy.ts';
import type { Session } from '../domain/session.ts';
import { tallyOf } from '../domain/tally.ts';
import type { Ports } from '../ports.ts';

/** The session as it stands now, and the change that made it so, if there was one. */
export interface Outcome {
  session: Session;
  change: Change | null;
}

/** What changing a session needs. */
export type ChangingPorts = Pick<Ports, 'sessions' | 'records' | 'clock' | 'telemetry'>;

/**
 * Reads a session, decides, and commits, again from the start whenever somebody else wrote first.
 * What the change adds to the day's figures is counted after it.
 *
 * @param decide the pure decision; `null` means that there is nothing to do.
 * @param known the session as just read, to save the first read.
 * @throws NotAllowedError `session_unknown`; StateError from `decide`, `at_capacity`,
 *   `agent_not_available`; UnavailableError `conflict` after the last attempt.
 */
export async function changeSession(
  ports: ChangingPorts,
  sessionId: string,
  decide: (session: Session, now: number) => Change | null,
  known: Session | null = null,
): Promise<Outcome> {
  for (let attempt = 1; attempt <= POLICY.commitAttempts; attempt += 1) {
    const session = (attempt === 1 && known) || (await ports.sessions.get(sessionId));
    if (!session) throw new NotAllowedError('session_unknown');
    const now = ports.clock.now();
    const change = decide(session, now);
    if (!change) return { session, change };
    const result = await ports.sessions.commit(change, now);
    if (result === 'committed') {
      await count(ports, change, now);
      return { session: change.after, change };
    }
    if (result === 'agent_back') return { session, change: null };
    if (result === 'agent_full') throw new StateError('at_capacity');
    if (result === 'agent_absent') throw new StateError('agent_not_available');
    await ports.clock.backoff(attempt);
  }
  throw new UnavailableError('conflict');
}

async function count(ports: ChangingPorts, change: Change, now: number): Promise<void> {
  const tally = tallyOf(change);
  if (!tally) return;
  try {
    await ports.records.count(dayOf(now), tally);
  } catch (error) {
    // The change stands; exact figures come from the history.
    ports.telemetry.error('not counted', error, { sessionId: change.after.sessionId });
  }
}

/** The day of a time, as the counters name it (UTC). */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
