import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body; undefined as soon as it is longer than `maxBytes`, with the rest left
 * to drain unseen so that the client can still read the refusal.
 * @throws {Error} when the client goes away in the middle.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    request.resume();
    return Promise.resolve(undefined);
  }
  // Events: an async iterator costs several times as much, and every SDK call passes here.
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The client has gone in the middle of its request'));
    if (request.destroyed) return gone();
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.byteLength;
      if (length <= maxBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    // Without an error where the server itself has cut the connection.
    request.on('close', gone);
  });
}
