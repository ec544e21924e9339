import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file of the page. */
export interface PageFile {
  type: string;
  body: string | Uint8Array;
}

const folder = new URL('./page/', import.meta.url);

/** Bundles the page's script once, at the first visit. */
export function createPageFiles(): (path: string) => Promise<PageFile | undefined> {
  let script: Promise<Uint8Array> | undefined;
  return async (path) => {
    switch (path) {
      case '/':
        return { type: 'text/html', body: await readFile(new URL('index.html', folder)) };
      case '/console.css':
        return { type: 'text/css', body: await readFile(new URL('console.css', folder)) };
      case '/icon.svg':
        return { type: 'image/svg+xml', body: await readFile(new URL('icon.svg', folder)) };
      case '/console.js':
        script ??= bundle();
        return { type: 'text/javascript', body: await script };
      default:
        return undefined;
    }
  };
}

async function bundle(): Promise<Uint8Array> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('main.tsx', folder))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
