import { readFile } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';
import { type Attribution, attribute } from './attribution.ts';
import { type Bundle, WORK_DIR } from './bundle.ts';
import type { Candidate } from './candidates.ts';
import { runLoad } from './load.ts';
import { firstClient, LOAD, openAll } from './measure.ts';
import { ownersByFile } from './owners.ts';

/**
 * Puts the laptop cloud under the same load once more, profiled, and tells whose code was running.
 * The profiles stay in dist/bench/laptop, where Chromium's developer tools can open them.
 */
export async function profileLoad(candidate: Candidate, bundle: Bundle): Promise<Attribution> {
  const running = await candidate.start();
  try {
    const work = async () => {
      const clients = await openAll(running, await firstClient(running));
      await runLoad(clients, LOAD.warmUp);
      const { server } = running;
      server.ask({ kind: 'profile' });
      await server.told('profiling');
      await runLoad(clients, LOAD.trips);
      server.ask({ kind: 'stop profile', directory: WORK_DIR });
      return (await server.told('profiled')).files;
    };
    const files = await Promise.race([work(), running.server.failure]);
    const profiles = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Profiler.Profile),
    );
    return attribute(profiles, await ownersByFile(bundle.sourceMap));
  } finally {
    await running.stop();
  }
}
