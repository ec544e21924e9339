import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
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
  let bytes = 0;
  let lines = 0;
  let staleFrom = 0;
  let descriptor: number | undefined;

  /** The old file stays in use, and whole, until the new one is complete. */
  function compact(): void {
    const text = [...live].map(([key, put]) => lineOf({ put, key })).join('');
    const fresh = openSync(`${file}.new`, 'a');
    try {
      ftruncateSync(fresh);
      writeFileSync(fresh, text);
      renameSync(`${file}.new`, file);
    } catch (error) {
      closeSync(fresh);
      rmSync(`${file}.new`, { force: true });
      throw error;
    }
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = fresh;
    bytes = Buffer.byteLength(text);
    lines = live.size;
    staleFrom = 0;
  }

  function append(entry: Entry): void {
    if (descriptor === undefined) return;
    const line = lineOf(entry);
    try {
      writeFileSync(descriptor, line);
    } catch (error) {
      // The next line must not begin in the middle of what a full disk has left of this one.
      ftruncateSync(descriptor, bytes);
      throw error;
    }
    bytes += Buffer.byteLength(line);
    lines += 1;
  }

  function compactIfStale(): void {
    if (descriptor === undefined || lines <= Math.max(live.size, staleFrom) + MAX_STALE_LINES)
      return;
    try {
      compact();
    } catch {
      // A long file is as good as a short one, and the change is in it. Tried again later.
      staleFrom = lines;
    }
  }

  compact();
  return {
    kept,
    put(key, message) {
      append({ put: message, key });
      live.set(key, message);
      compactIfStale();
    },
    remove(key) {
      if (!live.has(key)) return;
      append({ remove: key });
      live.delete(key);
      compactIfStale();
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function lineOf(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

function replay(file: string): Map<string, StoredMessage> {
  const live = new Map<string, StoredMessage>();
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    const entry = parseEntry(line);
    if (entry && 'put' in entry) live.set(entry.key, entry.put);
    else if (entry) live.delete(entry.remove);
    // What follows the last line feed and is no entry was cut short by the end of the process.
    else if (index < lines.length - 1) {
      throw new Error(
        `${file}:${index + 1} is no entry of a queue. Start with another data directory.`,
      );
    }
  }
  return live;
}

function parseEntry(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever edits the file by hand is to hear of a mistake here and not from a receiver. */
function isEntry(value: unknown): value is Entry {
  const { put, key, remove } = recordOf(value);
  if (remove !== undefined) return typeof remove === 'string';
  const { id, body, senderId, sentAt, visibleAt, receiveCount, attributes } = recordOf(put);
  return (
    [key, id, body, senderId].every((one) => typeof one === 'string') &&
    [sentAt, visibleAt, receiveCount].every((one) => typeof one === 'number') &&
    typeof attributes === 'object' &&
    attributes !== null
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
