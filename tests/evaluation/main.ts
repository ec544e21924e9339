import { writeFile } from 'node:fs/promises';
import { createBaselines } from './baselines/all.ts';
import { FULL, QUICK, quickly } from './effort.ts';
import { evaluateSet, missesOf, type SetResult } from './evaluate-set.ts';
import { readOptions, USAGE } from './options.ts';
import { printSet } from './report/print-set.ts';
import { writtenFigures } from './report/written-figures.ts';
import { DataError } from './sets/data-error.ts';
import { findSets } from './sets/find-sets.ts';
import { measureColdLoad } from './speed/cold-load.ts';
import { createSubject } from './subject.ts';
import { missedTargets, targetsOf } from './targets.ts';

/** Exit status of a command that could not do what it was asked, because of how it was asked. */
const MISUSE = 2;

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isArgument = error instanceof TypeError && 'code' in error;
  if (!(error instanceof DataError) && !isArgument) throw error;
  console.error(error.message);
  if (isArgument) console.error(`\n${USAGE}`);
  process.exitCode = MISUSE;
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const found = findSets(options.folders);
  const sets = options.quick ? found.map(quickly) : found;
  const subject = createSubject();
  const baselines = createBaselines();
  const load = {
    modelBytes: subject.modelBytes(),
    loadMs: await measureColdLoad(subject.loadArguments(), options.quick ? 1 : 5),
  };
  const results: SetResult[] = [];
  for (const set of sets) {
    const result = evaluateSet(set, subject, baselines, options.quick ? QUICK : FULL);
    Object.assign(result.subject.figures, load);
    printSet(result);
    results.push(result);
  }
  // Which targets are missed depends on the text, and times on the machine: told, not failed.
  const missed = results.flatMap(({ set, subject: { figures } }) =>
    missedTargets(targetsOf(set), figures).filter(({ isTime }) => !isTime),
  );
  console.log(`\n${missed.length} targets missed, apart from times.`);
  if (options.json) {
    const body = { figures: writtenFigures(results), violations: missed.length };
    await writeFile(options.json, `${JSON.stringify(body, null, 2)}\n`);
  }
  if (options.misses) {
    const lines = results.flatMap(missesOf).map((miss) => `${JSON.stringify(miss)}\n`);
    await writeFile(options.misses, lines.join(''));
  }
}
