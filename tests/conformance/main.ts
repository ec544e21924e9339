import { parseArgs } from 'node:util';
import { runDirected } from './directed/run.ts';
import { OfficialEngineMissing } from './engines/official.ts';
import { type EnginePair, startEnginePair } from './engines/pair.ts';
import { fuzz } from './fuzz/run.ts';
import { figureLines, unexplainedLines } from './report.ts';
import { compareSqs } from './sqs/run.ts';

const HELP = `npm run conformance -- [options]
  --seed N    seed of the random requests to DynamoDB (1)
  --ops M     how many of them (20000)
  --sqs URL   only compare SQS, with a service that runs there, in real time
  --record S  with --sqs: keep its answers, under its name and version`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    ops: { type: 'string', default: '20000' },
    sqs: { type: 'string' },
    record: { type: 'string' },
    help: { type: 'boolean' },
  },
});

function countOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} ${text} is no number.`);
  return value;
}

async function compare(pair: EnginePair, seed: number, operations: number): Promise<number> {
  const startedAt = performance.now();
  const directed = await runDirected(pair);
  const fuzzed = await fuzz(pair, { seed, operations });
  const unexplained = [...directed.tally.unexplained, ...fuzzed.tally.unexplained];
  for (const each of unexplained) console.log(`${unexplainedLines(each).join('\n')}\n`);
  console.log(figureLines(pair.officialVersion, directed, fuzzed).join('\n'));
  console.log(`took                    ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return unexplained.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { sqs: endpoint, record } = values;
  if (endpoint !== undefined) {
    return (await compareSqs({ endpoint, ...(record !== undefined && { record }) })) === 0 ? 0 : 1;
  }
  const seed = countOf('seed', values.seed);
  const operations = countOf('ops', values.ops);
  let pair: EnginePair;
  try {
    pair = await startEnginePair();
  } catch (error) {
    if (!(error instanceof OfficialEngineMissing)) throw error;
    console.error(error.message);
    return 2;
  }
  try {
    const unexplained = await compareSqs({});
    console.log('');
    return Math.max(await compare(pair, seed, operations), unexplained === 0 ? 0 : 1);
  } finally {
    await pair.close();
  }
}

// An official engine that is running is ended with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();
