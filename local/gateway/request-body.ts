import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body; undefined as soon as it is longer than `maxBytes`, with the rest left
 * to drain unseen so that the client can still read the refusal.
 * @throws {Error} when the client goes away in the middle.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).byteLength;
    if (length > maxBytes) {
      request.resume();
      return undefined;
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
