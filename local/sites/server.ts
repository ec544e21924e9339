import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Closable } from '../contracts.ts';
import { type Site, serveSite } from './site.ts';

/** Serves one site on 127.0.0.1; port 0 picks a free one. Rejects when the port is taken. */
export async function startSite(site: Site, port: number): Promise<Closable & { url: string }> {
  const server = createServer((request, response) => {
    serveSite(site, request, response).catch((error: unknown) => {
      console.error(`site ${site.domainName}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
