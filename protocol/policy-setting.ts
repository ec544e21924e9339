import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

/** Longer ones are packed. Lambda allows 4 KB for all variables of a function together. */
const READABLE_BYTES = 1024;

const PACKED = 'brotli:';

/**
 * The value of the variable `HANDOFF_POLICY`: deviations from the default policy as JSON, which an
 * operator can read, or packed where they are long, such as all texts in another language.
 */
export function writePolicySetting(overrides: object): string {
  const json = JSON.stringify(overrides);
  return Buffer.byteLength(json) <= READABLE_BYTES
    ? json
    : `${PACKED}${brotliCompressSync(json).toString('base64')}`;
}

/** Reads what {@link writePolicySetting} wrote. @throws Error for anything else. */
export function readPolicySetting(setting: string): unknown {
  const json = setting.startsWith(PACKED)
    ? brotliDecompressSync(Buffer.from(setting.slice(PACKED.length), 'base64')).toString()
    : setting;
  return JSON.parse(json);
}
