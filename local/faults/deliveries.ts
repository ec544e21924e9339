import type { DeliveryFaults } from '../sqs/delivery-faults.ts';
import type { Faults } from './faults.ts';

/** The faults of queues, asked by each queue about each message. */
export function createDeliveryFaults(faults: Faults): DeliveryFaults {
  return {
    lateBy: (queue) => faults.strike('delayed_delivery', queue, { queue })?.ms ?? 0,

    repeatAfter(queue) {
      const fault = faults.strike('duplicate_delivery', queue, { queue });
      return fault && (fault.ms ?? 0);
    },

    reorder: (queue, waiting) =>
      waiting.size > 1 && faults.strike('batch_disorder', queue, { queue })
        ? faults.schedule.shuffle(`order of ${queue}`, waiting)
        : waiting,
  };
}
