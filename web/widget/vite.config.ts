import { fileURLToPath } from 'node:url';
import { defineConfig, type InlineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/web/widget', import.meta.url));
const target = ['chrome111', 'firefox114', 'safari16.4'];

/**
 * Vite wraps each import on demand into a helper that preloads what the chunk needs. Ours need
 * nothing, and the helper is larger than some of them.
 */
const bareImports = {
  name: 'bare-imports',
  enforce: 'pre',
  load: (id: string) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null,
} as const;

/** First: the app's module under a name that tells its content, and the pages as they are. */
export const appConfig: InlineConfig = {
  root,
  configFile: false,
  publicDir: 'site',
  plugins: [bareImports],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir,
    emptyOutDir: true,
    target,
    modulePreload: false,
    rolldownOptions: {
      input: `${root}app/main.tsx`,
      // The forms' chunk imports from the app's: without this the app would become two files, and
      // every first open would wait for both.
      preserveEntrySignatures: 'allow-extension',
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
