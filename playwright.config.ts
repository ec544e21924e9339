import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, browserPath } from './tests/e2e/browser.ts';

const PORT = 4610;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // One laptop cloud serves all: chats must not see one another’s agents.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI
    ? [['list'], ['json', { outputFile: 'dist/test/playwright.json' }]]
    : [['list']],
  use: {
    browserName: 'chromium',
    baseURL: `http://localhost:${PORT}`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: await browserPath(), args: BROWSER_FLAGS },
  },
  webServer: {
    command: `node --import tsx local/main.ts --quiet --port ${PORT} --outputs dist/test/e2e-outputs.json`,
    url: `http://localhost:${PORT}`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    stdout: 'pipe',
  },
});
