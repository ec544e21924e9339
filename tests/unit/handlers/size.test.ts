import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../../lambdas/handlers/', import.meta.url);
const handlers = readdirSync(folder).filter((name) => name.endsWith('.ts'));

it('there is a handler for each function', () => {
  expect(handlers.length).toBeGreaterThanOrEqual(7);
});

it.each(handlers)('%s only wires: at most 25 lines', (name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');

  expect(lines.length).toBeLessThanOrEqual(25);
});
