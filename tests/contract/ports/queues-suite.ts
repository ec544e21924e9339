import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DelayedTimer, Queues } from '../../../lambdas/ports.ts';
import type { Candidate, Timer } from '../../../protocol/queue-messages.ts';
import { idOf } from '../../simulation/memory/world.ts';
import { MINUTE } from './builders.ts';

/** Queues, and what stands behind them. */
export interface QueuesStage {
  queues: Queues;
  /** Candidates that have come out so far. */
  candidates(): Promise<Candidate[]>;
  /** Timers that have come out when this time has passed since the stage was made. */
  timersBy(ms: number): Promise<Timer[]>;
  /** From now on nothing is accepted. */
  breakDown(): void;
  close(): Promise<void>;
}

const SECOND = 1000;
const timerOf = (n: number): Timer => ({
  kind: 'offer',
  sessionId: idOf(n),
  offerId: `offer-${n}`,
});

/** What all Queues promise. */
export function describeQueues(name: string, make: () => Promise<QueuesStage>): void {
  describe(`${name}: queues`, () => {
    let stage: QueuesStage;
    beforeEach(async () => {
      stage = await make();
    });
    afterEach(() => stage.close());
    const set = (...timers: [n: number, delayMs: number][]) =>
      stage.queues.timers(timers.map(([n, delayMs]) => ({ timer: timerOf(n), delayMs })));
    const sessionsBy = async (ms: number) =>
      (await stage.timersBy(ms))
        .map((timer) => ('sessionId' in timer ? timer.sessionId : undefined))
        .sort();

    it('carry a candidate as it was sent', async () => {
      const candidates = [1, 2].map((n) => ({ sessionId: idOf(n), seq: n }));
      for (const candidate of candidates) await stage.queues.candidate(candidate);

      const received = await stage.candidates();

      expect(received.sort((a, b) => a.seq - b.seq)).toEqual(candidates);
      expect(await stage.timersBy(0)).toEqual([]);
    });

    it.each<Timer>([
      { kind: 'customer_lost', sessionId: idOf(1), connectionId: 'c1' },
      { kind: 'wrap_up', sessionId: idOf(1), assignmentId: 'assignment-1' },
      { kind: 'agent_lost', agentId: 'asha', connectionId: 'a1' },
      { kind: 'offer', sessionId: idOf(1), offerId: 'offer-1' },
      { kind: 'max_wait', sessionId: idOf(1), escalationId: 'escalation-1' },
      { kind: 'attention', sessionId: idOf(1), assignmentId: 'assignment-1' },
      { kind: 'route', queues: ['billing', 'general'] },
      { kind: 'route', queues: ['billing'], sessionId: idOf(1) },
    ])('carry a timer as it was set: %o', async (timer) => {
      await stage.queues.timers([{ timer, delayMs: 0 }]);

      expect(await stage.timersBy(0)).toEqual([timer]);
      expect(await stage.candidates()).toEqual([]);
    });

    it('let each timer of a call out at its own time, never early', async () => {
      await set([1, 0], [2, 30 * SECOND], [3, 10 * MINUTE], [4, 15 * MINUTE]);

      expect(await sessionsBy(0)).toEqual([idOf(1)]);
      expect(await sessionsBy(30 * SECOND - 1)).toEqual([idOf(1)]);
      expect(await sessionsBy(30 * SECOND)).toEqual([1, 2].map(idOf));
      expect(await sessionsBy(10 * MINUTE)).toEqual([1, 2, 3].map(idOf));
      expect(await sessionsBy(15 * MINUTE - 1)).toEqual([1, 2, 3].map(idOf));
      expect(await sessionsBy(15 * MINUTE)).toEqual([1, 2, 3, 4].map(idOf));
    });

    it('let no timer out early because of parts of a second', async () => {
      await set([1, 1500]);

      expect(await sessionsBy(1499)).toEqual([]);
      expect(await sessionsBy(2000)).toEqual([idOf(1)]);
    });

    it('accept a timer that is further off than they can wait, and are not late with it', async () => {
      await set([1, 40 * MINUTE]);

      expect(await sessionsBy(MINUTE)).toEqual([]);
      expect(await sessionsBy(40 * MINUTE)).toEqual([idOf(1)]);
    });

    it('accept ten timers in one call', async () => {
      await set(...Array.from({ length: 10 }, (_, i): [number, number] => [i + 1, 0]));

      expect(await sessionsBy(0)).toEqual(Array.from({ length: 10 }, (_, i) => idOf(i + 1)));
    });

    it('refuse eleven as a whole', async () => {
      const eleven: DelayedTimer[] = Array.from({ length: 11 }, (_, i) => ({
        timer: timerOf(i),
        delayMs: 0,
      }));

      await expect(stage.queues.timers(eleven)).rejects.toMatchObject({ code: 'unavailable' });

      expect(await stage.timersBy(0)).toEqual([]);
    });

    it('say so if they did not accept', async () => {
      stage.breakDown();

      const refusal = { name: 'UnavailableError', code: 'unavailable', retriable: true };
      await expect(stage.queues.candidate({ sessionId: idOf(1), seq: 1 })).rejects.toMatchObject(
        refusal,
      );
      await expect(set([1, 0])).rejects.toMatchObject(refusal);
    });
  });
}
