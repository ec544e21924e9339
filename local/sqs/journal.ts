import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { QueueJournal, StoredMessage } from './contracts.ts';

type Entry = { put: StoredMessage; key: string } | { remove: string };

/** Lines beyond those of the messages that are still there, before the file is written anew. */
const MAX_STALE_LINES = 5_000;

/**
 * One line per change, written before the call returns: a process that is killed loses nothing it
 * has acknowledged. A last line that was cut short is left out; throws for any other it cannot read.
 */
export function openJournal(file: string): QueueJournal {
  mkdirSync(dirname(file), { recursive: true });
  const live = existsSync(file) ? replay(file) : new Map<string, StoredMessage>();
  const kept = [...live.values()].sort((a, b) => a.sentAt - b.sentAt);
  let lines = 0;
  let descriptor: number | undefined;

  function compact(): void {
    if (descriptor !== undefined) closeSync(descriptor);
    const entries = [...live].map(([key, put]) => `${JSON.stringify({ put, key })}\n`);
    writeFileSync(`${file}.new`, entries.join(''));
    renameSync(`${file}.new`, file);
    descriptor = openSync(file, 'a');
    lines = live.size;
  }

  function append(entry: Entry): void {
    if (descriptor === undefined) return;
    writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    lines += 1;
    if (lines > live.size + MAX_STALE_LINES) compact();
  }

  compact();
  return {
    kept,
    put(key, message) {
      live.set(key, message);
      append({ put: message, key });
    },
    remove(key) {
      if (live.delete(key)) append({ remove: key });
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function replay(file: string): Map<string, StoredMessage> {
  const live = new Map<string, StoredMessage>();
  // What follows the last line feed was cut short by the end of the process.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const entry = parseEntry(line, `${file}:${index + 1}`);
    if ('put' in entry) live.set(entry.key, entry.put);
    else live.delete(entry.remove);
  }
  return live;
}

function parseEntry(line: string, place: string): Entry {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    throw new Error(`${place} is no entry of a queue. Start with another data directory.`);
  }
}
