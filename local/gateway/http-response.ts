import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import { isObject } from './integration.ts';

/** What goes back to the client. */
export interface HttpAnswer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}

/**
 * Reads a function's result as payload format 2.0: an object with `statusCode` is the response
 * itself, anything else is the body of a 200 of type JSON. Undefined when it is malformed.
 */
export function readProxyResult(payload: unknown): HttpAnswer | undefined {
  if (!isObject(payload) || payload.statusCode === undefined) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
    const headers = { 'content-type': 'application/json' };
    return { status: 200, headers, cookies: [], body: Buffer.from(text) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = payload;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (typeof body !== 'string' || !isObject(headers) || !isStringList(cookies)) return undefined;
  const sendable = endToEnd(headers);
  if (!isSendable({ ...sendable, 'set-cookie': cookies.join() })) return undefined;
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...sendable },
    cookies,
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

/** The service's own answers: `{"message": …}`. */
export function gatewayMessage(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/** Writes an answer and ends the response; a 204 or 304 has no body. */
export function sendAnswer(response: ServerResponse, answer: HttpAnswer): void {
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.cookies.length === 0 ? {} : { 'set-cookie': answer.cookies }),
    ...(bodiless ? {} : { 'content-length': answer.body.byteLength }),
  });
  response.end(bodiless ? undefined : answer.body);
}

function isSendable(headers: Record<string, string>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    // Node reports a bad header only by throwing; the caller answers for it.
    return false;
  }
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** What concerns one connection is not a function's to say (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
      .filter(([name]) => !HOP_BY_HOP.has(name)),
  );
}
