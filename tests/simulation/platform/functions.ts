import { SwitchboardError } from '../../../lambdas/domain/errors.ts';
import type { Cause, Ending, Recorder } from '../history.ts';
import type { Scheduler } from '../scheduler.ts';

/** One call of a function, which can die in the middle. */
export interface Call {
  readonly id: number;
  readonly cause: Cause;
  readonly dead: boolean;
  /** Ends the call where it stands: what it waits for never comes. */
  die<T>(): Promise<T>;
}

/** What the caller of a function learns. */
export type Outcome<T> =
  | { status: 'ok'; value: T }
  | { status: 'refused'; error: unknown }
  | { status: 'lost'; why: 'crashed' | 'timed out' };

/** The functions: each call runs by itself, and is given up after its time-out. */
export interface Functions {
  /** A call that hangs beyond `timeoutMs` is lost for its caller, and may still go on. */
  invoke<T>(cause: Cause, timeoutMs: number, run: (call: Call) => Promise<T>): Promise<Outcome<T>>;
}

/** Makes the functions' platform. */
export function createFunctions(scheduler: Scheduler, recorder: Recorder): Functions {
  let calls = 0;
  return {
    invoke<T>(cause: Cause, timeoutMs: number, run: (call: Call) => Promise<T>) {
      calls += 1;
      const id = calls;
      recorder.note({ kind: 'call', call: id, cause });
      return new Promise<Outcome<T>>((resolve) => {
        let over = false;
        let dead = false;
        const end = (outcome: Outcome<T>) => {
          if (over) return;
          over = true;
          timer.cancelled = true;
          recorder.note({ kind: 'end', call: id, cause, ending: endingOf(outcome) });
          resolve(outcome);
        };
        const timer = scheduler.after(timeoutMs, () => end({ status: 'lost', why: 'timed out' }));
        const call: Call = {
          id,
          cause,
          get dead() {
            return dead;
          },
          die() {
            dead = true;
            end({ status: 'lost', why: 'crashed' });
            return NEVER;
          },
        };
        run(call).then(
          (value) => end({ status: 'ok', value }),
          (error) => end({ status: 'refused', error }),
        );
      });
    },
  };
}

/** What a dead call waits for. */
export const NEVER = new Promise<never>(() => undefined);

function endingOf(outcome: Outcome<unknown>): Ending {
  if (outcome.status !== 'refused') return outcome;
  const { error } = outcome;
  if (error instanceof SwitchboardError) return { status: 'refused', code: error.code };
  return { status: 'refused', code: `internal (${error instanceof Error ? error.name : error})` };
}
