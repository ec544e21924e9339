/** Where in a use case a fault strikes. */
export type Spot = 'commit' | 'touch' | 'queue' | 'push' | 'read';

/** Every fault that can be injected, with what it does to whom. */
export const FAULTS = {
  frame_late: 'a client’s frame is overtaken by later ones',
  frame_twice: 'a client’s frame arrives twice',
  frame_lost: 'a client’s frame never arrives',
  answer_lost: 'the answer to a frame never arrives',
  answer_late: 'the answer to a frame is overtaken by pushes',
  crash_before: 'a function dies before a call to the outside',
  crash_after: 'a function dies after the call took effect',
  pause: 'a function hangs beyond its time-out, is run again, and then goes on',
  slow: 'a call to the outside takes seconds',
  slow_handshake: 'a handshake takes seconds after its address is stored',
  late_loss: 'a lost connection is noted seconds after it was found',
  late_hello: 'an agent’s hello takes seconds, while they open another desk',
  push_refused: 'a push is throttled beyond all retries',
  push_lost: 'a push is taken and never arrives',
  push_twice: 'a push arrives twice',
  push_late: 'a push is overtaken by later ones',
  cut: 'the gateway ends a connection',
  storm: 'the gateway ends all connections at once',
  vanish: 'a device is gone, and neither side is told',
  disconnect_late: 'a $disconnect comes after the reconnect',
  disconnect_lost: 'a $disconnect never comes',
  conflict: 'a burst of transaction conflicts',
  throttle_before: 'the table or a queue refuses, nothing stored',
  throttle_after: 'the table or a queue takes it and the answer is lost',
  retried: 'the SDK repeats a call that took effect, because its answer was lost',
  index_lag: 'an index shows writes seconds later',
  queue_twice: 'a queue delivers a message twice',
  queue_late: 'a queue delivers a message late and out of order',
  timer_early: 'a timer fires before its time',
  timer_late: 'a timer fires long after its time',
  poison: 'a message that no function can read',
  sweep_missed: 'the minute sweep does not run',
  sweep_twice: 'the minute sweep runs twice',
  http_lost: 'the answer to an HTTP request never arrives',
} as const;

/** The name of a fault. */
export type FaultKind = keyof typeof FAULTS;

/** A fault of the schedule: from `at` on it strikes the next `times` chances that fit. */
export interface Fault {
  kind: FaultKind;
  /** Milliseconds after the start. */
  at: number;
  times: number;
  /** Only at this spot; anywhere if left out. */
  spot?: Spot;
}
