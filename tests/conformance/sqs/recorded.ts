import { readFileSync, writeFileSync } from 'node:fs';
import type { Step } from './stage.ts';

const FILE = new URL('./recorded/elasticmq.jsonl', import.meta.url);

/** Answers that a service gave to the whole suite. */
export interface Recorded {
  /** Name and version. */
  service: string;
  /** The day, as YYYY-MM-DD. */
  on: string;
  steps: Step[];
}

/** What is kept in the repository. */
export function readRecorded(): Recorded {
  const [head = '{}', ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return {
    ...(JSON.parse(head) as Omit<Recorded, 'steps'>),
    steps: lines.map((line) => JSON.parse(line) as Step),
  };
}

/** Keeps answers in place of those that were there. */
export function writeRecorded({ steps, ...head }: Recorded): void {
  const lines = [head, ...steps].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(FILE, lines.join(''));
}
