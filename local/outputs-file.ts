import { rename, writeFile } from 'node:fs/promises';

/**
 * Writes the outputs as `cdk deploy --outputs-file` does. The file appears complete or not at
 * all, so that whoever waits for it can read it as soon as it is there.
 */
export async function writeOutputs(
  file: string,
  outputs: Record<string, Record<string, string>>,
): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, `${JSON.stringify(outputs, null, 2)}\n`);
  await rename(unfinished, file);
}
