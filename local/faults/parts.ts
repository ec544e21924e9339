import type { IndexLag } from '../dynamodb/index-lag.ts';
import type { SocketFaults } from '../gateway/socket-options.ts';
import type { EnvironmentRun } from '../lambda/options.ts';
import type { DeliveryFaults } from '../sqs/delivery-faults.ts';
import { type CallFaults, createCallFaults } from './calls.ts';
import { createDeliveryFaults } from './deliveries.ts';
import type { Faults } from './faults.ts';
import { createInvocationFaults, type InvocationFaults } from './invocations.ts';
import { createKilledFunctions } from './killed-function.ts';

/** What each part of the cloud is given, so that faults strike in it. */
export interface FaultParts {
  /** For the front door. */
  calls: CallFaults;
  /** For the SQS engine. */
  deliveries: DeliveryFaults;
  /** For the DynamoDB engine. */
  indexLag: IndexLag;
  /** For the socket gateway. */
  socket: SocketFaults;
  /** For the functions. */
  invocations: InvocationFaults;
  onRun: (run: EnvironmentRun) => () => void;
}

/** Connects the parts to one set of faults. */
export function createFaultParts(faults: Faults): FaultParts {
  const killed = createKilledFunctions(faults);
  return {
    calls: createCallFaults(faults, killed),
    deliveries: createDeliveryFaults(faults),
    indexLag: {
      longestMs: () => faults.longestMs('index_lag'),
      lagMs({ caller, operation, table, index }) {
        const target = { function: caller, operation, table, index };
        return faults.strike('index_lag', `${caller} ${operation} ${index}`, target)?.ms ?? 0;
      },
    },
    socket: {
      dropDisconnect: (connection) =>
        faults.strike('dropped_disconnect', '$disconnect', { connection }) !== undefined,
    },
    invocations: createInvocationFaults(faults),
    onRun: killed.began,
  };
}
