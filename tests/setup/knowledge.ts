import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKnowledge, NETWORK } from '../../scripts/build-knowledge.ts';

/** Puts the data files of the message function where it finds them, once for the whole run. */
export function setup(): void {
  buildKnowledge(folder);
  copyFileSync(NETWORK, join(folder, 'network.bin'));
}

const folder = fileURLToPath(new URL('../../dist/test/', import.meta.url));
