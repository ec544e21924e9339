import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Reloadable, WatchEntry, Watched } from './types.ts';

/** What the bot is taught from, and the function that knows it then. */
export interface KnowledgeOptions {
  /** Folder of the articles. */
  source: string;
  /** Script that reads the articles and writes what they teach into the folder it is given. */
  script: string;
  functionName: string;
  /** The function's code as it is deployed. */
  dataFolder: string;
  outDir: string;
  cloud: Pick<Reloadable, 'reload'>;
  log: (entry: WatchEntry) => void;
}

/** The learning runs in a process of its own: it takes seconds of pure computing. */
export function watchKnowledge(options: KnowledgeOptions): Watched {
  const { functionName, outDir, cloud, log } = options;
  const ending = new AbortController();

  async function learn(): Promise<void> {
    const startedAt = performance.now();
    const folder = join(outDir, functionName);
    const fresh = join(outDir, `${functionName}-knowledge`);
    try {
      const args = ['--import', 'tsx', options.script, fresh];
      await promisify(execFile)(process.execPath, args, { signal: ending.signal });
    } catch (error) {
      if (ending.signal.aborted) return;
      const { stderr, message } = error as { stderr?: string; message: string };
      log({ kind: 'watch', ok: false, text: reasonIn(stderr) ?? message });
      return;
    }
    // What the rest of the function is now stays; without a rebuild yet, as it is deployed.
    await cp(options.dataFolder, folder, { recursive: true, force: false });
    await cp(fresh, folder, { recursive: true });
    await rm(fresh, { recursive: true });
    cloud.reload(functionName, folder);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const text = `${functionName} has learned the changed articles in ${seconds} s`;
    log({ kind: 'watch', ok: true, text });
  }

  return {
    async update(paths) {
      if ([...paths].some((path) => path.startsWith(options.source))) await learn();
    },
    async close() {
      ending.abort();
    },
  };
}

/** The error's own lines, without the stack below and the source line above it. */
function reasonIn(stderr = ''): string | undefined {
  const lines = stderr.split('\n');
  const first = lines.findIndex((line) => /^(\w*Error|\[\w+Error\])/.test(line));
  if (first < 0) return undefined;
  const last = lines.findIndex((line, index) => index > first && /^\s+at /.test(line));
  return lines.slice(first, last < 0 ? undefined : last).join('\n');
}
