import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLocalUrl, isOfThisMachine } from '../front-door/local-origin.ts';
import { readBody } from '../gateway/request-body.ts';
import type { FaultDesk } from './faults.ts';
import { FAULT_KINDS } from './kinds.ts';
import { type FaultOrder, FaultOrderError } from './order.ts';

const PATH = '/_control/faults';
/** Far more than any list of faults needs. */
const MAX_BODY_BYTES = 64 * 1024;

interface Answer {
  status: number;
  body?: unknown;
}

/**
 * Serves the faults over HTTP; README.md in this folder is its reference. Answers false, and leaves
 * the request alone, for every other path. Refuses callers that are not on this machine, and web
 * pages of other sites that reach it through somebody's browser.
 */
export function createFaultControl(
  desk: FaultDesk,
  onDefect: (error: unknown) => void = console.error,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path !== PATH && !path.startsWith(`${PATH}/`)) return false;
    const id = path.slice(PATH.length + 1);
    const answered = answerTo(desk, request, id).catch((error: unknown) => {
      // A client that hangs up in the middle of its order is no defect.
      if (!request.errored) onDefect(error);
      return problem(500, 'Internal error');
    });
    void answered.then((answer) => send(response, answer));
    return true;
  };
}

async function answerTo(desk: FaultDesk, request: IncomingMessage, id: string): Promise<Answer> {
  if (!isLocal(request)) return problem(403, 'Faults are ordered from this machine only');
  try {
    return id === ''
      ? await serveAll(desk, request)
      : serveOne(desk, request, decodeURIComponent(id));
  } catch (error) {
    if (error instanceof FaultOrderError) return problem(400, error.message);
    if (error instanceof SyntaxError) return problem(400, 'The body is not JSON');
    if (error instanceof URIError) return problem(400, 'The path is malformed');
    throw error;
  }
}

async function serveAll(desk: FaultDesk, request: IncomingMessage): Promise<Answer> {
  switch (request.method) {
    case 'GET':
      return { status: 200, body: stateOf(desk) };
    case 'POST':
      return { status: 201, body: desk.add((await readJson(request)) as FaultOrder) };
    case 'PUT': {
      const { seed = desk.seed, faults = [], ...rest } = asRecord(await readJson(request));
      const [stranger] = Object.keys(rest);
      if (stranger !== undefined) throw new FaultOrderError(`"${stranger}" is not known here`);
      if (!Number.isSafeInteger(seed)) throw new FaultOrderError('seed must be a whole number');
      if (!Array.isArray(faults)) throw new FaultOrderError('faults must be a list');
      desk.restart(Number(seed), faults as FaultOrder[]);
      return { status: 200, body: stateOf(desk) };
    }
    case 'DELETE':
      desk.clear();
      return { status: 204 };
    default:
      return problem(405, 'Use GET, POST, PUT or DELETE');
  }
}

function serveOne(desk: FaultDesk, request: IncomingMessage, id: string): Answer {
  const fault = desk.list().find((one) => one.id === id);
  if (!fault) return problem(404, `There is no fault ${id}`);
  if (request.method === 'GET') return { status: 200, body: fault };
  if (request.method !== 'DELETE') return problem(405, 'Use GET or DELETE');
  desk.remove(id);
  return { status: 204 };
}

function stateOf(desk: FaultDesk) {
  const kinds = Object.entries(FAULT_KINDS).map(([kind, rules]) => ({ kind, ...rules }));
  return { seed: desk.seed, faults: desk.list(), injected: desk.injected(), kinds };
}

/** The Host of a rebound name, and the Origin of a foreign page, are not of this machine. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  const loopback = /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
  return loopback && isLocalUrl(`http://${host}`) && isOfThisMachine(origin);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) throw new FaultOrderError(`The body is larger than ${MAX_BODY_BYTES} bytes`);
  return JSON.parse(body.toString('utf8'));
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new FaultOrderError('The body is an object with seed and faults');
}

function problem(status: number, message: string): Answer {
  return { status, body: { message } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (response.destroyed) return;
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
