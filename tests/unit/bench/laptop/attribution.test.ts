import type { Profiler } from 'node:inspector';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../../bench/laptop/attribution.ts';
import type { OwnerOf } from '../../../bench/laptop/owners.ts';

const node = (
  id: number,
  functionName: string,
  url: string,
  children: number[] = [],
): Profiler.ProfileNode => ({
  id,
  callFrame: { functionName, url, scriptId: '0', lineNumber: 6, columnNumber: 0 },
  children,
});

/** (root) > ours > writev; (root) > (idle); (root) > (garbage collector); (root) > sdk > node: > ours */
const NODES = [
  node(1, '(root)', '', [2, 4, 5, 6]),
  node(2, 'answer', 'ours', [3]),
  node(3, 'writev', ''),
  node(4, '(idle)', ''),
  node(5, '(garbage collector)', ''),
  node(6, 'send', 'sdk', [7]),
  node(7, 'emit', 'node:events', [8]),
  node(8, '', 'ours'),
];

const OWNERS: Record<string, ReturnType<OwnerOf>> = { ours: 'laptop cloud', sdk: 'AWS SDK' };
const ownerOf: OwnerOf = ({ url }) => OWNERS[url] ?? 'Node.js and V8';

/** Each sample lasts until the next; the last one's end is the profile's. */
function profile(samples: number[], ms: number[]): Profiler.Profile {
  const timeDeltas = [0, ...ms.map((each) => each * 1000)];
  return { nodes: NODES, startTime: 0, endTime: 0, samples: [...samples, 1], timeDeltas };
}

describe('attribution of a profile', () => {
  it('counts a sample until the next one, for the owner of the function that ran', () => {
    const { own } = attribute([profile([2, 6, 2], [1, 2, 4])], ownerOf);

    expect(own['laptop cloud']).toBe(5);
    expect(own['AWS SDK']).toBe(2);
  });

  it('counts native code for whoever called it, as caused', () => {
    const { own, caused } = attribute([profile([2, 3, 7], [1, 10, 100])], ownerOf);

    expect(own).toMatchObject({ 'laptop cloud': 1, 'AWS SDK': 0, 'Node.js and V8': 110 });
    expect(caused).toMatchObject({ 'laptop cloud': 11, 'AWS SDK': 100, 'Node.js and V8': 0 });
  });

  it('counts what the nearest owner called for that one, not for who is above', () => {
    const { caused } = attribute([profile([8], [3])], ownerOf);

    expect(caused).toMatchObject({ 'laptop cloud': 3, 'AWS SDK': 0 });
  });

  it('leaves garbage to V8 and waiting to nobody', () => {
    const { own, caused } = attribute([profile([4, 5], [50, 7])], ownerOf);

    const total = Object.values(own).reduce((sum, ms) => sum + ms, 0);
    expect(total).toBe(7);
    expect(caused['Node.js and V8']).toBe(7);
  });

  it('adds up threads, and their functions by file and line', () => {
    const { own, functions } = attribute([profile([2], [1]), profile([2, 8], [2, 4])], ownerOf);

    expect(own['laptop cloud']).toBe(7);
    expect([...(functions.get('laptop cloud') ?? [])]).toEqual([
      ['answer ours:7', 3],
      ['(anonymous) ours:7', 4],
    ]);
  });
});
