import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { violationsOf } from './invariants/all.ts';
import { simulateInParts } from './parallel.ts';
import { figuresOf, tableOf } from './report.ts';
import { play } from './run.ts';
import { planOf } from './script/plan.ts';
import { keptBy, smaller, tokenOf } from './script/smaller.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { traceOf } from './trace.ts';

const HELP = `npm run simulate -- [options]
  --seed N       first seed (1)
  --runs M       histories, of the seeds N, N+1, … (1000)
  --json FILE    also write the figures there
  --history K    print the history of seed K and what it breaks
  --replay TOKEN print the part of seed N's history that a failure named
  --until ID     stop at the first history that breaks this invariant; exit code 3`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1000' },
    json: { type: 'string' },
    history: { type: 'string' },
    replay: { type: 'string' },
    until: { type: 'string' },
    part: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

/** What is wrong with the figures of the command line ends it before the first run. */
function countOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} ${text} is no number.`);
  return value;
}

async function show(seed: number, token?: string): Promise<number> {
  const plan = planOf(seed);
  const { history } = await play(token === undefined ? plan : smaller(plan, keptBy(token)));
  console.log(traceOf(history).join('\n'));
  const violations = violationsOf(history);
  for (const { id, name, text } of violations) console.log(`${id} ${name}: ${text}`);
  return violations.length;
}

async function main(): Promise<number> {
  const seed = countOf('seed', values.seed);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.history !== undefined) {
    return (await show(countOf('history', values.history))) > 0 ? 1 : 0;
  }
  if (values.replay !== undefined) return (await show(seed, values.replay)) > 0 ? 1 : 0;

  const { until } = values;
  const runs = countOf('runs', values.runs);
  if (values.part) {
    process.send?.(await simulate(seed, runs));
    return 0;
  }
  if (until !== undefined) {
    const tally = await simulate(seed, runs, (violations) =>
      violations.some(({ id }) => id === until),
    );
    const caught = (tally.broken[until] ?? 0) > 0;
    console.log(`${until} ${caught ? 'broken' : 'held'} after ${tally.runs} histories`);
    return caught ? 3 : 0;
  }
  const tally = await simulateInParts(seed, runs, fileURLToPath(import.meta.url));
  console.log(tableOf(tally));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figuresOf(tally), null, 2)}\n`);
  if (!tally.first) return 0;
  const { seed: failed, violations } = tally.first;
  const id = violations[0]?.id ?? '';
  console.log(`\nSeed ${failed} breaks ${id}. Making it smaller …\n`);
  const kept = await shrink(planOf(failed), (history) => violationsOf(history, id).length > 0);
  const token = tokenOf(kept);
  await show(failed, token);
  console.log(`\nreplay with: npm run simulate -- --seed ${failed} --replay ${token}`);
  return 1;
}

process.exitCode = await main();
