/**
 * Every Lambda function with what it may do and what it is told. This table is the whole of the
 * functions' permissions: the constructs turn it into IAM statements and add nothing to it but
 * writing to the function's own log group.
 */

/** The functions, named as their handler files and bundles. */
export type FunctionName =
  | 'authorize'
  | 'connect'
  | 'message'
  | 'disconnect'
  | 'analyze'
  | 'timers'
  | 'api';

/** The work queues. */
export type WorkQueueName = 'candidates' | 'timers';

/** The indexes of the conversation table. */
export type IndexName = 'pending' | 'due';

/** DynamoDB actions in use. `TransactWriteItems` is authorised by the action of each item. */
export type TableAction =
  | 'GetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/**
 * Environment variables the functions read. `HANDOFF_POLICY` holds the deployment's deviations
 * from the default policy, `BEDROCK` the model it chose as JSON; neither is set where there is
 * none.
 */
export type EnvironmentName =
  | 'TABLE_NAME'
  | 'CANDIDATES_QUEUE_URL'
  | 'TIMERS_QUEUE_URL'
  | 'SOCKET_CALLBACK_URL'
  | 'HANDOFF_POLICY'
  | 'BEDROCK'
  | 'ALLOWED_ORIGINS'
  | 'GROUP_CLAIM'
  | 'AGENT_GROUP'
  | 'SUPERVISOR_GROUP';

/** What one function may do. Anything not listed is refused. */
export interface Grants {
  readonly table: readonly TableAction[];
  /** Partition keys, with `*` as wildcard, to which the table actions are limited. */
  readonly leadingKeys?: readonly string[];
  /** Indexes it may query. */
  readonly indexes?: readonly IndexName[];
  /** Queue whose messages its event source mapping receives and deletes. */
  readonly consumes?: WorkQueueName;
  readonly sends?: readonly WorkQueueName[];
  /** Methods of `@connections` it may call: POST pushes a frame, DELETE closes a socket. */
  readonly connections?: readonly ('POST' | 'DELETE')[];
  /** True if it may call the deployment's model, where it has one. */
  readonly model?: true;
}

/** Shape of one function. */
export interface FunctionSpec {
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly grants: Grants;
  readonly environment: readonly EnvironmentName[];
}

/** The table itself, in the order of a chat's life. */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionSpec>> = {
  authorize: {
    description: 'Turns a single-use ticket into the identity of a socket',
    timeoutSeconds: 10,
    grants: { table: ['UpdateItem'], leadingKeys: ['T#*'] },
    environment: ['TABLE_NAME'],
  },
  connect: {
    description: 'Stores the address of a new socket and retires the older one',
    timeoutSeconds: 10,
    grants: { table: ['UpdateItem'], sends: ['timers'], connections: ['POST', 'DELETE'] },
    environment: ['TABLE_NAME', 'TIMERS_QUEUE_URL', 'SOCKET_CALLBACK_URL', 'HANDOFF_POLICY'],
  },
  message: {
    description: 'Answers every frame of an open socket',
    timeoutSeconds: 10,
    grants: {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      sends: ['candidates', 'timers'],
      connections: ['POST'],
      model: true,
    },
    environment: [
      'TABLE_NAME',
      'CANDIDATES_QUEUE_URL',
      'TIMERS_QUEUE_URL',
      'SOCKET_CALLBACK_URL',
      'HANDOFF_POLICY',
      'BEDROCK',
    ],
  },
  disconnect: {
    description: 'Starts the grace time of a participant whose socket closed',
    timeoutSeconds: 10,
    grants: {
      table: ['UpdateItem'],
      sends: ['timers'],
      connections: ['POST'],
    },
    environment: ['TABLE_NAME', 'TIMERS_QUEUE_URL', 'SOCKET_CALLBACK_URL', 'HANDOFF_POLICY'],
  },
  analyze: {
    description: 'Assesses candidate messages and opens escalations',
    timeoutSeconds: 15,
    grants: {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      consumes: 'candidates',
      sends: ['timers'],
      connections: ['POST'],
    },
    environment: ['TABLE_NAME', 'TIMERS_QUEUE_URL', 'SOCKET_CALLBACK_URL', 'HANDOFF_POLICY'],
  },
  timers: {
    description: 'Fires due timers and sweeps every minute for what was missed',
    timeoutSeconds: 30,
    grants: {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      indexes: ['pending', 'due'],
      consumes: 'timers',
      sends: ['timers'],
      connections: ['POST'],
    },
    environment: ['TABLE_NAME', 'TIMERS_QUEUE_URL', 'SOCKET_CALLBACK_URL', 'HANDOFF_POLICY'],
  },
  api: {
    description: 'Serves the HTTP API: tickets, lists and commands of agents',
    timeoutSeconds: 10,
    grants: {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      indexes: ['pending'],
      sends: ['timers'],
      connections: ['POST'],
    },
    environment: [
      'TABLE_NAME',
      'TIMERS_QUEUE_URL',
      'SOCKET_CALLBACK_URL',
      'HANDOFF_POLICY',
      'ALLOWED_ORIGINS',
      'GROUP_CLAIM',
      'AGENT_GROUP',
      'SUPERVISOR_GROUP',
    ],
  },
};

/** All function names, in table order. */
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** Construct id of a function in the Backend stack, e.g. `ConnectFunction`. */
export function functionConstructId(name: FunctionName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Function`;
}
