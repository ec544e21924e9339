import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

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
    // One chunk on purpose: agents keep the page open all shift. Its size is checked gzipped.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
});
