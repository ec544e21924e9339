import { textKey } from './fingerprint.ts';

/**
 * What a message may ask for, short enough to be kept: `<key of the article>:<chance in percent>`,
 * likeliest first, joined by `-`. Null if nothing is likely.
 */
export function matterOf(asked: readonly { id: string; chance: number }[]): string | null {
  const parts = asked.map(({ id, chance }) => `${textKey(id)}:${Math.round(100 * chance)}`);
  return parts.length > 0 ? parts.join('-') : null;
}

/** The probability (0..1) that two messages ask for the same article, each by itself. */
export function sameMatter(a: string, b: string): number {
  const chances = new Map(partsOf(b));
  return partsOf(a).reduce((sum, [id, chance]) => sum + chance * (chances.get(id) ?? 0), 0);
}

function partsOf(matter: string): [string, number][] {
  return matter.split('-').map((part) => {
    const [id = '', percent = '0'] = part.split(':');
    return [id, Number(percent) / 100];
  });
}
