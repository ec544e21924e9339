import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchedule } from '../../../../local/sqs/schedule.ts';

interface Thing {
  at: number;
  order: number;
}

describe('a schedule', () => {
  it('gives things back when they are due, earliest first, equal times in order of arrival', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(20), deleted: fc.boolean() })),
        fc.nat(20),
        (plan, now) => {
          const schedule = createSchedule<Thing>(({ at }) => at);
          const things = plan.map(({ at, deleted }, order) => ({ at, order, deleted }));
          for (const thing of things) schedule.add(thing);
          for (const thing of things) if (thing.deleted) schedule.delete(thing);

          const due = schedule.takeDue(now);

          const kept = things
            .filter(({ deleted }) => !deleted)
            .sort((a, b) => a.at - b.at || a.order - b.order);
          expect(due).toEqual(kept.filter(({ at }) => at <= now));
          expect(schedule.nextTime()).toBe(kept.find(({ at }) => at > now)?.at);
        },
      ),
    );
  });

  it('leaves another thing of the same time when one is deleted', () => {
    const schedule = createSchedule<Thing>(({ at }) => at);
    const [one, other] = [
      { at: 5, order: 1 },
      { at: 5, order: 2 },
    ];
    schedule.add(one);
    schedule.delete(other);

    expect(schedule.takeDue(5)).toEqual([one]);
  });
});
