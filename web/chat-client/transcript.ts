import type { Message } from '../../protocol/message.ts';

/** Transcript entries put in order by `seq`, however they arrive. */
export interface Transcript {
  /** All entries from the first one on, without a gap. A new array whenever it grows. */
  readonly messages: readonly Message[];
  /** `seq` of the last entry before any gap; 0 for none. */
  readonly lastSeq: number;
  /** True if nothing that is known to exist is missing. */
  readonly complete: boolean;
  /** Takes entries in any order, again or not; `lastSeq` is the end as the server knows it. */
  add(entries: readonly Message[], lastSeq: number): void;
  /** True if an entry with this sender's id is held, gap before it or not. */
  has(id: string): boolean;
}

/** Makes an empty transcript. */
export function createTranscript(): Transcript {
  let messages: readonly Message[] = [];
  let knownSeq = 0;
  const early = new Map<number, Message>();
  const ids = new Set<string>();
  const held = () => messages.length;
  return {
    get messages() {
      return messages;
    },
    // Entries count from 1 without gaps, so the number held in order is the last `seq`.
    get lastSeq() {
      return held();
    },
    get complete() {
      return held() >= knownSeq;
    },
    add(entries, lastSeq) {
      knownSeq = Math.max(knownSeq, lastSeq);
      for (const entry of entries) {
        knownSeq = Math.max(knownSeq, entry.seq);
        if (entry.seq <= held()) continue;
        early.set(entry.seq, entry);
        if (entry.id !== undefined) ids.add(entry.id);
      }
      const next: Message[] = [];
      for (let seq = held() + 1; ; seq += 1) {
        const entry = early.get(seq);
        if (!entry) break;
        early.delete(seq);
        next.push(entry);
      }
      if (next.length > 0) messages = [...messages, ...next];
    },
    has: (id) => ids.has(id),
  };
}
