import { readFileSync } from 'node:fs';

// Sums the reports that both test runners write when CI is set. A missing report is a failure: its
// runner did not get to its end.
const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`There is no report in ${file}.`);
    return null;
  }
};

const vitest = read('dist/test/vitest.json');
const playwright = read('dist/test/playwright.json');

const passed = (vitest?.numPassedTests ?? 0) + (playwright?.stats.expected ?? 0);
const failed =
  (vitest
    ? vitest.numFailedTests + (vitest.success ? 0 : Number(vitest.numFailedTests === 0))
    : 1) + (playwright ? playwright.stats.unexpected + playwright.stats.flaky : 1);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
