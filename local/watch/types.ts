import type { SiteName } from '../../scripts/build-web.ts';

/** The running cloud, as far as new code concerns it. */
export interface Reloadable {
  /** Puts the code of a folder in the place of a function's; the old one finishes its events. */
  reload(functionName: string, codeDirectory: string): void;
  /** Serves the files of a folder in the place of a site's, and tells its open pages. */
  publish(site: SiteName, directory: string): void;
}

/** One thing that came of a save, for the log. */
export interface WatchEntry {
  kind: 'watch';
  ok: boolean;
  text: string;
}

/** What a save may concern. */
export interface Watched {
  /** Brings what runs up to date with the changed files (absolute paths). Never rejects. */
  update(paths: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}
