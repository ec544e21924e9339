import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 20_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    ...(process.env.CI && {
      reporters: ['default', ['json', { outputFile: 'dist/test/vitest.json' }]],
    }),
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/setup/knowledge.ts'],
          setupFiles: ['tests/setup/quiet.ts', 'tests/setup/environment.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          testTimeout: 180_000,
          setupFiles: ['tests/setup/quiet.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'system',
          include: ['tests/{infrastructure,contract,conformance}/**/*.test.ts'],
          globalSetup: ['tests/setup/assembly.ts'],
          setupFiles: ['tests/setup/quiet.ts'],
        },
      },
    ],
  },
});
