import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, type LogLevel } from 'vite';
import { appConfig, loaderConfig } from '../web/widget/vite.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const DASHBOARD_CONFIG = join(root, 'web/dashboard/vite.config.ts');

/** One file of a built site, sizes in bytes. */
export interface SiteFile {
  readonly path: string;
  readonly bytes: number;
  readonly gzipped: number;
}

/** The sites that are built. */
export type SiteName = 'widget' | 'dashboard';

/** Builds both sites into `dist/web`. */
export async function buildWeb(): Promise<void> {
  await Promise.all([buildSite('widget'), buildSite('dashboard')]);
}

/** Builds one site, into its folder in `dist/web` unless told another. Rejects with the problem. */
export async function buildSite(
  site: SiteName,
  { outDir, logLevel = 'warn' }: { outDir?: string; logLevel?: LogLevel } = {},
): Promise<void> {
  const run = (config: InlineConfig) =>
    build({
      logLevel,
      mode: 'production',
      ...config,
      build: { ...config.build, ...(outDir !== undefined && { outDir }) },
    });
  if (site === 'dashboard') await run({ configFile: DASHBOARD_CONFIG });
  else await run(loaderConfig(entryOf(await run(appConfig))));
}

function entryOf(result: Awaited<ReturnType<typeof build>>): string {
  const outputs = [result].flat().flatMap((it) => ('output' in it ? it.output : []));
  const entry = outputs.find((file) => file.type === 'chunk' && file.isEntry);
  if (!entry) throw new Error('The build of the widget made no app.');
  return entry.fileName;
}

/** The scripts and styles of a built site with their sizes, largest first. */
export async function measureSite(site: SiteName): Promise<SiteFile[]> {
  const folder = join(root, 'dist/web', site);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(js|css)$/.test(entry.name))
    .map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = await readFile(path);
      return {
        path: relative(folder, path),
        bytes: content.length,
        gzipped: gzipSync(content, { level: 9 }).length,
      };
    });
  return (await Promise.all(files)).sort((a, b) => b.gzipped - a.gzipped);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWeb();
  for (const site of ['widget', 'dashboard'] as const) {
    if (!existsSync(join(root, 'dist/web', site))) continue;
    for (const { path, bytes, gzipped } of await measureSite(site)) {
      const size = `${(gzipped / 1024).toFixed(1)} KB gz`.padStart(12);
      console.log(`${size} ${`${(bytes / 1024).toFixed(1)} KB`.padStart(10)}  ${site}/${path}`);
    }
  }
}
