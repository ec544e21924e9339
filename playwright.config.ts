import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, browserPath } from './tests/e2e/browser.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/e2e/build.ts',
  // Each test runs a laptop cloud and several browsers: more than one at a time only makes it slow.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI
    ? [['list'], ['json', { outputFile: 'dist/test/playwright.json' }]]
    : [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: await browserPath(), args: BROWSER_FLAGS },
  },
});
