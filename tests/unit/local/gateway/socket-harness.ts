import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import type { InvokeResult } from '../../../../local/contracts.ts';
import { type SocketGateway, startSocketGateway } from '../../../../local/gateway/socket.ts';
import type {
  SocketGatewayOptions,
  SocketRoute,
} from '../../../../local/gateway/socket-options.ts';

/** The parts of a socket event the tests look at. */
export interface SocketEvent {
  type?: string;
  methodArn?: string;
  headers: Record<string, string>;
  multiValueHeaders: Record<string, string[]>;
  queryStringParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
  requestContext: Record<string, unknown> & {
    connectionId: string;
    requestId: string;
    authorizer?: Record<string, string>;
  };
}

/** A function under test: a value is its result, a throw its failure. */
export type Lambda = (event: SocketEvent) => unknown;

/** A route to the function of that name. */
export function toFunction(name: string, returnResponse = false): SocketRoute {
  return { integration: { type: 'AWS_PROXY', functionArn: name }, returnResponse };
}

/** A policy as authorizers return it. */
export function policy(effect: 'Allow' | 'Deny', resource: string, context = {}) {
  return {
    principalId: 'someone',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
    },
    context,
  };
}

/** What an HTTP client sees of a handshake that was refused. */
export interface Refusal {
  status: number;
  body: Record<string, string>;
}

/** A gateway with in-test functions, and clients with awaitable frames. */
export class SocketHarness {
  readonly events: { name: string; event: SocketEvent }[] = [];
  readonly log: string[] = [];
  gateway!: SocketGateway;
  readonly #functions: Record<string, Lambda>;
  readonly #waiting: { test: () => boolean; resolve: () => void }[] = [];
  readonly #clients: TestClient[] = [];

  constructor(functions: Record<string, Lambda>) {
    this.#functions = functions;
  }

  async start(options: Partial<SocketGatewayOptions> = {}): Promise<this> {
    const names = ['$connect', '$disconnect', '$default'].filter((key) => key in this.#functions);
    this.gateway = await startSocketGateway({
      port: 0,
      apiId: 'api123',
      stage: 'prod',
      region: 'eu-central-1',
      accountId: '111122223333',
      routeSelectionExpression: '$request.body.type',
      routes: Object.fromEntries(names.map((key) => [key, toFunction(key, key === '$default')])),
      invoke: (arn, event) => this.#invoke(arn, event as SocketEvent),
      log: (line) => this.log.push(line),
      ...options,
    });
    return this;
  }

  async #invoke(name: string, event: SocketEvent): Promise<InvokeResult> {
    this.events.push({ name, event });
    for (const { test, resolve } of this.#waiting) if (test()) resolve();
    try {
      return { ok: true, payload: await this.#functions[name]?.(event) };
    } catch (error) {
      return { ok: false, errorType: 'Error', errorMessage: (error as Error).message };
    }
  }

  /** Events that reached a function, in order. */
  of(name: string): SocketEvent[] {
    return this.events.filter((entry) => entry.name === name).map(({ event }) => event);
  }

  /** The nth event (from 1) of a function, as soon as it is there. */
  async event(name: string, nth = 1): Promise<SocketEvent> {
    const test = () => this.of(name).length >= nth;
    if (!test()) {
      await new Promise<void>((resolve) => this.#waiting.push({ test, resolve }));
    }
    return this.of(name)[nth - 1] as SocketEvent;
  }

  async connect(query = '', protocols: string[] = [], options: ClientOptions = {}) {
    const client = this.#client(query, protocols, options);
    await client.opened;
    return client;
  }

  /** Expects the handshake to be refused. */
  async refused(query = '', path = '', options: ClientOptions = {}): Promise<Refusal> {
    const socket = new WebSocket(`${this.gateway.url}${path}${query}`, [], options);
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    let body = '';
    for await (const chunk of response) body += chunk;
    return { status: response.statusCode, body: JSON.parse(body) };
  }

  #client(query: string, protocols: string[], options: ClientOptions): TestClient {
    const client = new TestClient(`${this.gateway.url}${query}`, protocols, options);
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const { socket } of this.#clients) socket.terminate();
    await this.gateway.close();
  }
}

/** A WebSocket client whose frames and close are awaitable. */
export class TestClient {
  readonly socket: WebSocket;
  readonly opened: Promise<unknown>;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #frames: string[] = [];
  readonly #readers: ((frame: string) => void)[] = [];
  binaryFrames = 0;

  constructor(url: string, protocols: string[], options: ClientOptions) {
    this.socket = new WebSocket(url, protocols, options);
    this.opened = once(this.socket, 'open');
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (data, isBinary) => {
      if (isBinary) this.binaryFrames += 1;
      const reader = this.#readers.shift();
      if (reader === undefined) this.#frames.push(data.toString());
      else reader(data.toString());
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame, in order of arrival. */
  next(): Promise<string> {
    const frame = this.#frames.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async nextJson(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.next());
  }

  async ask(frame: unknown): Promise<string> {
    this.send(frame);
    return this.next();
  }
}

/** A promise with its resolver outside. */
export function deferred<T = void>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
