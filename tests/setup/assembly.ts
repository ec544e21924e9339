import { prepareAssembly } from '../../local/assembly-source.ts';

/** Builds bundles, sites and templates once, before test files that run side by side need them. */
export async function setup(): Promise<void> {
  await prepareAssembly((label) => console.log(`Building the ${label} ...`));
}
