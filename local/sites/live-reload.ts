import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Makes the open pages of one site follow its files. */
export interface LiveReload {
  /** Serves what the pages ask for; false when the request is none of that. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** The page with the script that listens. */
  intoPage(body: Buffer): Buffer;
  /** Tells every open page to load itself anew. */
  changed(): void;
}

const folder = '/__live';

/** A page that finds another server than before reloads too: it was away while files changed. */
const script = `const events = new EventSource('${folder}/events');
let shown;
events.onmessage = ({ data }) => {
  if (shown !== undefined && data !== shown) location.reload();
  shown = data;
};
`;

/**
 * Script and events come from the page's own origin, which its content security policy allows
 * already: the policy is served as it is deployed.
 */
export function createLiveReload(): LiveReload {
  const listeners = new Set<ServerResponse>();
  let version = randomUUID();

  function listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`retry: 500\ndata: ${version}\n\n`);
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  return {
    serve(request, response) {
      if (request.method !== 'GET') return false;
      if (request.url === `${folder}/events`) listen(response);
      else if (request.url === `${folder}/reload.js`) {
        const headers = { 'content-type': 'text/javascript; charset=utf-8' };
        response.writeHead(200, { ...headers, 'cache-control': 'no-store' }).end(script);
      } else return false;
      return true;
    },

    intoPage(body) {
      const page = body.toString('utf8');
      const tag = `<script src="${folder}/reload.js" defer></script>`;
      const head = page.search(/<\/head>/i);
      return Buffer.from(head < 0 ? page + tag : page.slice(0, head) + tag + page.slice(head));
    },

    changed() {
      version = randomUUID();
      for (const response of listeners) response.write(`data: ${version}\n\n`);
    },
  };
}
