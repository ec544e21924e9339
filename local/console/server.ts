import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Closable } from '../contracts.ts';
import { readBody } from '../gateway/request-body.ts';
import { type ConsoleSources, createConsoleApi } from './api.ts';
import { ConsoleError } from './errors.ts';
import { refusalOf } from './guard.ts';
import { createPageFiles } from './page-files.ts';

/** Nothing the page sends is long. */
const MAX_BODY_BYTES = 64 * 1024;

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
};

/**
 * Serves the console on 127.0.0.1 to its own page and nobody else; port 0 picks a free one.
 * Rejects when the port is taken.
 */
export async function startConsole(
  sources: ConsoleSources,
  port: number,
): Promise<Closable & { url: string }> {
  const api = createConsoleApi(sources);
  const pageFile = createPageFiles();
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // Somebody who closes the page in the middle of a request is no defect.
      if (request.destroyed && !request.complete) return;
      const status = error instanceof ConsoleError ? error.status : 500;
      if (status === 500) console.error('console:', error);
      const message = error instanceof ConsoleError ? error.message : 'Internal error';
      sendJson(response, status, { message });
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusalOf(request, ownPort());
    if (refused) throw new ConsoleError(403, refused);
    const { pathname, searchParams } = addressOf(request);
    const { method = 'GET' } = request;
    if (!pathname.startsWith('/api/')) {
      const file = method === 'GET' ? await pageFile(pathname) : undefined;
      if (!file) throw new ConsoleError(404, 'There is no such page');
      const type = `${file.type}; charset=utf-8`;
      response.writeHead(200, { ...headers, 'content-type': type }).end(file.body);
      return;
    }
    const body = method === 'POST' ? await readJson(request) : undefined;
    const path = pathname.slice('/api/'.length).split('/').map(decode);
    sendJson(response, 200, await api({ method, path, query: searchParams, body }));
  }

  const ownPort = () => (server.address() as AddressInfo).port;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${ownPort()}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) return void response.end();
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(value));
}

function addressOf({ url = '/' }: IncomingMessage): URL {
  const base = 'http://console';
  if (!URL.canParse(url, base)) throw new ConsoleError(400, 'The address is malformed');
  return new URL(url, base);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ConsoleError(400, 'The address is malformed');
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  // A foreign form cannot send this type without asking first.
  if (request.headers['content-type'] !== 'application/json') {
    throw new ConsoleError(415, 'Only application/json is read');
  }
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) throw new ConsoleError(413, 'The body is too long');
  try {
    return JSON.parse(body.toString('utf8') || 'null');
  } catch {
    throw new ConsoleError(400, 'The body is not JSON');
  }
}
