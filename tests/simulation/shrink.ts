import type { History } from './history.ts';
import { play } from './run.ts';
import type { Plan } from './script/plan.ts';
import { allOf, type Kept, smaller } from './script/smaller.ts';

/** Runs that shrinking may take. */
const MOST_RUNS = 400;

/**
 * The smallest part of a plan found that still fails: first without whole people, then
 * without halves, quarters … and single ones of the actions and faults.
 */
export async function shrink(plan: Plan, fails: (history: History) => boolean): Promise<Kept> {
  let kept = allOf(plan);
  let runs = 0;
  const breaks = async (candidate: Kept) => {
    runs += 1;
    const { history } = await play(smaller(plan, candidate));
    return fails(history);
  };
  const attempt = async (candidate: Kept) => {
    if (runs >= MOST_RUNS || !(await breaks(candidate))) return false;
    kept = candidate;
    return true;
  };
  const thin = async (part: 'actions' | 'faults') => {
    for (let size = Math.ceil(kept[part].length / 2); size >= 1; size = size >> 1) {
      for (let from = 0; from < kept[part].length; ) {
        const rest = [...kept[part].slice(0, from), ...kept[part].slice(from + size)];
        if (!(await attempt({ ...kept, [part]: rest }))) from += size;
      }
    }
  };

  await attempt({ ...kept, faults: [] });
  for (const role of ['customers', 'agents'] as const) {
    for (const place of kept[role]) {
      const who = role === 'customers' ? 'customer' : 'agent';
      await attempt({
        ...kept,
        [role]: kept[role].filter((other) => other !== place),
        actions: kept.actions.filter((i) => {
          const action = plan.actions[i];
          return action?.who !== who || action.index !== place;
        }),
      });
    }
  }
  for (let size = -1; size !== kept.actions.length + kept.faults.length; ) {
    size = kept.actions.length + kept.faults.length;
    await thin('faults');
    await thin('actions');
  }
  return kept;
}
