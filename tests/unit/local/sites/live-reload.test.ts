import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSite, startSite } from '../../../../local/sites/server.ts';

const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
let folder: string;
let site: RunningSite;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-'));
  build('first');
});

afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

function build(name: string): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'index.html'), `<head></head><title>${name}</title>`);
  return directory;
}

async function start(live: boolean): Promise<void> {
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config', 'config.json'), '{}');
  const source = { markers: {}, jsonEscape: false, localize: (text: string) => text };
  const sync = {
    sources: ['first', 'config'].map((name) => ({ ...source, directory: join(folder, name) })),
    keyPrefix: '',
    include: [],
    exclude: [],
    prune: true,
    metadata: {},
  };
  site = await startSite(
    {
      domainName: 'd1.cloudfront.net',
      defaultRootObject: 'index.html',
      errorPages: [],
      behaviors: [
        {
          pathPattern: '*',
          originPath: '',
          bucket: { syncs: [sync], listable: true },
          headers: { 'content-security-policy': policy },
        },
      ],
    },
    0,
    { live },
  );
}

describe('pages while sources are watched', () => {
  it('listen by a script of their own origin, under the policy as it is deployed', async () => {
    await start(true);
    const page = await fetch(site.url);
    expect(await page.text()).toBe(
      '<head><script src="/__live/reload.js" defer></script></head><title>first</title>',
    );
    expect(page.headers.get('content-security-policy')).toBe(policy);
    const script = await fetch(`${site.url}/__live/reload.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).toContain("new EventSource('/__live/events')");
  });

  it('are told of a new build, and find it', async () => {
    await start(true);
    const events = await fetch(`${site.url}/__live/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    const before = (await reader?.read())?.value;

    site.publish(build('second'));
    const after = (await reader?.read())?.value;

    const version = (text = '') => /data: (\S+)/.exec(text)?.[1];
    expect(version(after)).toMatch(/^[0-9a-f-]{36}$/);
    expect(version(after)).not.toBe(version(before));
    expect(await (await fetch(site.url)).text()).toContain('<title>second</title>');
    expect((await fetch(`${site.url}/config.json`)).status).toBe(200);
    await reader?.cancel();
  });

  it('are served untouched otherwise', async () => {
    await start(false);
    expect(await (await fetch(site.url)).text()).toBe('<head></head><title>first</title>');
    expect((await fetch(`${site.url}/__live/events`)).status).toBe(404);
  });
});
