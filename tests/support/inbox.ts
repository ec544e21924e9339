import type { ServerFrame, ServerFrameOf } from '../../protocol/server-frames.ts';
import { inTime } from './in-time.ts';

/**
 * Frames by type: those that nobody waits for yet, and the waits for those to come. A refusal that
 * nobody waits for fails all waits; each wait ends after 15 s.
 */
export function createInbox() {
  const frames = new Map<string, ServerFrame[]>();
  const waits = new Map<string, Wait[]>();
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure = error;
    for (const wait of [...waits.values()].flat()) wait.reject(error);
    waits.clear();
  };
  return {
    put(frame: ServerFrame): void {
      const wait = waits.get(frame.type)?.shift();
      if (wait) wait.resolve(frame);
      else if (frame.type === 'problem') fail(new Error(`${frame.code}: ${frame.title}`));
      else listIn(frames, frame.type).push(frame);
    },
    take<T extends ServerFrame['type']>(type: T): Promise<ServerFrameOf<T>> {
      const frame = frames.get(type)?.shift();
      if (frame) return Promise.resolve(frame as ServerFrameOf<T>);
      if (failure) return Promise.reject(failure);
      const coming = new Promise<ServerFrameOf<T>>((resolve, reject) => {
        listIn(waits, type).push({ resolve: resolve as Wait['resolve'], reject });
      });
      return inTime(coming, `a ${type} arrives`);
    },
    fail,
  };
}

interface Wait {
  resolve(frame: ServerFrame): void;
  reject(error: Error): void;
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
