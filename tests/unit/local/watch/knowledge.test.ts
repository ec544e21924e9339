import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchKnowledge } from '../../../../local/watch/knowledge.ts';
import type { WatchEntry } from '../../../../local/watch/types.ts';

let folder: string;
let reloaded: string[];
let entries: WatchEntry[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  reloaded = [];
  entries = [];
  mkdirSync(join(folder, 'deployed'));
  writeFileSync(join(folder, 'deployed', 'index.mjs'), 'code');
  writeFileSync(join(folder, 'deployed', 'facts.json'), 'old');
});
afterEach(() => rmSync(folder, { recursive: true }));

function watch(script: string) {
  writeFileSync(join(folder, 'learn.ts'), script);
  return watchKnowledge({
    source: join(folder, 'articles/'),
    script: join(folder, 'learn.ts'),
    functionName: 'message',
    dataFolder: join(folder, 'deployed'),
    outDir: join(folder, 'out'),
    cloud: { reload: (_name, directory) => reloaded.push(directory) },
    log: (entry) => entries.push(entry),
  });
}

const article = () => new Set([join(folder, 'articles', 'roaming.md')]);

describe('saved articles', () => {
  it('are learned, and the function has them beside its code', async () => {
    const { update } = watch(`
      import { mkdirSync, writeFileSync } from 'node:fs';
      mkdirSync(process.argv[2]!, { recursive: true });
      writeFileSync(process.argv[2] + '/facts.json', 'new');
    `);
    await update(article());
    await update(new Set([join(folder, 'elsewhere.md')]));
    const out = join(folder, 'out', 'message');
    expect(reloaded).toEqual([out]);
    expect(readFileSync(join(out, 'index.mjs'), 'utf8')).toBe('code');
    expect(readFileSync(join(out, 'facts.json'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'out'))).toEqual(['message']);
    expect(entries).toMatchObject([{ ok: true }]);
  });

  it('that make no sense are told with the reason, and nothing is reloaded', async () => {
    const { update } = watch(`
      class KnowledgeError extends Error { override name = 'KnowledgeError'; }
      throw new KnowledgeError('roaming.md: no title\\ntariff.md: no phrasings');
    `);
    await update(article());
    expect(reloaded).toEqual([]);
    expect(entries).toEqual([
      {
        kind: 'watch',
        ok: false,
        text: 'KnowledgeError: roaming.md: no title\ntariff.md: no phrasings',
      },
    ]);
  });
});
