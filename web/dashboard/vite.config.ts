import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** True if imports lead from the page's entry to this module, none of them on demand. */
function isInFirstLoad(
  id: string,
  modules: {
    getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null;
  },
): boolean {
  const seen = new Set([id]);
  // A set grows while it is walked.
  for (const module of seen) {
    const info = modules.getModuleInfo(module);
    if (info?.isEntry) return true;
    for (const importer of info?.importers ?? []) seen.add(importer);
  }
  return false;
}

/** Builds the dashboard as static files; addresses come from `config.json` at run time. */
export default defineConfig({
  root: here,
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/web/dashboard', import.meta.url)),
    emptyOutDir: true,
    // The first versions that know `light-dark()`, so that it need not be rewritten.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: address would need its own entry in the content security policy.
    assetsInlineLimit: 0,
    // The first load is one chunk on purpose: agents keep the page open all shift, and many small
    // files compress worse than one. Its size is checked gzipped. Views and dialogs that are
    // imported on demand bring the rest.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              debugName: 'first load',
              name: (id, modules) => (isInFirstLoad(id, modules) ? 'main' : null),
            },
          ],
        },
      },
    },
    modulePreload: { polyfill: false },
  },
});
