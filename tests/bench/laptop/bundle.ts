import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The package that holds serverless-offline, which is a service of it as well. */
export const SERVICE_DIR = fileURLToPath(new URL('./serverless-offline', import.meta.url));

/** Where everything that the benchmark makes for itself goes. */
export const WORK_DIR = fileURLToPath(new URL('../../../dist/bench/laptop', import.meta.url));

/** What every candidate runs. */
export interface Bundle {
  /** Folder with `index.mjs`, which exports `handler`. Inside the service, as that demands. */
  directory: string;
  /** Its source map, which is no part of what runs. */
  sourceMap: string;
}

/** Bundles the handler with its SDK into one minified module, as one would for a deployment. */
export async function bundleHandler(): Promise<Bundle> {
  const directory = join(SERVICE_DIR, 'dist');
  const outfile = join(directory, 'index.mjs');
  const sourceMap = join(WORK_DIR, 'handler.mjs.map');
  await rm(WORK_DIR, { recursive: true, force: true });
  await build({
    entryPoints: [fileURLToPath(new URL('./handler.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    mainFields: ['module', 'main'],
    // CommonJS packages inside an ES module bundle still call `require` for Node's own modules.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    sourcemap: 'external',
    logLevel: 'warning',
  });
  await mkdir(WORK_DIR, { recursive: true });
  await rename(`${outfile}.map`, sourceMap);
  return { directory, sourceMap };
}
