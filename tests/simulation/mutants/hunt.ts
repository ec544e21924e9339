import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { Mutant } from './list.ts';

/** Exit code of the simulation for a broken promise that it was to stop at. */
const CAUGHT = 3;

/**
 * Runs the simulation with the mutant in it until its invariant is broken.
 *
 * @returns false if it survived that many histories.
 * @throws Error if the simulation itself fails.
 */
export async function hunt(mutant: Mutant, runs: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'mutant-'));
  try {
    const file = join(folder, 'simulation.mjs');
    await bundle(file, mutant);
    const args = [file, '--seed', '1', '--runs', String(runs), '--until', mutant.caughtBy];
    return await new Promise((resolve, reject) => {
      execFile(process.execPath, args, (error, _stdout, stderr) => {
        if (!error) resolve(false);
        else if (error.code === CAUGHT) resolve(true);
        else reject(new Error(`“${mutant.name}”: ${stderr}`, { cause: error }));
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
