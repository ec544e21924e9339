import type { EngineResponse } from '../contracts.ts';

/** The services behind the front door. */
type Service = 'dynamodb' | 'sqs' | 'execute-api';

/** One request, understood but not yet carried out. */
export interface Call {
  /** Access key id of the caller; each function has its own. */
  caller: string;
  /** Session token of the caller, if it has one; each execution environment has its own. */
  session?: string;
  service: Service;
  /** As the service names it; `PostToConnection`, `GetConnection`, `DeleteConnection`. */
  operation: string;
  /** The JSON body; empty for connection management. */
  input: Record<string, unknown>;
  /** Set for connection management; `apiStagePath` is everything before `/@connections`. */
  connection?: { apiStagePath: string; method: string; connectionId: string };
}

/** A call that was answered, as it is counted and reported. */
export interface FinishedCall {
  caller: string;
  session?: string;
  service: Service;
  operation: string;
  /** From the whole request being read to the answer being ready, in milliseconds. */
  ms: number;
  readUnits: number;
  writeUnits: number;
  /** The exception's name, if it was refused. */
  errorType?: string;
}

/** Decides about a call before it reaches its engine; an answer stands instead of the engine's. */
export type BeforeCall = (
  call: Call,
) => EngineResponse | undefined | Promise<EngineResponse | undefined>;
