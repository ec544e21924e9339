import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type BucketContent, readObject, type StoredObject } from './bucket.ts';
import { contentTypeOf } from './content-type.ts';

/** A cache behaviour: which paths it serves, from where, with which headers. */
export interface Behavior {
  /** CloudFront's path pattern; `*` for the default behaviour. */
  pathPattern: string;
  originPath: string;
  bucket: BucketContent;
  headers: Record<string, string>;
}

/** A CloudFront distribution over private buckets. */
export interface Site {
  domainName: string;
  defaultRootObject: string;
  /** In order of precedence, the default behaviour last. */
  behaviors: Behavior[];
  errorPages: { errorCode: number; responseCode: number; path?: string }[];
}

interface Answer {
  status: number;
  behavior: Behavior;
  key: string;
  object: StoredObject;
}

/**
 * Answers one request as the distribution would: GET and HEAD only. `intoPage` may add to pages of
 * HTML.
 */
export async function serveSite(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  intoPage: (body: Buffer) => Buffer = (body) => body,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pathOf(request);
  const answer = path === undefined ? refusal(site, 400) : await answerFor(site, path);
  const { status, object, behavior, key } = answer;
  const contentType = contentTypeOf(key);
  const body = contentType.startsWith('text/html') ? intoPage(object.body) : object.body;
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const headers = {
    'content-type': contentType,
    ...object.metadata,
    'cache-control': localCacheControl(object.metadata['cache-control']),
    etag,
    ...behavior.headers,
  };
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Puts another build in the place of the site's own, wherever its files were copied from. */
export function replaceBuild(site: Site, directory: string): void {
  const syncs = new Set(site.behaviors.flatMap(({ bucket }) => bucket.syncs));
  for (const source of [...syncs].flatMap(({ sources }) => sources)) {
    // The other sources hold single files that the deployment made, such as `config.json`.
    if (existsSync(join(source.directory, site.defaultRootObject))) source.directory = directory;
  }
}

/**
 * Files whose name changes with their content keep the deployed rule; anything else must not
 * outlive a rebuild in the browser of the person who is changing it.
 */
function localCacheControl(deployed: string | undefined): string {
  return deployed?.includes('immutable') ? deployed : 'no-cache';
}

/** The decoded path, or undefined when it is malformed or tries to climb out of the site. */
function pathOf(request: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent((request.url ?? '/').split('?', 1)[0] ?? '/');
    return path.startsWith('/') && !path.split(/[/\\]/).includes('..') ? path : undefined;
  } catch {
    return undefined;
  }
}

async function answerFor(site: Site, path: string): Promise<Answer> {
  const found = await originAnswer(site, path === '/' ? `/${site.defaultRootObject}` : path);
  if (found.status === 200) return found;
  const page = site.errorPages.find(({ errorCode }) => errorCode === found.status);
  if (!page) return found;
  if (page.path === undefined) return { ...found, status: page.responseCode };
  const shown = await originAnswer(site, page.path);
  return shown.status === 200 ? { ...shown, status: page.responseCode } : found;
}

async function originAnswer(site: Site, path: string): Promise<Answer> {
  const behavior = behaviorFor(site, path);
  const key = `${behavior.originPath}${path}`.replace(/^\/+/, '');
  const object = await readObject(behavior.bucket, key);
  return object
    ? { status: 200, behavior, key, object }
    : refusal(site, behavior.bucket.listable ? 404 : 403, behavior);
}

function refusal(site: Site, status: 400 | 403 | 404, behavior = behaviorFor(site, '/')): Answer {
  const code = { 400: 'BadRequest', 403: 'AccessDenied', 404: 'NoSuchKey' }[status];
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`,
  );
  return { status, behavior, key: 'error.xml', object: { body, metadata: {} } };
}

function behaviorFor(site: Site, path: string): Behavior {
  const behavior = site.behaviors.find(({ pathPattern }) => patternOf(pathPattern).test(path));
  if (!behavior) throw new Error(`${site.domainName} has no default behaviour`);
  return behavior;
}

/** `*` stands for any characters, slashes too, and `?` for one; a leading slash is optional. */
function patternOf(pathPattern: string): RegExp {
  const escaped = pathPattern.replace(/^\//, '').replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^/${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
