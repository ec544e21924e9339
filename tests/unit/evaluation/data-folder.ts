import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes files by their path into a new folder, which goes when the test has finished. */
export function dataFolder(files: Readonly<Record<string, string | readonly unknown[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const isLines = name.endsWith('.jsonl') && typeof content !== 'string';
    const lines = () => (content as unknown[]).map((value) => JSON.stringify(value)).join('\n');
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(path, isLines ? lines() : text);
  }
  return folder;
}

/** A labelled message in the project's own format. */
export function message(labels: Record<string, unknown> = {}) {
  return {
    id: 'm1',
    text: 'agent please',
    humanRequest: true,
    topics: [],
    sentiment: 'calm',
    inScope: true,
    intent: 'talk-to-human',
    hard: false,
    ...labels,
  };
}

/** A labelled conversation of one turn in the project's own format. */
export function conversation(gold: Record<string, unknown> = {}) {
  return {
    id: 'c1',
    customer: { plan: 'Mobile' },
    turns: [{ text: 'help', bot: { text: 'Sorry?', confidence: 0.2, fallback: true } }],
    gold: { escalateAt: null, window: null, priority: null, categories: [], why: '', ...gold },
  };
}
