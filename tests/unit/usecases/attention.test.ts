import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { acceptAgentMessage } from '../../../lambdas/usecases/accept-message.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { holdSession } from '../../../lambdas/usecases/hold-session.ts';
import { releaseSession } from '../../../lambdas/usecases/leave-session.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import type { Timer } from '../../../protocol/queue-messages.ts';
import type { World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  alive,
  customerSays,
  forget,
  framesOf,
  headOf,
  present,
  SESSION,
  say,
  timersOf,
  transcriptOf,
  withAgent,
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

function attention(world: World): Timer {
  return timerOf(world, 'attention');
}

describe('the agent’s time to answer', () => {
  it('ends with the session at the head of its queue, customer and agent told in the same call', async () => {
    const world = await withAgent();
    await customerSays(world, 'Hello?', 1);
    await later(world, POLICY.agentReplyMs);
    const timer = attention(world);
    forget(world);

    await runTimer(world.ports, timer);

    expect(framesOf(world, 'customer-1', 'participant.left')).toMatchObject([
      {
        reason: 'agent_silent',
        participant: { id: 'asha' },
        messages: [{ event: 'agent_silent' }],
      },
    ]);
    expect(framesOf(world, 'asha-1', 'assignment.changed')).toMatchObject([
      { change: 'unassign', reason: 'agent_silent' },
    ]);
    expect(agentOf(world, 'asha')).toMatchObject({ notResponding: true, sessions: [] });
  });

  it('counts from the first unanswered message, and not once they answered', async () => {
    const world = await withAgent();
    await acceptAgentMessage(world.ports, 'asha', say('Hello', 1));
    await later(world, POLICY.agentReplyMs);
    await runTimer(world.ports, attention(world));
    expect(headOf(world).status).toBe('active');

    await customerSays(world, 'Hi', 1);
    await later(world, POLICY.agentReplyMs - 1);
    await customerSays(world, 'Hello?', 2);
    await later(world, 1);
    await runTimer(world.ports, attention(world));

    expect(headOf(world).status).toBe('queued');
  });

  it('is watched as long as they have the session: the timer sets itself anew', async () => {
    const world = await withAgent();
    await acceptAgentMessage(world.ports, 'asha', say('Hello', 1));
    for (let n = 0; n < 3; n += 1) {
      const timer = attention(world);
      world.timers.length = 0;
      await later(world, POLICY.agentReplyMs);
      await runTimer(world.ports, timer);
      expect(timersOf(world, 'attention')).toHaveLength(1);
      expect(timersOf(world, 'attention')[0]?.delayMs).toBeLessThanOrEqual(POLICY.agentReplyMs);
    }
  });

  it('set anew, fires when the next thing is due', async () => {
    const world = await withAgent();
    const timer = attention(world);
    await later(world, 50_000);
    await acceptAgentMessage(world.ports, 'asha', say('Hello', 1));
    await customerSays(world, 'Hi', 1);
    await later(world, 70_000);
    world.timers.length = 0;

    await runTimer(world.ports, timer);

    expect(timersOf(world, 'attention')).toMatchObject([{ delayMs: 50_000 }]);
  });

  it('is watched by one timer, however many hands the session goes through', async () => {
    const world = await withAgent();
    const ofAsha = attention(world);
    await releaseSession(world.ports, agentOf(world, 'asha'), SESSION);
    await claimSession(world.ports, await present(world, 'ravi'), SESSION);
    world.timers.length = 0;

    await runTimer(world.ports, ofAsha);

    expect(timersOf(world, 'attention')).toEqual([]);
  });

  it('is no longer watched after the end', async () => {
    const world = await withAgent();
    const timer = attention(world);
    await endByAgent(world.ports, agentOf(world, 'asha'), SESSION);
    world.timers.length = 0;

    await runTimer(world.ports, timer);

    expect(timersOf(world, 'attention')).toEqual([]);
  });
});

describe('a customer who does not answer their agent', () => {
  async function agentSpokeLast(): Promise<World> {
    const world = await withAgent();
    await customerSays(world, 'Hello', 1);
    await acceptAgentMessage(world.ports, 'asha', say('Is it plugged in?', 1));
    return world;
  }
  const act = async (world: World, ms: number) => {
    await later(world, ms);
    await runTimer(world.ports, attention(world));
  };

  it('is warned after 8 minutes and the chat ends after 10, both sides being told', async () => {
    const world = await agentSpokeLast();
    await act(world, POLICY.idleWarningMs - 1);
    expect(headOf(world).idleWarnedAt).toBeUndefined();
    await act(world, 1);
    for (const connection of ['customer-1', 'asha-1']) {
      expect(framesOf(world, connection, 'message.created').at(-1)).toMatchObject({
        messages: [{ event: 'idle_warning' }],
      });
    }
    await act(world, POLICY.idleEndMs - POLICY.idleWarningMs - 1);
    expect(headOf(world).status).toBe('active');
    await act(world, 1);

    expect(headOf(world)).toMatchObject({ status: 'wrap_up', closeReason: 'customer_idle' });
    for (const connection of ['customer-1', 'asha-1']) {
      expect(framesOf(world, connection, 'session.closed')).toMatchObject([
        { reason: 'customer_idle' },
      ]);
    }
  });

  it('and then does, is not idle: the next silence is warned of again', async () => {
    const world = await agentSpokeLast();
    await act(world, POLICY.idleWarningMs);
    await customerSays(world, 'Yes it is', 2);
    await acceptAgentMessage(world.ports, 'asha', say('And the light?', 2));
    await act(world, POLICY.idleEndMs - POLICY.idleWarningMs);
    expect(headOf(world).status).toBe('active');
    await act(world, POLICY.idleWarningMs);

    expect(transcriptOf(world).filter(({ event }) => event === 'idle_warning')).toHaveLength(2);
  });

  it('because it is the agent’s turn, or on hold, is never called idle', async () => {
    const world = await agentSpokeLast();
    await holdSession(world.ports, agentOf(world, 'asha'), SESSION);
    await act(world, POLICY.idleWarningMs);

    expect(transcriptOf(world).some(({ event }) => event === 'idle_warning')).toBe(false);
    expect(headOf(world).status).toBe('on_hold');
  });
});
