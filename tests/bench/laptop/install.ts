import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isStale } from '../../../local/staleness.ts';
import { CannotMeasureError } from '../report.ts';
import { SERVICE_DIR } from './bundle.ts';

/**
 * Installs serverless-offline by its lockfile, unless that is done. It is no dependency of this
 * repository: only this benchmark pays for it. Throws CannotMeasureError when npm fails.
 */
export async function installServerlessOffline(): Promise<void> {
  // npm writes this file last.
  const installed = join(SERVICE_DIR, 'node_modules/.package-lock.json');
  if (!isStale([join(SERVICE_DIR, 'package-lock.json')], [installed])) return;
  console.error('Installing serverless-offline for this benchmark ...');
  const code = await new Promise<number | null>((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--loglevel', 'error'], {
      cwd: SERVICE_DIR,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    npm.once('error', ({ message }) => {
      reject(new CannotMeasureError(`npm could not be started: ${message}`));
    });
    npm.once('exit', resolve);
  });
  if (code === 0) return;
  const where = 'tests/bench/laptop/serverless-offline';
  throw new CannotMeasureError(
    `serverless-offline could not be installed: \`npm ci\` in ${where} ended with ${code}`,
  );
}
