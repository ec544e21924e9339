import { type Cell, type GroupResult, tableLines } from '../report.ts';
import type { Attribution } from './attribution.ts';
import type { Owner } from './owners.ts';

const HOTTEST = 10;
const ROOT = new URL('../../../', import.meta.url);

/** Prints whose code ran during `trips` round trips, and the laptop cloud's hottest functions. */
export function reportProfile(
  { own, caused, functions }: Attribution,
  trips: number,
): GroupResult['figures'] {
  const figures: GroupResult['figures'] = {};
  const owners = Object.keys(own) as Owner[];
  const total = owners.reduce((sum, owner) => sum + own[owner], 0);
  const percent = (ms: number) => ((ms / total) * 100).toFixed(1);
  const rows = owners.map((owner): Cell[] => {
    figures[`profile: ${owner}, own functions %`] = Number(percent(own[owner]));
    figures[`profile: ${owner}, with what it called %`] = Number(percent(caused[owner]));
    return [owner, (own[owner] / trips).toFixed(2), percent(own[owner]), percent(caused[owner])];
  });
  const perTrip = (total / trips).toFixed(2);
  figures['profile: ms per round trip, all threads'] = Number(perTrip);
  const head = ['whose code runs', 'ms per trip', 'own %', 'with what it called %'];
  const lines = tableLines(head, [...rows, ['all', perTrip, '100', '100']]);

  const hottest = [...(functions.get('laptop cloud') ?? [])]
    .sort(([, a], [, b]) => b - a)
    .slice(0, HOTTEST)
    .map(([name, ms]): Cell[] => [name.replace(ROOT.href, ''), (ms / trips).toFixed(3)]);
  lines.push('', ...tableLines(['hottest of the laptop cloud', 'ms per trip'], hottest));
  console.log();
  for (const line of lines) console.log(line);
  return figures;
}
