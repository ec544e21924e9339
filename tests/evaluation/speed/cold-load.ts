import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { percentile } from '../../bench/statistics.ts';

const PROGRAM = fileURLToPath(new URL('../../../dist/evaluation/cold-load.mjs', import.meta.url));
const OUT = fileURLToPath(new URL('../../../dist/evaluation/shipped.mjs', import.meta.url));
const ENTRY = fileURLToPath(new URL('../shipped.ts', import.meta.url));

/**
 * Milliseconds to load analyzer and bot, code and model, in a fresh process: the median of `runs`.
 * The code is bundled first, as a function's is.
 */
export async function measureColdLoad(urls: readonly string[], runs: number): Promise<number> {
  await build({
    entryPoints: [ENTRY],
    outfile: OUT,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  // A file rather than an argument: its loading starts Node's own loader, as a function's does.
  writeFileSync(
    PROGRAM,
    `const start = performance.now();
const { loadShipped } = await import(${JSON.stringify(pathToFileURL(OUT).href)});
loadShipped(...${JSON.stringify(urls)}.map((url) => new URL(url)));
console.log(performance.now() - start);
`,
  );
  const times = Array.from({ length: runs }, () =>
    Number(execFileSync(process.execPath, [PROGRAM])),
  );
  return percentile(times, 50);
}
