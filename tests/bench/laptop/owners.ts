import { readFile } from 'node:fs/promises';
import type { Runtime } from 'node:inspector';
import { SourceMap } from 'node:module';

/** Whose code a function is. */
export type Owner = 'laptop cloud' | 'handler' | 'AWS SDK' | 'other libraries' | 'Node.js and V8';

/** Tells the owner of a function of a profile; see {@link Owner}. */
export type OwnerOf = (frame: Runtime.CallFrame) => Owner;

/**
 * Owners by the file that a function is in. What lies in the bundle is told by its source map: all
 * its packages are the SDK's, which nothing else asks for.
 */
export async function ownersByFile(sourceMap: string): Promise<OwnerOf> {
  const map = new SourceMap(JSON.parse(await readFile(sourceMap, 'utf8')));
  return ({ url, lineNumber, columnNumber }) => {
    if (url.endsWith('/index.mjs') && !url.includes('/node_modules/')) {
      const entry = map.findEntry(lineNumber, columnNumber);
      const source = 'originalSource' in entry ? entry.originalSource : '';
      return source.includes('node_modules/') ? 'AWS SDK' : 'handler';
    }
    // Native functions and what V8 does by itself have no file.
    if (url === '' || url.startsWith('node:') || url.startsWith('evalmachine')) {
      return 'Node.js and V8';
    }
    if (url.includes('/node_modules/')) return 'other libraries';
    return 'laptop cloud';
  };
}
