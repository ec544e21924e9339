import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Closable,
  ConnectionManagement,
  Engine,
  EngineRequest,
  EngineResponse,
} from '../contracts.ts';
import type { CallFaults } from '../faults/calls.ts';
import type { BeforeCall, Call, FinishedCall } from './call.ts';
import { askForUnits, type ConsumedUnits, takeUnits } from './consumed-units.ts';
import { parseCall, readCallBody } from './request.ts';
import { refusal, sendAnswer } from './response.ts';
import { type CallTally, createCallCounter } from './tally.ts';

/** An engine that may be told when the client has gone. */
type AbortableEngine = Engine & {
  handle(request: EngineRequest & { signal?: AbortSignal }): Promise<EngineResponse>;
};

/** What stands behind the front door, and who watches it. */
export interface FrontDoorOptions {
  /** 0 picks a free port. */
  port: number;
  dynamodb: Engine;
  sqs: AbortableEngine;
  /** The gateway that serves `<apiStagePath>/@connections/…`; undefined answers 403. */
  connections: (apiStagePath: string) => ConnectionManagement | undefined;
  /** Asked first: the answer to a call that its caller may not make. */
  authorize?: (call: Call) => EngineResponse | undefined;
  /** A place for tests to watch, hold up or answer calls that are permitted. */
  before?: BeforeCall;
  /** Asked about every call that is permitted. */
  faults?: CallFaults;
  /** Serves what is no SDK call, such as the order of faults; false leaves it to the services. */
  control?: (request: IncomingMessage, response: ServerResponse) => boolean;
  onCall?: (call: FinishedCall) => void;
  /** Told of defects in an engine, which the client only sees as a 500; stderr unless given. */
  onDefect?: (error: unknown) => void;
}

/** The one HTTP endpoint for all SDK traffic. */
export interface FrontDoor extends Closable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  calls(): CallTally;
  resetCalls(): void;
}

/** Longer than any SDK keeps an idle socket, so that the client is the one to drop it. */
const KEEP_ALIVE_MS = 120_000;

/** Answers once it listens on 127.0.0.1. Closing ends open requests, long polls included. */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const counter = createCallCounter();
  const onDefect = options.onDefect ?? ((error) => console.error('Front door:', error));
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      onDefect(error);
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (options.control?.(request, response)) return;
    let call: Call | undefined;
    let answer: EngineResponse | undefined;
    try {
      const body = await readCallBody(request);
      call = parseCall(request, body);
      answer = await carryOut(call, body, goneSignal(response));
    } catch (error) {
      if (request.errored) return;
      answer = refusal(error);
      if (answer.status >= 500) onDefect(error);
    }
    if (answer === undefined) response.destroy();
    else if (!response.destroyed) sendAnswer(response, call?.service, answer);
  }

  /** The answer; undefined when it is to be lost on its way. */
  async function carryOut(
    call: Call,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<EngineResponse | undefined> {
    const startedAt = performance.now();
    let units: ConsumedUnits = { readUnits: 0, writeUnits: 0 };
    let lost = false;
    let answer =
      options.authorize?.(call) ??
      (await options.before?.(call)) ??
      (await options.faults?.before(call, signal));
    if (!answer) {
      const raw = await perform(call, body, signal);
      if (call.service === 'dynamodb') ({ answer, units } = takeUnits(call.input, raw));
      else answer = raw;
      lost = options.faults?.loses(call) ?? false;
    }
    const { caller, session, service, operation } = call;
    const finished: FinishedCall = {
      caller,
      ...(session !== undefined && { session }),
      service,
      operation,
      ms: performance.now() - startedAt,
      ...units,
      ...(answer.errorType && { errorType: answer.errorType }),
    };
    counter.count(finished);
    options.onCall?.(finished);
    return lost ? undefined : answer;
  }

  /** Carries out all of a call, or a part of it when a fault wants the rest left. */
  async function perform(call: Call, body: Buffer, signal: AbortSignal): Promise<EngineResponse> {
    const part = options.faults?.part(call);
    if (!part) return dispatch(call, body, signal);
    if (!part.rest) return part.complete({ status: 200, output: {} });
    return part.complete(await dispatch({ ...call, input: part.rest }, body, signal));
  }

  async function dispatch(call: Call, body: Buffer, signal: AbortSignal): Promise<EngineResponse> {
    const { operation, input, caller: accessKeyId } = call;
    if (call.connection) return manageConnection(call.connection, body);
    if (call.service === 'sqs')
      return options.sqs.handle({ operation, input, accessKeyId, signal });
    return options.dynamodb.handle({ operation, input: askForUnits(input), accessKeyId });
  }

  async function manageConnection(
    { apiStagePath, method, connectionId }: NonNullable<Call['connection']>,
    body: Buffer,
  ): Promise<EngineResponse> {
    const gateway = options.connections(apiStagePath);
    if (!gateway) {
      return { status: 403, errorType: 'ForbiddenException', output: { message: 'Forbidden' } };
    }
    const answer = await gateway.handle({ method, connectionId, body });
    return { ...answer, output: answer.output ?? {} };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls: counter.tally,
    resetCalls: counter.reset,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Fires when the client hangs up before it has its answer. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
