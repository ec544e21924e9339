/** Number of a feature that the dictionary has not learned. */
export const UNKNOWN = -1;

/** Numbers features from 0 without gaps, in the order in which they are learned. */
export interface Dictionary {
  /** The numbers of the features, each once; new ones are learned. */
  learn(features: readonly number[]): number[];
  /** The numbers of the features, each once; every different unknown one as `UNKNOWN`. */
  find(features: readonly number[]): number[];
  size(): number;
}

/** Makes an empty dictionary. */
export function createDictionary(): Dictionary {
  const numbers = new Map<number, number>();
  /** By number: the call of `learn` that saw it last. Cheaper than a set per call. */
  const lastSeen: number[] = [];
  let call = 0;
  return {
    learn(features) {
      call++;
      const result: number[] = [];
      for (const feature of features) {
        let number = numbers.get(feature);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(feature, number);
          lastSeen.push(0);
        }
        if (lastSeen[number] === call) continue;
        lastSeen[number] = call;
        result.push(number);
      }
      return result;
    },
    find: (features) => [...new Set(features)].map((feature) => numbers.get(feature) ?? UNKNOWN),
    size: () => numbers.size,
  };
}
