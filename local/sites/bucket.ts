import { readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

/** A folder of the assembly whose files were copied into a bucket. */
interface BucketSource {
  directory: string;
  /** Placeholders in its files and the values known only after deployment. */
  markers: Record<string, string>;
  /** Values are escaped for a place inside a JSON string. */
  jsonEscape: boolean;
  /** Puts local addresses in place of the deployed ones, in files that have markers. */
  localize: (text: string) => string;
}

/** One run of `aws s3 sync` into a bucket. */
export interface BucketSync {
  /** Merged into one tree, later ones over earlier ones. */
  sources: BucketSource[];
  keyPrefix: string;
  /** Patterns: excluded first, then included again. Filtered keys are neither copied nor pruned. */
  include: string[];
  exclude: string[];
  /** Deletes what earlier syncs left and this one does not have. */
  prune: boolean;
  /** Object metadata such as `cache-control`. */
  metadata: Record<string, string>;
}

/** What is in a bucket: its syncs, the newest first. */
export interface BucketContent {
  syncs: BucketSync[];
  /** True when a missing key is 404 rather than 403. */
  listable: boolean;
}

/** An object of a bucket. */
export interface StoredObject {
  body: Buffer;
  metadata: Record<string, string>;
}

/** The object, or undefined if no deployment put it there. Never leaves the sources' folders. */
export async function readObject(
  bucket: BucketContent,
  key: string,
): Promise<StoredObject | undefined> {
  for (const sync of bucket.syncs) {
    const relative = relativeKey(sync, key);
    if (relative === undefined) continue;
    for (const source of sync.sources.toReversed()) {
      const path = resolve(join(source.directory, relative));
      if (!path.startsWith(resolve(source.directory) + sep) || !(await isFile(path))) continue;
      return { body: fillMarkers(await readFile(path), source), metadata: sync.metadata };
    }
    if (sync.prune) return undefined;
  }
  return undefined;
}

/** The key below the sync's prefix, or undefined when the sync does not concern it. */
function relativeKey(sync: BucketSync, key: string): string | undefined {
  const prefix = sync.keyPrefix ? `${sync.keyPrefix}/` : '';
  if (!key.startsWith(prefix) || key.includes('\0')) return undefined;
  const relative = key.slice(prefix.length);
  const matches = (pattern: string): boolean => globOf(pattern).test(relative);
  const filtered = sync.exclude.some(matches) && !sync.include.some(matches);
  return filtered ? undefined : relative;
}

/** `*` and `?` of the AWS CLI also match slashes. */
function globOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return false;
    throw error;
  }
}

function fillMarkers(body: Buffer, { markers, jsonEscape, localize }: BucketSource): Buffer {
  const entries = Object.entries(markers);
  if (!entries.length) return body;
  const filled = entries.reduce(
    (text, [marker, value]) =>
      text.replaceAll(marker, () => (jsonEscape ? JSON.stringify(value).slice(1, -1) : value)),
    body.toString('utf8'),
  );
  // Only the whole text has whole addresses: a marker may stand for a part of one.
  return Buffer.from(localize(filled));
}
