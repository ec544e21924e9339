import { parseArgs } from 'node:util';
import { reportLines } from './report.ts';
import { storm } from './storm.ts';

const USAGE = `Usage: npm run storm -- [--seed N] [--conversations N]

Plays conversations side by side on a fresh laptop cloud while every kind of fault strikes, and
checks that no acknowledged message is lost or doubled.

  --seed N           decides what people do and which calls are struck (1)
  --conversations N  how many (50)

Ends with 1 when a promise was broken.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    conversations: { type: 'string', default: '50' },
    help: { type: 'boolean' },
  },
});
const seed = Number(values.seed);
const conversations = Number(values.conversations);
if (values.help || !Number.isSafeInteger(seed) || !(conversations > 0)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const report = await storm({ seed, conversations });
console.log(reportLines(report).join('\n'));
process.exitCode = report.violations.length > 0 ? 1 : 0;
