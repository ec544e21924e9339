import { extname } from 'node:path';

const utf8 = (type: string): string => `${type}; charset=utf-8`;

const types: Record<string, string> = {
  '.html': utf8('text/html'),
  '.css': utf8('text/css'),
  '.js': utf8('text/javascript'),
  '.mjs': utf8('text/javascript'),
  '.json': utf8('application/json'),
  '.map': utf8('application/json'),
  '.webmanifest': utf8('application/manifest+json'),
  '.txt': utf8('text/plain'),
  '.xml': utf8('application/xml'),
  '.svg': utf8('image/svg+xml'),
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/vnd.microsoft.icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
};

/** The media type by file extension; anything unknown is a download. */
export function contentTypeOf(key: string): string {
  return types[extname(key).toLowerCase()] ?? 'application/octet-stream';
}
