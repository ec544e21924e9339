import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { SiteName } from '../../scripts/build-web.ts';
import type { Reloadable, WatchEntry, Watched } from './types.ts';

/** The sites to rebuild and how. */
export interface SiteFilesOptions {
  /** Each site with the folders its files are made from. */
  sites: { name: SiteName; sources: readonly string[] }[];
  build: (site: SiteName, outDir: string) => Promise<void>;
  /** Gets a folder per build; removed by whoever made it. */
  outDir: string;
  cloud: Pick<Reloadable, 'publish'>;
  log: (entry: WatchEntry) => void;
}

/** Rebuilds the sites that a save concerns and publishes them; a site that fails stays as it was. */
export function watchSiteFiles(options: SiteFilesOptions): Watched {
  const { cloud, log } = options;
  const folders = new Map<SiteName, string[]>();
  let count = 0;

  async function rebuild(site: SiteName): Promise<void> {
    const startedAt = performance.now();
    count += 1;
    const folder = join(options.outDir, `${site}-${count}`);
    try {
      await options.build(site, folder);
    } catch (error) {
      log({ kind: 'watch', ok: false, text: problemOf(error) });
      return;
    }
    cloud.publish(site, folder);
    const built = folders.get(site) ?? [];
    built.push(folder);
    folders.set(site, built);
    // The one before may still be read by a request that has begun.
    for (const old of built.splice(0, built.length - 2)) await rm(old, { recursive: true });
    const ms = (performance.now() - startedAt).toFixed(0);
    log({ kind: 'watch', ok: true, text: `${site} site rebuilt in ${ms} ms, pages reload` });
  }

  return {
    async update(paths) {
      for (const { name, sources } of options.sites) {
        const concerns = (path: string) => sources.some((source) => path.startsWith(source));
        if ([...paths].some(concerns)) await rebuild(name);
      }
    },
    async close() {},
  };
}

/** `file:line:column: what is wrong`, from the drawing that the bundler makes of it. */
function problemOf(error: unknown): string {
  const drawing = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const place = /\[ ?([^\s[\]]+:\d+:\d+) ?\]/.exec(drawing)?.[1];
  const reason = drawing
    .split('\n')
    .map((line) => line.replace(/^(Build failed.*|\[[\w:-]+\])/, '').trim())
    .find((line) => line !== '');
  return `${place === undefined ? '' : `${place}: `}${reason ?? drawing}`;
}
