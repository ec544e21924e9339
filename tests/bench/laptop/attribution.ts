import type { Profiler } from 'node:inspector';
import type { Owner, OwnerOf } from './owners.ts';

/** Milliseconds by owner. */
export type Shares = Record<Owner, number>;

/** Where a profile's time went. */
export interface Attribution {
  /** In the owner's own functions. */
  own: Shares;
  /**
   * The same with native code and Node.js's own library counted for whoever called them, so that
   * only what nobody called remains theirs: collecting garbage, sockets becoming ready.
   */
  caused: Shares;
  /** The functions of each owner by their own milliseconds. */
  functions: Map<Owner, Map<string, number>>;
}

const PLATFORM: Owner = 'Node.js and V8';

const nothing = (): Shares => ({
  'laptop cloud': 0,
  handler: 0,
  'AWS SDK': 0,
  'other libraries': 0,
  'Node.js and V8': 0,
});

/** Adds up the samples of some threads. Time in which a thread waited is left out. */
export function attribute(profiles: readonly Profiler.Profile[], ownerOf: OwnerOf): Attribution {
  const total: Attribution = { own: nothing(), caused: nothing(), functions: new Map() };
  for (const profile of profiles) addProfile(total, profile, ownerOf);
  return total;
}

function addProfile(total: Attribution, profile: Profiler.Profile, ownerOf: OwnerOf): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const owners = new Map<number, Owner>();
  for (const { id, callFrame } of profile.nodes) owners.set(id, ownerOf(callFrame));
  const causerOf = (id: number): Owner => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const owner = owners.get(at);
      if (owner !== undefined && owner !== PLATFORM) return owner;
    }
    return PLATFORM;
  };

  for (const [id, ms] of selfTimes(profile)) {
    const frame = nodes.get(id)?.callFrame;
    if (!frame || frame.functionName === '(idle)') continue;
    const owner = owners.get(id) ?? PLATFORM;
    total.own[owner] += ms;
    total.caused[causerOf(id)] += ms;
    const functions = total.functions.get(owner) ?? new Map<string, number>();
    const name = `${frame.functionName || '(anonymous)'} ${frame.url}:${frame.lineNumber + 1}`;
    functions.set(name, (functions.get(name) ?? 0) + ms);
    total.functions.set(owner, functions);
  }
}

/** Milliseconds by node. A sample stands for the time until the next one. */
function selfTimes({ samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const times = new Map<number, number>();
  samples.forEach((id, i) => {
    times.set(id, (times.get(id) ?? 0) + (timeDeltas[i + 1] ?? 0) / 1000);
  });
  return times;
}
