import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether any source is newer than the oldest output, or an output is missing. Folders count by
 * their own time too, so that a deleted file shows.
 */
export function isStale(sources: string[], outputs: string[]): boolean {
  const built = outputs.map(modifiedAt);
  if (built.includes(undefined)) return true;
  const oldestOutput = Math.min(...(built as number[]));
  return sources.some((source) => newest(source) > oldestOutput);
}

function newest(path: string): number {
  const own = modifiedAt(path) ?? 0;
  return entriesOf(path)
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .reduce((latest, entry) => {
      const child = join(path, entry.name);
      return Math.max(latest, entry.isDirectory() ? newest(child) : (modifiedAt(child) ?? 0));
    }, own);
}

function entriesOf(path: string): Dirent[] {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path, { withFileTypes: true })
    : [];
}

function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
