/** Builds bundles, sites and templates before the first test, whose time it would count against. */
export { setup as default } from '../setup/assembly.ts';
