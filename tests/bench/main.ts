import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchCalls } from './calls.ts';
import { benchCost } from './cost.ts';
import { benchLaptop } from './laptop/laptop.ts';
import { benchLatency } from './latency.ts';
import { CannotMeasureError, type GroupResult } from './report.ts';
import { benchSizes } from './sizes.ts';

const GROUPS = ['sizes', 'calls', 'cost', 'latency', 'laptop'] as const;
type Group = (typeof GROUPS)[number];

const USAGE = `Usage: npm run bench -- [${GROUPS.join(' | ')}]... [--json FILE] [--seed N]

Measures this working tree against its budgets; all groups unless some are named.

  --json FILE  write the figures
  --seed N     choose the questions that are asked (1)

The group laptop installs serverless-offline for itself and takes some minutes.

Ends with 1 when sizes, SDK calls or cost are over budget, and when a group cannot be measured;
times are only reported.`;

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
  allowPositionals: true,
});
const seed = Number(values.seed);
const unknown = positionals.filter((name) => !GROUPS.some((group) => group === name));
if (values.help || unknown.length > 0 || !Number.isInteger(seed)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const chosen = GROUPS.filter((group) => positionals.length === 0 || positionals.includes(group));
const results: Partial<Record<Group, GroupResult>> = {};
for (const group of chosen) {
  console.log(`\n${group}\n`);
  try {
    results[group] = await run(group);
  } catch (error) {
    if (!(error instanceof CannotMeasureError)) throw error;
    console.error(`Not measured: ${error.message}.`);
    process.exitCode = 1;
  }
}

const violations = Object.values(results).flatMap((result) => result.violations);
for (const violation of violations) console.log(`\nBudget broken: ${violation}.`);
if (violations.length > 0) process.exitCode = 1;
if (values.json) {
  const figures = Object.fromEntries(
    Object.entries(results).map(([group, result]) => [group, result.figures]),
  );
  const body = { figures, violations: violations.length };
  await writeFile(values.json, `${JSON.stringify(body, null, 2)}\n`);
}

function run(group: Group): Promise<GroupResult> {
  switch (group) {
    case 'sizes':
      return benchSizes();
    case 'calls':
      return benchCalls();
    case 'cost':
      return benchCost();
    case 'latency':
      return benchLatency(seed);
    case 'laptop':
      return benchLaptop();
  }
}
