import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Closable } from '../contracts.ts';
import { createLiveReload } from './live-reload.ts';
import { replaceBuild, type Site, serveSite } from './site.ts';

/** A served site. */
export interface RunningSite extends Closable {
  url: string;
  /** Serves the build in this folder from now on; pages that are open load it if they listen. */
  publish(directory: string): void;
}

/**
 * Serves one site on 127.0.0.1; port 0 picks a free one. With `live`, its pages are given a script
 * that reloads them when a new build is published. Rejects when the port is taken.
 */
export async function startSite(
  site: Site,
  port: number,
  options: { live?: boolean } = {},
): Promise<RunningSite> {
  const live = options.live ? createLiveReload() : undefined;
  const server = createServer((request, response) => {
    if (live?.serve(request, response)) return;
    serveSite(site, request, response, live?.intoPage).catch((error: unknown) => {
      console.error(`site ${site.domainName}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    publish(directory) {
      replaceBuild(site, directory);
      live?.changed();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
