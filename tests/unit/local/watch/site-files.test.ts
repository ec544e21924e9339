import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchSiteFiles } from '../../../../local/watch/site-files.ts';
import type { WatchEntry } from '../../../../local/watch/types.ts';

let outDir: string;
beforeEach(() => {
  outDir = mkdtempSync(join(tmpdir(), 'sites-'));
});
afterEach(() => rmSync(outDir, { recursive: true }));

function watch(problem?: Error) {
  const published: string[] = [];
  const entries: WatchEntry[] = [];
  const watched = watchSiteFiles({
    sites: [
      { name: 'widget', sources: ['/w/widget/', '/w/shared/'] },
      { name: 'dashboard', sources: ['/w/dashboard/', '/w/shared/'] },
    ],
    build: async (_site, folder) => {
      if (problem) throw problem;
      mkdirSync(folder);
    },
    outDir,
    cloud: { publish: (site, folder) => published.push(`${site} ${folder.slice(outDir.length)}`) },
    log: (entry) => entries.push(entry),
  });
  return { published, entries, update: (path: string) => watched.update(new Set([path])) };
}

describe('saved files of a site', () => {
  it('rebuild the sites they belong to and no other', async () => {
    const { published, update } = watch();
    await update('/w/widget/a.ts');
    await update('/w/shared/b.ts');
    await update('/elsewhere');
    expect(published).toEqual(['widget /widget-1', 'widget /widget-2', 'dashboard /dashboard-3']);
  });

  it('leave no more than two builds lying about', async () => {
    const { update } = watch();
    for (const name of ['a', 'b', 'c', 'd']) await update(`/w/widget/${name}.ts`);
    expect(readdirSync(outDir).sort()).toEqual(['widget-3', 'widget-4']);
  });

  it('that are broken are told with file and line, and nothing is published', async () => {
    const drawn =
      '\u001b[31m[builtin:vite-transform] \u001b[0mUnexpected token\n ╭─[ web/a.tsx:46:12 ]\n │';
    const { published, entries, update } = watch(new Error(drawn));
    await update('/w/widget/a.ts');
    expect(published).toEqual([]);
    expect(entries).toEqual([
      { kind: 'watch', ok: false, text: 'web/a.tsx:46:12: Unexpected token' },
    ]);
  });
});
