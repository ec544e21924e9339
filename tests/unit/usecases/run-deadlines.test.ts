import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { releaseSession } from '../../../lambdas/usecases/leave-session.ts';
import { loseAgent, loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { cancelEscalation, requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { runTimer, sweep } from '../../../lambdas/usecases/run-deadlines.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import type { Timer } from '../../../protocol/queue-messages.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  alive,
  customerSays,
  drain,
  framesOf,
  headOf,
  offered,
  present,
  refusal,
  SESSION,
  stored,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

const agentsHere = (world: World) => alive(world, ...world.agents.keys());

/** Time passes, and every agent's socket shows life. */
async function later(world: World, ms: number): Promise<void> {
  world.now += ms;
  await agentsHere(world);
}

/** The one timer of this kind that stands. */
function timerOf(world: World, kind: Timer['kind']): Timer {
  const found = world.timers.findLast(({ message }) => message.kind === kind);
  if (!found) throw new Error(`no ${kind} timer was set`);
  return found.message;
}

interface Case {
  kind: Timer['kind'];
  afterMs: number;
  scene: () => Promise<World>;
  /** What the session is once the timer has acted. */
  becomes: object;
  /** Makes the fact that the timer guards untrue. */
  undo: (world: World) => Promise<unknown>;
}

const cases: Case[] = [
  {
    kind: 'customer_lost',
    afterMs: POLICY.customerGraceMs,
    async scene() {
      const world = await waiting();
      await loseCustomer(world.ports, SESSION, 'customer-1');
      return world;
    },
    becomes: { status: 'closed', closeReason: 'abandoned_in_queue' },
    undo: (world) =>
      helloFromCustomer(world.ports, {
        sessionId: SESSION,
        lastSeq: 0,
        connectionId: 'customer-1',
      }),
  },
  {
    kind: 'offer',
    afterMs: POLICY.offerMs,
    scene: async () => (await offered()).world,
    becomes: { status: 'queued', escalation: { status: 'pending', passedBy: ['asha'] } },
    undo: (world) => cancelEscalation(world.ports, SESSION),
  },
  {
    kind: 'max_wait',
    afterMs: POLICY.maxWaitMs,
    async scene() {
      const world = createWorld();
      await present(world, 'asha', { availability: 'busy' });
      return waiting(world);
    },
    becomes: { status: 'queued', escalation: { trouble: 'max_wait' } },
    undo: (world) => cancelEscalation(world.ports, SESSION),
  },
  {
    kind: 'wrap_up',
    afterMs: POLICY.wrapUpCapacityMs,
    async scene() {
      const world = await withAgent();
      await endByAgent(world.ports, agentOf(world, 'asha'), SESSION);
      return world;
    },
    becomes: { status: 'wrap_up', wrapUp: { capacityHeld: false } },
    async undo(world) {
      const head = headOf(world);
      world.sessions.heads.set(SESSION, { ...head, status: 'closed', wrapUp: undefined });
    },
  },
  {
    kind: 'attention',
    afterMs: POLICY.agentReplyMs,
    scene: () => withAgent(),
    becomes: { status: 'queued', escalation: { requeued: true, passedBy: ['asha'] } },
    undo: (world) => releaseSession(world.ports, agentOf(world, 'asha'), SESSION),
  },
];

describe.each(cases)('the timer $kind', ({ kind, afterMs, scene, becomes, undo }) => {
  it('is set for its time and acts then', async () => {
    const world = await scene();
    expect(timersOf(world, kind).at(-1)).toMatchObject({ delayMs: afterMs });
    await later(world, afterMs);

    await runTimer(world.ports, timerOf(world, kind));

    expect(headOf(world)).toMatchObject(becomes);
  });

  it('fired early writes nothing', async () => {
    const world = await scene();
    await later(world, afterMs - 1);
    const before = stored(world);

    await runTimer(world.ports, timerOf(world, kind));

    expect(stored(world)).toEqual(before);
  });

  it('fired much later acts all the same', async () => {
    const world = await scene();
    const timer = timerOf(world, kind);
    await later(world, afterMs + 9_000);

    await runTimer(world.ports, timer);

    expect(headOf(world)).toMatchObject(becomes);
  });

  it('doubled acts once', async () => {
    const world = await scene();
    const timer = timerOf(world, kind);
    await later(world, afterMs);
    const commits = world.sessions.committed.length;

    await Promise.all([runTimer(world.ports, timer), runTimer(world.ports, timer)]);
    await runTimer(world.ports, timer);

    expect(world.sessions.committed).toHaveLength(commits + 1);
    expect(headOf(world)).toMatchObject(becomes);
  });

  it('whose fact is gone writes nothing', async () => {
    const world = await scene();
    const timer = timerOf(world, kind);
    await undo(world);
    await later(world, afterMs);
    const before = stored(world);

    await runTimer(world.ports, timer);

    expect(stored(world)).toEqual(before);
  });

  it('of a session that is no more writes nothing', async () => {
    const world = createWorld();
    const named = { kind, sessionId: idOf(0xdead), connectionId: 'x', assignmentId: 'x' };

    await runTimer(world.ports, { ...named, offerId: 'x', escalationId: 'x' } as Timer);

    expect(world.sessions.committed).toEqual([]);
  });

  it('that meets a failing table throws, so that the queue brings it back', async () => {
    const world = await scene();
    await later(world, afterMs);
    world.sessions.faults.push('before');
    const timer = timerOf(world, kind);

    expect(await refusal(runTimer(world.ports, timer))).toMatchObject({ code: 'unavailable' });
    await runTimer(world.ports, timer);

    expect(headOf(world)).toMatchObject(becomes);
  });

  it('that was lost is made good by the sweep', async () => {
    const world = await scene();
    world.timers.length = 0;
    await later(world, Math.max(afterMs, POLICY.checkUpMs));

    await sweep(world.ports);

    expect(headOf(world).status).toBe((becomes as { status: string }).status);
    expect(world.errors).toEqual([]);
  });
});

describe('the timer agent_lost', () => {
  it('gives the agent’s session back, once, and only for the connection it names', async () => {
    const world = await withAgent();
    await loseAgent(world.ports, 'asha', 'asha-1');
    const timer = timerOf(world, 'agent_lost');
    world.now += POLICY.agentGraceMs - 1;
    await runTimer(world.ports, timer);
    expect(headOf(world).status).toBe('active');

    world.now += 1;
    await runTimer(world.ports, { kind: 'agent_lost', agentId: 'asha', connectionId: 'other' });
    expect(headOf(world).status).toBe('active');
    await Promise.all([runTimer(world.ports, timer), runTimer(world.ports, timer)]);

    expect(headOf(world)).toMatchObject({ status: 'queued', escalation: { requeued: true } });
    expect(framesOf(world, 'customer-1', 'participant.left')).toMatchObject([
      { reason: 'agent_lost' },
    ]);
  });
});

describe('the longest promised wait', () => {
  async function waitedLong(): Promise<World> {
    const world = createWorld();
    await present(world, 'asha', { availability: 'busy' });
    await waiting(world);
    await drain(world);
    await later(world, POLICY.maxWaitMs);
    await runTimer(world.ports, timerOf(world, 'max_wait'));
    return world;
  }
  const told = (world: World) =>
    framesOf(world, 'customer-1', 'escalation.failed').map(({ reason }) => reason);

  it('is told once, in words that promise nothing, and the customer keeps their place', async () => {
    const world = await waitedLong();
    await runTimer(world.ports, timerOf(world, 'max_wait'));
    await later(world, POLICY.maxWaitMs);
    await sweep(world.ports);

    expect(told(world)).toEqual(['max_wait']);
    expect(transcriptOf(world).filter(({ event }) => event === 'wait_choice')).toHaveLength(1);
    expect(headOf(world).status).toBe('queued');
  });

  it('counts anew once the customer chose to wait', async () => {
    const world = await waitedLong();
    const { waitingSince } = headOf(world).escalation ?? {};
    await requestPerson(world.ports, SESSION);
    await drain(world);
    await later(world, POLICY.maxWaitMs - 1);
    await runTimer(world.ports, timerOf(world, 'max_wait'));
    expect(told(world)).toEqual(['max_wait']);
    await later(world, 1);
    await runTimer(world.ports, timerOf(world, 'max_wait'));

    expect(told(world)).toEqual(['max_wait', 'max_wait']);
    expect(headOf(world).escalation?.waitingSince).toBe(waitingSince);
  });
});

describe('the sweep', () => {
  it('closes a chat with the bot that nobody goes on with, on its slow clock', async () => {
    const world = await withBot();
    await customerSays(world, 'What does Fibre 300 cost?', 1);
    world.now += POLICY.botIdleMs - 1;
    await sweep(world.ports);
    expect(headOf(world).status).toBe('bot');
    world.now += 1;
    await sweep(world.ports);

    expect(headOf(world)).toMatchObject({ status: 'closed', closeReason: 'bot_idle' });
    expect(framesOf(world, 'customer-1', 'session.closed')).toMatchObject([{ reason: 'bot_idle' }]);
  });

  it('leaves a chat alone that goes on, though its messages do not move the clock', async () => {
    const world = await withBot();
    await customerSays(world, 'What does Fibre 300 cost?', 1);
    world.now += POLICY.botIdleMs - 60_000;
    await customerSays(world, 'And Fibre 500?', 2);
    world.now += 60_000;
    await sweep(world.ports);
    expect(headOf(world).status).toBe('bot');

    world.now += POLICY.botIdleMs - 60_000;
    await sweep(world.ports);
    expect(headOf(world).status).toBe('closed');
  });

  it('takes a chat that was opened and never used for none', async () => {
    const world = await withBot();
    world.now += 2 * POLICY.botIdleMs;

    await sweep(world.ports);

    expect(headOf(world).status).toBe('bot');
    expect(world.sessions.committed).toEqual([]);
  });

  it('brings those who wait together with whoever is free, whatever became of the work', async () => {
    const world = await waiting();
    await present(world, 'asha');
    world.timers.length = 0;

    await sweep(world.ports);

    expect(headOf(world).escalation?.offer).toMatchObject({ agentId: 'asha' });
  });

  it('that finds nothing to do writes nothing', async () => {
    const world = await withAgent();
    await later(world, 30_000);
    const before = stored(world);

    await sweep(world.ports);
    await sweep(world.ports);

    expect(stored(world)).toEqual(before);
  });
});
