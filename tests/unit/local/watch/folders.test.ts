import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Closable } from '../../../../local/contracts.ts';
import { watchFolders } from '../../../../local/watch/folders.ts';

let folder: string;
let watcher: Closable;
let heard: Set<string>;
let waiting: (() => void) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'deep', 'er', 'a.ts'), 'old');
  heard = new Set();
  watcher = watchFolders([folder], (paths) => {
    for (const path of paths) heard.add(path);
    waiting?.();
  });
});

afterEach(async () => {
  await watcher.close();
  rmSync(folder, { recursive: true });
});

function hears(path: string): Promise<void> {
  return new Promise((resolve) => {
    waiting = () => heard.has(path) && resolve();
    waiting();
  });
}

describe('watched folders', () => {
  it('tell of a file that is saved in place', async () => {
    const file = join(folder, 'deep', 'er', 'a.ts');
    writeFileSync(file, 'new');
    await hears(file);
    expect([...heard]).toEqual([file]);
  });

  it('tell of a file that takes the place of another, twice over', async () => {
    const file = join(folder, 'deep', 'er', 'a.ts');
    for (const text of ['one', 'two']) {
      heard.clear();
      writeFileSync(join(folder, '.a.tmp'), text);
      renameSync(join(folder, '.a.tmp'), file);
      await hears(file);
    }
    expect(heard.has(join(folder, '.a.tmp'))).toBe(false);
  });

  it('tell of files in folders that came later, and of those that went', async () => {
    const added = join(folder, 'new');
    mkdirSync(added);
    await hears(added);
    writeFileSync(join(added, 'b.ts'), '1');
    await hears(join(added, 'b.ts'));
    rmSync(join(folder, 'deep', 'er', 'a.ts'));
    await hears(join(folder, 'deep', 'er', 'a.ts'));
    expect(heard.size).toBeGreaterThanOrEqual(3);
  });
});
