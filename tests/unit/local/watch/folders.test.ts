import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Closable } from '../../../../local/contracts.ts';
import { watchFolders } from '../../../../local/watch/folders.ts';

/** The name of the folder that the system refuses to watch. */
let unwatchable: string | undefined;

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const watch: typeof fs.watch = (path, listener) => {
    if (unwatchable === undefined || basename(String(path)) !== unwatchable) {
      return fs.watch(path, listener as never);
    }
    const message = `ENOSPC: System limit for number of file watchers reached, watch '${path}'`;
    throw Object.assign(new Error(message), { code: 'ENOSPC' });
  };
  return { ...fs, watch };
});

let folder: string;
let problems: string[];
let watcher: Closable;
let heard: Set<string>;
let waiting: (() => void) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'deep', 'er', 'a.ts'), 'old');
  heard = new Set();
  problems = [];
  unwatchable = undefined;
  watcher = watchFolders(
    [folder],
    (paths) => {
      for (const path of paths) heard.add(path);
      waiting?.();
    },
    (text) => problems.push(text),
  );
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

  it('tell of files in a folder that went and came again, as when a branch is changed', async () => {
    const file = join(folder, 'deep', 'er', 'a.ts');
    rmSync(join(folder, 'deep'), { recursive: true });
    await hears(join(folder, 'deep'));
    heard.clear();

    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    writeFileSync(file, 'again');
    await hears(file);
    heard.clear();
    writeFileSync(file, 'and again');
    await hears(file);

    expect(problems).toEqual([]);
  });

  it('tell of files that come with a folder which is moved in, and of the folder that left', async () => {
    renameSync(join(folder, 'deep'), join(folder, 'moved'));
    await hears(join(folder, 'moved', 'er', 'a.ts'));
    heard.clear();
    writeFileSync(join(folder, 'moved', 'er', 'a.ts'), 'new');
    await hears(join(folder, 'moved', 'er', 'a.ts'));

    expect([...heard]).toEqual([join(folder, 'moved', 'er', 'a.ts')]);
  });

  it('survive a folder that becomes a file', async () => {
    const path = join(folder, 'deep');
    rmSync(path, { recursive: true });
    writeFileSync(path, 'a file');
    await hears(path);
    heard.clear();
    writeFileSync(path, 'a newer file');
    await hears(path);

    expect(problems).toEqual([]);
  });

  it('go on without a folder that cannot be watched, and say so once', async () => {
    unwatchable = 'refused';
    for (const parent of ['one', 'two']) {
      mkdirSync(join(folder, parent, 'refused'), { recursive: true });
      await hears(join(folder, parent));
    }
    writeFileSync(join(folder, 'two', 'b.ts'), '1');
    await hears(join(folder, 'two', 'b.ts'));

    expect(problems).toEqual([expect.stringMatching(/one.refused and perhaps elsewhere.*ENOSPC/)]);
  });
});
