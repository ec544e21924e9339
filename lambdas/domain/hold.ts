import type { Participant } from '../../protocol/message.ts';
import { type Change, recorded, says, step } from './change.ts';
import { held } from './ownership.ts';
import type { Session } from './session.ts';
import { TEXTS } from './texts.ts';

/**
 * The agent looks something up: active → on_hold. Their time to answer stops.
 *
 * @returns `null` if it is on hold already.
 * @throws StateError `session_closed`, `session_not_active` if no agent holds it.
 */
export function hold(session: Session, actor: Participant, now: number): Change | null {
  const { assignment } = held(session);
  if (session.status === 'on_hold') return null;
  const change = step(session, now, { status: 'on_hold', heldAt: now }, [
    says(TEXTS.held(assignment.name), 'held'),
  ]);
  return recorded(change, { at: now, actor, cause: 'held' });
}

/**
 * on_hold → active. Their time to answer starts anew.
 *
 * @returns `null` if it is not on hold.
 * @throws StateError `session_closed`, `session_not_active` if no agent holds it.
 */
export function resume(
  session: Session,
  actor: Participant,
  now: number,
  cause: 'resumed' | 'hold_over' = 'resumed',
): Change | null {
  const { assignment } = held(session);
  if (session.status !== 'on_hold') return null;
  const change = step(
    session,
    now,
    { status: 'active', heldAt: undefined, awaitingReplySince: now, idleSince: undefined },
    [says((cause === 'resumed' ? TEXTS.resumed : TEXTS.holdOver)(assignment.name), 'resumed')],
  );
  return recorded(change, { at: now, actor, cause });
}
