import { createHash } from 'node:crypto';

/**
 * Chance that comes out the same for the same seed. Each stream is drawn from by itself, so that
 * what one function does is not changed by how another's calls fall between its own.
 */
export interface Schedule {
  readonly seed: number;
  /** The stream's next number, from 0 up to 1. */
  next(stream: string): number;
  /** The list in an order of the stream's choosing. */
  shuffle<T>(stream: string, list: Iterable<T>): T[];
}

/** The nth number of a stream is a hash of seed, stream and n. */
export function createSchedule(seed: number): Schedule {
  const drawn = new Map<string, number>();

  function next(stream: string): number {
    const n = drawn.get(stream) ?? 0;
    drawn.set(stream, n + 1);
    const digest = createHash('sha256').update(`${seed}/${stream}/${n}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  }

  return {
    seed,
    next,
    shuffle(stream, list) {
      const shuffled = [...list];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = Math.floor(next(stream) * (last + 1));
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    },
  };
}
