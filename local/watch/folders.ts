import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Closable } from '../contracts.ts';

/** Editors write a file in several steps; a save is over when nothing happens for so long. */
const SETTLE_MS = 20;

/**
 * Tells of files that were saved, made or deleted in folders and the folders below them, the paths
 * of one save together. Folders are watched and not files, so that an editor may put a new file in
 * the place of the old one.
 */
export function watchFolders(
  folders: readonly string[],
  onChange: (paths: ReadonlySet<string>) => void,
): Closable {
  const watchers = new Map<string, FSWatcher>();
  let changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;

  function tell(): void {
    const paths = changed;
    changed = new Set();
    onChange(paths);
  }

  function add(folder: string): void {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_event, name) => {
      if (name === null || isIgnored(name)) return;
      const path = join(folder, name);
      if (foldersIn(folder).includes(path)) addAll(path);
      changed.add(path);
      clearTimeout(settling);
      settling = setTimeout(tell, SETTLE_MS);
    });
    // A folder that goes away ends its watcher; its parent tells of it.
    watcher.on('error', () => remove(folder));
    watchers.set(folder, watcher);
  }

  function addAll(folder: string): void {
    add(folder);
    for (const child of foldersIn(folder)) addAll(child);
  }

  function remove(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
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

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !isIgnored(entry.name))
      .map(({ name }) => join(folder, name));
  } catch (error) {
    // It was deleted while it was looked at.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
