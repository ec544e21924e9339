import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,infrastructure,contract,simulation}/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/setup/knowledge.ts'],
    setupFiles: ['tests/setup/environment.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
