import { fileURLToPath } from 'node:url';
import { defineConfig, type InlineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/web/widget', import.meta.url));
const target = ['chrome111', 'firefox114', 'safari16.4'];

/** First: the app's module under a name that tells its content, and the pages as they are. */
export const appConfig: InlineConfig = {
  root,
  configFile: false,
  publicDir: 'site',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir,
    emptyOutDir: true,
    target,
    modulePreload: false,
    rolldownOptions: {
      input: `${root}app/main.tsx`,
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: 'assets/app-[hash].js' },
    },
  },
};

/**
 * Second: the loader, one classic script that knows the app's file, relative to itself. It is
 * ASCII, so that it means the same on a page of any encoding.
 */
export function loaderConfig(appFile: string): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    define: { APP_FILE: JSON.stringify(appFile) },
    build: {
      outDir,
      emptyOutDir: false,
      target,
      lib: {
        entry: `${root}loader/main.ts`,
        formats: ['iife'],
        name: 'SwitchboardLoader',
        fileName: () => 'widget.js',
      },
    },
  };
}

export default defineConfig(appConfig);
