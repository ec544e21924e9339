import { describe, expect, it } from 'vitest';
import {
  cpuMs,
  parseCpuMs,
  parseProcesses,
  treeOf,
  watchMemory,
} from '../../../bench/laptop/process-tree.ts';

const TABLE = `
    1     0   4000
   10     1  20000
   11    10   3000
  112    11    500
   20     1   9000
`;

describe('process tree', () => {
  it('holds a process with its descendants and nobody else', () => {
    const tree = treeOf(parseProcesses(TABLE), 10);

    expect(tree.map(({ pid, rssKb }) => [pid, rssKb])).toEqual([
      [10, 20000],
      [11, 3000],
      [112, 500],
    ]);
  });

  it('is empty for a process that is gone', () => {
    expect(treeOf(parseProcesses(TABLE), 99)).toEqual([]);
  });
});

describe('CPU time', () => {
  it('adds user and system time, whatever the program is called', () => {
    const stat = '42 (a) (b c) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 7 7 20 0 12 0 100 1 1';

    expect(parseCpuMs(stat)).toBe(3000);
  });

  it('grows with work, where it can be told', async () => {
    const before = await cpuMs([process.pid]);
    const until = process.cpuUsage().user + 100_000;
    while (process.cpuUsage().user < until);
    const after = await cpuMs([process.pid]);

    if (process.platform !== 'linux') expect([before, after]).toEqual([undefined, undefined]);
    else expect(Number(after) - Number(before)).toBeGreaterThanOrEqual(50);
  });
});

describe('memory', () => {
  it('is told for a process that runs, and is nothing for one that does not', async () => {
    const stop = watchMemory([process.pid, 2 ** 30]);

    const [own = 0, none] = await stop();

    expect(own).toBeGreaterThan(20);
    expect(none).toBe(0);
  });
});
