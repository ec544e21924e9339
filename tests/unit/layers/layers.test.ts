import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type IConfiguration, type IReporterOutput } from 'dependency-cruiser';
import { afterEach, beforeEach, expect, it } from 'vitest';

const config: IConfiguration = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs');
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-layers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Plants two files, the first importing the second, and returns the rules that are broken. */
async function rulesBrokenBy(from: string, to: string): Promise<string[]> {
  const up = '../'.repeat(from.split('/').length - 1);
  const files = {
    [from]: `import { x } from '${up}${to}';\nexport const y = x;\n`,
    [to]: 'export const x = 1;\n',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { options, forbidden } = config;
  const { output }: IReporterOutput = await cruise(['.'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule }) => rule.name);
}

it.each([
  ['protocol/a.ts', 'lambdas/domain/b.ts', 'protocol-imports-nothing-of-ours'],
  ['lambdas/domain/a.ts', 'lambdas/adapters/b.ts', 'domain-is-pure'],
  ['lambdas/usecases/a.ts', 'lambdas/adapters/b.ts', 'usecases-know-ports-only'],
  ['lambdas/adapters/a.ts', 'lambdas/usecases/b.ts', 'adapters-never-import-usecases'],
  ['lambdas/handlers/a.ts', 'lambdas/adapters/b.ts', 'wiring-alone-builds-adapters'],
  ['lambdas/handlers/a.ts', 'local/b.ts', 'lambdas-stand-alone'],
  ['lib/a.ts', 'lambdas/domain/b.ts', 'infrastructure-imports-no-lambda-code'],
  ['web/widget/a.tsx', 'web/dashboard/b.ts', 'widget-imports-chat-client-only'],
  ['web/dashboard/a.tsx', 'lambdas/domain/b.ts', 'dashboard-imports-chat-client-only'],
])('%s importing %s breaks %s', async (from, to, rule) => {
  expect(await rulesBrokenBy(from, to)).toContain(rule);
});

it('an import that the layers allow breaks nothing', async () => {
  expect(await rulesBrokenBy('lambdas/usecases/a.ts', 'lambdas/domain/b.ts')).toEqual([]);
});

it('the sites take types only from the protocol: its validators stay out of their bundles', async () => {
  const files = (await readdir(join(ROOT, 'web'), { recursive: true })).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const values: string[] = [];
  for (const file of files) {
    const text = await readFile(join(ROOT, 'web', file), 'utf8');
    for (const [statement] of text.matchAll(/^import (?!type\b)[^;]*?\/protocol\/[^;]*;/gm)) {
      values.push(`${file}: ${statement}`);
    }
  }
  expect(files.length).toBeGreaterThan(50);
  expect(values).toEqual([]);
});
