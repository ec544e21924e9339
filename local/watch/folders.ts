import { type Dirent, type FSWatcher, lstatSync, readdirSync, watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { Closable } from '../contracts.ts';

/** Editors write a file in several steps; a save is over when nothing happens for so long. */
const SETTLE_MS = 20;

/**
 * Tells of files that were saved, made or deleted in folders and the folders below them, the paths
 * of one save together. Folders are watched and not files, so that an editor may put a new file in
 * the place of the old one. A folder that cannot be watched, as when the system's watchers are used
 * up, is no reason to end: `onProblem` is told once of each reason.
 */
export function watchFolders(
  folders: readonly string[],
  onChange: (paths: ReadonlySet<string>) => void,
  onProblem: (text: string) => void,
): Closable {
  const watchers = new Map<string, FSWatcher>();
  const told = new Set<string>();
  let changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;

  function tell(): void {
    const paths = changed;
    changed = new Set();
    onChange(paths);
  }

  /** Nobody is there to catch what is thrown here: it would end the process. */
  function attempt<T>(folder: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      // It went, or was replaced by a file, while it was looked at; its parent tells of that.
      if (code === 'ENOENT' || code === 'ENOTDIR' || told.has(code)) return undefined;
      told.add(code);
      onProblem(`Changes in ${folder} and perhaps elsewhere go unnoticed: ${message}`);
      return undefined;
    }
  }

  function add(folder: string): void {
    if (watchers.has(folder)) return;
    const watcher = attempt(folder, () =>
      watch(folder, (event, name) => {
        if (name === null || isIgnored(name)) return;
        const path = join(folder, name);
        if (event === 'rename') renew(path);
        changed.add(path);
        clearTimeout(settling);
        settling = setTimeout(tell, SETTLE_MS);
      }),
    );
    // A folder that goes away ends its watcher; its parent tells of it.
    watcher?.on('error', () => remove(folder));
    if (watcher) watchers.set(folder, watcher);
  }

  /** Answers the files that are there. */
  function addAll(folder: string): string[] {
    add(folder);
    const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true })) ?? [];
    return entries
      .filter(({ name }) => !isIgnored(name))
      .flatMap((entry: Dirent) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? addAll(path) : path;
      });
  }

  function remove(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  /** A folder under a name that was there before is another one, and so are those below it. */
  function renew(path: string): void {
    for (const folder of watchers.keys()) {
      if (folder === path || folder.startsWith(path + sep)) remove(folder);
    }
    const isFolder = attempt(path, () => lstatSync(path).isDirectory());
    // What came with it was written before anybody watched.
    if (isFolder) for (const file of addAll(path)) changed.add(file);
  }

  for (const folder of folders) addAll(folder);
  return {
    async close() {
      clearTimeout(settling);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** Editors' own files beside the one that is edited. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || /~$|\.sw[a-z]$|^4913$/.test(name);
}
