import type { Clock } from '../../../web/chat-client/clock.ts';
import type { Recorder } from '../history.ts';
import type { Api } from '../platform/api.ts';
import type { Gateway } from '../platform/gateway.ts';
import type { Random } from '../random.ts';
import type { Scheduler, Task } from '../scheduler.ts';

/** What every client of the simulation is made of. */
export interface Device {
  scheduler: Scheduler;
  random: Random;
  recorder: Recorder;
  gateway: Gateway;
  api: Api;
  newId(): string;
}

/** A device's clock on virtual time, wrong by `skewMs`. */
export function deviceClock(scheduler: Scheduler, skewMs: number): Clock {
  return {
    now: () => scheduler.now() + skewMs,
    setTimeout: (run, ms) => scheduler.after(ms, run),
    clearTimeout: (handle) => {
      if (handle) (handle as Task).cancelled = true;
    },
  };
}
