import type { IncomingMessage } from 'node:http';

/**
 * Why a request is refused, or undefined. Whatever page a person has open in the same browser may
 * send requests to this port: only the console's own page is answered. The host is checked because
 * a foreign name can be made to lead here, and the origin because forms and scripts of foreign
 * pages send theirs.
 */
export function refusalOf({ headers, method }: IncomingMessage, port: number): string | undefined {
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`];
  const { host = '', origin } = headers;
  if (!hosts.includes(host)) return 'The console answers to localhost only';
  if (origin !== undefined && origin !== `http://${host}`) return 'Another page asked for this';
  const site = headers['sec-fetch-site'];
  const isVisit = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit) {
    return 'Another page asked for this';
  }
  return undefined;
}
