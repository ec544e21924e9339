import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Closable } from '../../../../local/contracts.ts';
import type { BucketSync } from '../../../../local/sites/bucket.ts';
import { startSite } from '../../../../local/sites/server.ts';
import type { Behavior, Site } from '../../../../local/sites/site.ts';

let folder: string;
let running: (Closable & { url: string })[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  writeFileSync(join(folder, 'secret.txt'), 'not part of the site');
});

afterEach(async () => {
  await Promise.all(running.map((site) => site.close()));
  running = [];
  rmSync(folder, { recursive: true });
});

function sync(name: string, files: Record<string, string>, options?: Partial<BucketSync>) {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
  const source = {
    directory: join(folder, name),
    markers: {},
    jsonEscape: false,
    localize: (text: string) => text,
  };
  return {
    sources: [source],
    keyPrefix: '',
    include: [],
    exclude: [],
    prune: true,
    metadata: {},
    ...options,
  } satisfies BucketSync;
}

async function serve(
  syncs: BucketSync[],
  options: Partial<Site> & { headers?: Record<string, string>; listable?: boolean } = {},
): Promise<string> {
  const { headers = {}, listable = false, ...site } = options;
  const behavior: Behavior = {
    pathPattern: '*',
    originPath: '',
    bucket: { syncs, listable },
    headers,
  };
  const started = await startSite(
    {
      domainName: 'd1.cloudfront.net',
      defaultRootObject: 'index.html',
      behaviors: [behavior],
      errorPages: [],
      ...site,
    },
    0,
  );
  running.push(started);
  return started.url;
}

const page = { 'index.html': '<title>shop</title>' };

describe('site', () => {
  it('serves the default root object with the deployed headers', async () => {
    const url = await serve([sync('web', page)], {
      headers: { 'content-security-policy': "default-src 'self'", 'x-frame-options': 'DENY' },
    });

    const response = await fetch(url);

    expect(await response.text()).toBe('<title>shop</title>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'self'",
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    });
  });

  it.each([
    ['app.js', 'text/javascript; charset=utf-8'],
    ['app.css', 'text/css; charset=utf-8'],
    ['config.json', 'application/json; charset=utf-8'],
    ['icon.svg', 'image/svg+xml; charset=utf-8'],
    ['font.woff2', 'font/woff2'],
    ['unknown.bin', 'application/octet-stream'],
  ])('names the type of %s', async (file, type) => {
    const url = await serve([sync('web', { [file]: 'x' })]);
    expect((await fetch(`${url}/${file}`)).headers.get('content-type')).toBe(type);
  });

  it('keeps the deployed cache rule of files that never change, and of no others', async () => {
    const files = { 'a.js': '1', 'b.js': '2' };
    const url = await serve([
      sync('web', files, {
        exclude: ['b.js'],
        metadata: { 'cache-control': 'public, max-age=31536000, immutable' },
      }),
      sync('web', files, { metadata: { 'cache-control': 'max-age=60' } }),
    ]);
    const rules = await Promise.all(
      ['a.js', 'b.js'].map(async (f) => (await fetch(`${url}/${f}`)).headers.get('cache-control')),
    );
    expect(rules).toEqual(['public, max-age=31536000, immutable', 'no-cache']);
  });

  it('answers a known version with 304 and HEAD without a body', async () => {
    const url = await serve([sync('web', page)]);
    const etag = (await fetch(url)).headers.get('etag') ?? '';

    const same = await fetch(url, { headers: { 'if-none-match': etag } });
    const head = await fetch(url, { method: 'HEAD' });

    expect(same.status).toBe(304);
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '19',
      '',
    ]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const url = await serve([sync('web', page)]);
    const response = await fetch(url, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('fills in what is known only after deployment, escaped for JSON', async () => {
    const config = sync('config', { 'config.json': '{"url":"<<0>>","name":"<<1>>"}' });
    config.sources[0] = {
      directory: join(folder, 'config'),
      markers: { '<<0>>': 'wss://api.example', '<<1>>': 'a "quoted" $& name' },
      jsonEscape: true,
      localize: (text) => text.replace('wss://api.example', 'ws://localhost:1'),
    };
    const url = await serve([{ ...config, prune: false }, sync('web', page)]);

    const response = await fetch(`${url}/config.json`);

    expect(await response.json()).toEqual({ url: 'ws://localhost:1', name: 'a "quoted" $& name' });
    expect((await fetch(url)).status).toBe(200);
  });

  it('shows of two copies the newer, and nothing that a pruning one removed', async () => {
    const older = sync('older', { 'both.txt': 'old', 'only-old.txt': 'old', 'kept.txt': 'old' });
    const newer = sync('newer', { 'both.txt': 'new' }, { exclude: ['kept*'] });
    const url = await serve([newer, older]);
    const get = async (path: string): Promise<string> => {
      const response = await fetch(`${url}/${path}`);
      return response.ok ? response.text() : String(response.status);
    };
    expect([await get('both.txt'), await get('only-old.txt'), await get('kept.txt')]).toEqual([
      'new',
      '403',
      'old',
    ]);
  });

  it('serves a copy below its key prefix only', async () => {
    const url = await serve([sync('web', { 'a.txt': 'a' }, { keyPrefix: 'docs' })]);
    expect([
      (await fetch(`${url}/docs/a.txt`)).status,
      (await fetch(`${url}/a.txt`)).status,
    ]).toEqual([200, 403]);
  });

  it('answers a missing key as S3 does: 403, or 404 where the bucket may be listed', async () => {
    const statuses = await Promise.all(
      [false, true].map(async (listable) => {
        const url = await serve([sync('web', page)], { listable });
        return (await fetch(`${url}/missing`)).status;
      }),
    );
    expect(statuses).toEqual([403, 404]);
  });

  it('shows the page of a single-page app for its own paths', async () => {
    const url = await serve([sync('web', page)], {
      errorPages: [{ errorCode: 403, responseCode: 200, path: '/index.html' }],
    });
    const response = await fetch(`${url}/queue/billing`);
    expect([response.status, await response.text()]).toEqual([200, '<title>shop</title>']);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('takes the first behaviour whose pattern matches', async () => {
    const bucket = { syncs: [sync('web', { ...page, 'assets/a.js': '1' })], listable: false };
    const behavior = { originPath: '', bucket };
    const url = await serve([], {
      behaviors: [
        { ...behavior, pathPattern: 'assets/*.js', headers: { 'x-from': 'assets' } },
        { ...behavior, pathPattern: '*', headers: { 'x-from': 'default' } },
      ],
    });
    const from = await Promise.all(
      ['/assets/a.js', '/'].map(async (path) => (await fetch(url + path)).headers.get('x-from')),
    );
    expect(from).toEqual(['assets', 'default']);
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%5csecret.txt', '/a/%2E%2E/../secret.txt'])(
    'never leaves the site for %s',
    async (path) => {
      const url = await serve([sync('web', page)], {
        errorPages: [{ errorCode: 403, responseCode: 200, path: '/index.html' }],
      });
      // fetch would tidy the path up before sending it.
      const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
        request(`${url}/`, { path }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            body += chunk.toString();
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        })
          .on('error', reject)
          .end();
      });
      expect(answer.status).toBe(400);
      expect(answer.body).not.toContain('not part of the site');
    },
  );

  it.each(['/%', '/a%00b'])('survives the malformed path %s', async (path) => {
    const url = await serve([sync('web', page)]);
    expect((await fetch(url + path)).status).toBeGreaterThanOrEqual(400);
    expect((await fetch(url)).status).toBe(200);
  });
});
