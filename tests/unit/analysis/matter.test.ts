import { expect, it } from 'vitest';
import { matterOf, sameMatter } from '../../../lambdas/analysis/matter.ts';
import { mind } from '../../support/minds.ts';

const matter = (text: string): string => {
  const found = matterOf(mind.asked(mind.network.read(text)));
  if (found === null) throw new Error(`Nothing is likely to be asked by "${text}".`);
  return found;
};

it('is the same for one question in two wordings, and not for two questions', () => {
  const lost = matter('I lost my phone on the bus');
  const stolen = matter('my mobile got stolen, what now');
  const due = matter('when is my bill due');

  expect(sameMatter(lost, stolen)).toBeGreaterThan(0.5);
  expect(sameMatter(lost, due)).toBeLessThan(0.1);
  expect(sameMatter(lost, due)).toBe(sameMatter(due, lost));
});

it('is a probability, and shows no words of the message', () => {
  const asked = [
    { id: 'lost-or-stolen-phone', chance: 0.6 },
    { id: 'report-a-scam', chance: 0.3 },
  ];

  const kept = matterOf(asked) ?? '';

  expect(kept).toMatch(/^[a-z0-9]+:60-[a-z0-9]+:30$/);
  expect(sameMatter(kept, kept)).toBeCloseTo(0.6 ** 2 + 0.3 ** 2, 5);
});

it('is nothing where nothing is likely', () => {
  expect(matterOf([])).toBeNull();
});
