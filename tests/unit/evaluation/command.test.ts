import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { conversation, dataFolder, message } from './data-folder.ts';

const MAIN = fileURLToPath(new URL('../../evaluation/main.ts', import.meta.url));

function evaluate(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...args], { encoding: 'utf8' });
}

test('measures a folder and writes figures and wrong cases', { timeout: 60_000 }, () => {
  const folder = dataFolder({
    'tiny/messages.jsonl': [
      message(),
      message({ id: 'm2', text: 'thanks, bye', humanRequest: true }),
      message({ id: 'm3', text: 'you are all useless', humanRequest: false, sentiment: 'angry' }),
      message({ id: 'm4', text: 'who won the cup', humanRequest: false, inScope: false }),
    ],
    'tiny/conversations.jsonl': [conversation()],
  });
  const [json, misses] = [join(folder, 'figures.json'), join(folder, 'misses.jsonl')];

  const { status, stdout, stderr } = evaluate(
    ...['--data', join(folder, 'tiny'), '--json', json, '--misses', misses, '--quick'],
  );

  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('tiny (4 messages, 1 conversations)');
  const { figures, violations } = JSON.parse(readFileSync(json, 'utf8'));
  expect(Object.keys(figures)).toEqual([
    'tiny',
    ...['keywords', 'afinn', 'vader', 'bm25'].map((name) => `tiny/baseline:${name}`),
  ]);
  const names = ['requestF1', 'gt1', 'gt2', 'gt3', 'p50Ms', 'p99Ms', 'modelBytes', 'loadMs'];
  for (const name of names) expect(figures.tiny[name]).toBeTypeOf('number');
  expect(violations).toBeTypeOf('number');
  const wrong = readFileSync(misses, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(wrong).toContainEqual(
    expect.objectContaining({
      set: 'tiny',
      id: 'm2',
      field: 'request',
      expected: true,
      got: false,
    }),
  );
});

test.each([
  [['--data', '/nowhere'], '/nowhere: there is no such folder'],
  [['--colour'], "Unknown option '--colour'"],
  [['--json'], "Option '--json <value>' argument missing"],
])('%j ends with 2 and says what is wrong, without a stack', (args, problem) => {
  const { status, stdout, stderr } = evaluate(...args);

  expect(status).toBe(2);
  expect(stderr).toContain(problem);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe('');
});
