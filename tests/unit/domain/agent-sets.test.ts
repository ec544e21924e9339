import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AgentWrite } from '../../../lambdas/domain/change.ts';
import { isHeld, type Session } from '../../../lambdas/domain/session.ts';
import { ASHA, botSession, LEAD, NOON, RAVI } from './builders.ts';
import { type Action, action, attempt } from './histories.ts';

/** What the table holds of each agent: the sets that only writes of changes may move. */
type Sets = Map<string, ReturnType<typeof empty> & { notResponding: boolean }>;

interface Real {
  session: Session;
  now: number;
  n: number;
}

const empty = () => ({
  sessions: new Set<string>(),
  parked: new Set<string>(),
  offers: new Set<string>(),
});

function apply(sets: Sets, sessionId: string, write: AgentWrite): void {
  const agent = sets.get(write.agentId);
  if (!agent) throw new Error(`there is no agent ${write.agentId}`);
  const gains = (set: Set<string>, member: string) => {
    expect(set, 'nothing is given twice').not.toContain(member);
    set.add(member);
  };
  const loses = (set: Set<string>, member: string) => {
    expect(set, 'only what they have is taken').toContain(member);
    set.delete(member);
  };
  if (write.leave) loses(agent.sessions, sessionId);
  if (write.take) gains(agent.sessions, sessionId);
  if (write.parked === true) gains(agent.parked, sessionId);
  if (write.parked === false) loses(agent.parked, sessionId);
  if (write.withdraw) loses(agent.offers, write.withdraw);
  if (write.offer) gains(agent.offers, write.offer.offerId);
  if (write.notResponding !== undefined) agent.notResponding = write.notResponding;
}

/** What the sets must be, told by the session alone. */
function expected({
  sessionId,
  status,
  assignment,
  escalation,
  wrapUp,
  ...session
}: Session): Sets {
  const counts = isHeld({ ...session, sessionId, status }) || wrapUp?.capacityHeld;
  return new Map(
    [ASHA, RAVI, LEAD].map(({ agentId }) => {
      const sets = empty();
      if (counts && assignment?.agentId === agentId) sets.sessions.add(sessionId);
      if (wrapUp && !wrapUp.capacityHeld && assignment?.agentId === agentId) {
        sets.parked.add(sessionId);
      }
      if (escalation?.offer?.agentId === agentId) sets.offers.add(escalation.offer.offerId);
      return [agentId, { ...sets, notResponding: false }];
    }),
  );
}

class Attempt implements fc.Command<Sets, Real> {
  readonly action: Action;

  constructor(action: Action) {
    this.action = action;
  }

  check(): boolean {
    return true;
  }

  run(sets: Sets, real: Real): void {
    real.now += this.action.waitMs;
    real.n += 1;
    const done = attempt(this.action, real.session, real);
    if (!done) return;
    const { change, name } = done;
    const { before, after, agents = [] } = change;
    const ids = agents.map(({ agentId }) => agentId);
    expect(new Set(ids).size, 'one write for each agent').toBe(ids.length);

    for (const write of agents) apply(sets, before.sessionId, write);

    real.session = after;
    for (const [agentId, { notResponding, ...due }] of expected(after)) {
      expect(sets.get(agentId), agentId).toMatchObject(due);
    }
    const silent = name === 'timeOutOffer' || name === 'requeueSilent';
    const named = agents.filter(({ notResponding }) => notResponding === true);
    expect(named).toHaveLength(silent ? 1 : 0);
    if (before.assignment?.assignmentId !== after.assignment?.assignmentId && after.assignment) {
      expect(sets.get(after.assignment.agentId)?.notResponding).toBe(false);
    }
  }

  toString(): string {
    const { names, agent, colleague, waitMs } = this.action;
    return `${names.join('|')}(${agent.agentId}, ${colleague.agentId}, +${waitMs})`;
  }
}

it('whatever happens, the agents’ sets hold what the session says: nothing leaks, nobody is busy with nothing', () => {
  fc.assert(
    fc.property(
      fc.commands([action.map((one) => new Attempt(one))], { size: 'max', maxCommands: 40 }),
      (commands) => {
        const setup = () => ({
          model: new Map(
            [ASHA, RAVI, LEAD].map(({ agentId }) => [agentId, { ...empty(), notResponding: true }]),
          ),
          real: { session: botSession(), now: NOON, n: 0 },
        });
        fc.modelRun(setup, commands);
      },
    ),
    { numRuns: 250 },
  );
});
