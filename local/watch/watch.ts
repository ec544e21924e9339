import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import type { SiteName } from '../../scripts/build-web.ts';
import type { Closable } from '../contracts.ts';
import { watchFolders } from './folders.ts';
import { watchFunctionCode } from './function-code.ts';
import { watchKnowledge } from './knowledge.ts';
import { watchSiteFiles } from './site-files.ts';
import type { Reloadable, WatchEntry } from './types.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inRoot = (path: string) => join(root, path);

/** What only a new start can take up, and why. */
const READ_AT_START = ['lib', 'scripts', 'local'].map(inRoot);

/**
 * Watches this repository's sources until closed, and brings the running cloud up to date with
 * each save. The bundler is loaded only now: nobody waits for it at the start.
 */
export async function watchSources(
  cloud: Reloadable,
  log: (entry: WatchEntry) => void,
): Promise<Closable> {
  const [{ lambdaBuilds }, { buildSite }] = await Promise.all([
    import('../../scripts/build-lambdas.ts'),
    import('../../scripts/build-web.ts'),
  ]);
  const outDir = mkdtempSync(join(tmpdir(), 'switchboard-watch-'));
  const functionCode = await watchFunctionCode({
    functions: FUNCTION_NAMES.map((name) => ({
      name,
      builds: lambdaBuilds(name, join(outDir, name)),
      dataFolder: inRoot(`dist/lambdas/${name}`),
    })),
    outDir,
    sources: [inRoot('lambdas/'), inRoot('protocol/')],
    root,
    cloud,
    log,
  });
  const knowledge = watchKnowledge({
    source: inRoot('lambdas/bot/knowledge/'),
    script: inRoot('scripts/build-knowledge.ts'),
    functionName: 'message',
    dataFolder: inRoot('dist/lambdas/message'),
    outDir,
    cloud,
    log,
  });
  const siteSources = (site: SiteName) => ['protocol/', 'web/chat-client/', `web/${site}/`];
  const siteFiles = watchSiteFiles({
    sites: (['widget', 'dashboard'] as const).map((name) => ({
      name,
      sources: siteSources(name).map(inRoot),
    })),
    build: (site, folder) => buildSite(site, { outDir: folder, logLevel: 'silent' }),
    outDir,
    cloud,
    log,
  });
  const startOnly = {
    async update(paths: ReadonlySet<string>): Promise<void> {
      const path = [...paths].find((one) => READ_AT_START.some((folder) => one.startsWith(folder)));
      if (path === undefined) return;
      const text = `${relative(root, path)} is read at the start: start again to see the change`;
      log({ kind: 'watch', ok: true, text });
    },
    close: async () => {},
  };
  // Functions first: their changes are waited for.
  const watched = [functionCode, siteFiles, knowledge, startOnly];

  let saved = new Set<string>();
  let closed = false;
  let working: Promise<void> = functionCode.prepare(() => saved.size > 0);

  async function update(): Promise<void> {
    const paths = saved;
    saved = new Set();
    if (paths.size === 0 || closed) return;
    for (const one of watched) await one.update(paths);
  }

  const folders = watchFolders(
    ['lambdas', 'protocol', 'web', 'lib', 'scripts', 'local'].map(inRoot),
    (paths) => {
      for (const path of paths) saved.add(path);
      working = working.then(update).catch((error: unknown) => {
        log({ kind: 'watch', ok: false, text: String(error) });
      });
    },
    (text) => log({ kind: 'watch', ok: false, text }),
  );

  return {
    async close() {
      closed = true;
      await folders.close();
      await Promise.all([knowledge.close(), working]);
      await Promise.all([functionCode.close(), siteFiles.close()]);
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
