import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = new URL('../lambdas/language/kernel/kernel.as', import.meta.url);
const MODULE = new URL('../lambdas/language/kernel/module.ts', import.meta.url);

/**
 * Compiles the kernel; the same source gives the same bytes. Rejects with what the compiler says of
 * a source that is wrong.
 */
export async function compileKernel(): Promise<Uint8Array> {
  const source = readFileSync(SOURCE, 'utf8');
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory'];
  let compiled = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['kernel.ts', '--outFile', 'kernel.wasm', '--enable', 'simd', ...options],
    {
      readFile: (name) => (name === 'kernel.ts' ? source : null),
      writeFile: (_, contents) => {
        compiled = Uint8Array.from(contents as Uint8Array);
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return compiled;
}

async function writeModule(): Promise<void> {
  const text = Buffer.from(await compileKernel()).toString('base64');
  const lines = (text.match(/.{1,88}/g) ?? []).map((line) => `  '${line}',`);
  writeFileSync(
    MODULE,
    `/** The WebAssembly that scripts/build-kernel.ts makes of kernel.as, in base64. */
export const KERNEL_MODULE = [
${lines.join('\n')}
].join('');
`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeModule();
