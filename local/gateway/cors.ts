import type { IncomingMessage } from 'node:http';
import type { CorsOptions } from './http-options.ts';
import type { HttpAnswer } from './http-response.ts';

/** The CORS side of an HTTP API: with a configuration, the gateway alone speaks CORS. */
export interface Cors {
  /** The answer to a preflight; undefined when the request is none. */
  preflight(request: IncomingMessage): HttpAnswer | undefined;
  /** The answer with the gateway's CORS headers in place of any the function has set. */
  decorate(request: IncomingMessage, answer: HttpAnswer): HttpAnswer;
}

/** Applies a CORS configuration; an origin outside it simply gets no CORS headers. */
export function createCors(options: CorsOptions | undefined): Cors {
  if (options === undefined) {
    return { preflight: () => undefined, decorate: (_request, answer) => answer };
  }
  const originHeaders = (request: IncomingMessage): Record<string, string> | undefined => {
    const allowed = allowedOrigin(options, request.headers.origin);
    if (allowed === undefined) return undefined;
    return {
      'access-control-allow-origin': allowed,
      ...(allowed === '*' ? {} : { vary: 'Origin' }),
      ...(options.allowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
    };
  };
  const list = (name: string, values: string[] | undefined) =>
    values === undefined || values.length === 0 ? {} : { [name]: values.join(',') };

  return {
    preflight(request) {
      const asks = request.headers['access-control-request-method'] !== undefined;
      if (request.method !== 'OPTIONS' || !asks || request.headers.origin === undefined) {
        return undefined;
      }
      const origin = originHeaders(request);
      const headers: Record<string, string> =
        origin === undefined
          ? {}
          : {
              ...origin,
              ...list('access-control-allow-methods', options.allowMethods),
              ...list('access-control-allow-headers', options.allowHeaders),
              ...(options.maxAge === undefined
                ? {}
                : { 'access-control-max-age': String(options.maxAge) }),
            };
      return { status: 204, headers, cookies: [], body: Buffer.alloc(0) };
    },
    decorate(request, answer) {
      const headers = Object.fromEntries(
        Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-')),
      );
      const origin = originHeaders(request);
      if (origin === undefined) return { ...answer, headers };
      const vary = [headers.vary, origin.vary].filter((value) => value !== undefined).join(', ');
      return {
        ...answer,
        headers: {
          ...headers,
          ...origin,
          ...(vary === '' ? {} : { vary }),
          ...list('access-control-expose-headers', options.exposeHeaders),
        },
      };
    },
  };
}

function allowedOrigin(options: CorsOptions, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (options.allowOrigins.includes('*')) return '*';
  const allowed = options.allowOrigins.some(
    (entry) =>
      entry === origin ||
      ((entry === 'https://*' || entry === 'http://*') && origin.startsWith(entry.slice(0, -1))),
  );
  return allowed ? origin : undefined;
}
