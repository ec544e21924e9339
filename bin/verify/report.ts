import { writeFile } from 'node:fs/promises';

/** Runs and times steps. */
export interface Reporter {
  /** Runs one step and prints it; what it returns is shown beside its time. */
  step(name: string, run: () => Promise<string>): Promise<void>;
}

/** A reporter that prints a line for each step and can write the figures. */
export function createReporter(print: (line: string) => void = console.log) {
  const figures: Record<string, number> = {};
  let failed = 0;
  return {
    async step(name: string, run: () => Promise<string>): Promise<void> {
      const started = performance.now();
      const ms = () => Math.round((performance.now() - started) * 10) / 10;
      const line = (mark: string, note: string) =>
        print(`${mark} ${name.padEnd(64)} ${`${ms().toFixed(1)} ms`.padStart(11)}  ${note}`);
      try {
        const note = await run();
        figures[name] = ms();
        line('✓', note);
      } catch (error) {
        failed += 1;
        line('✗', error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    /** Writes the step times in ms, and how many steps failed. */
    async write(file: string): Promise<void> {
      const body = { figures: { 'verify-handoff': figures }, violations: failed };
      await writeFile(file, `${JSON.stringify(body, null, 2)}\n`);
    },
  };
}
