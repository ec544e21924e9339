import { tableLines } from '../tests/bench/report.ts';
import { measureSizes, SIZE_HEAD, sizeRows, sizeViolations } from '../tests/bench/sizes.ts';

const sizes = await measureSizes();
for (const line of tableLines(SIZE_HEAD, sizeRows(sizes))) console.log(line);

const violations = sizeViolations(sizes);
for (const violation of violations) console.error(`Budget broken: ${violation}.`);
if (violations.length > 0) process.exitCode = 1;
