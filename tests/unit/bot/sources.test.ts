import { expect, it } from 'vitest';
import { loadKnowledge } from '../../../lambdas/bot/load.ts';
import { createSources } from '../../../lambdas/bot/sources.ts';
import { intents, network } from '../../support/minds.ts';

const asset = (name: string) => new URL(`../../../dist/test/${name}`, import.meta.url);
const knowledge = loadKnowledge(asset('knowledge.json'));
const sources = createSources(knowledge, intents, network);
const idOf = (topic: string) => knowledge.articles.find((it) => it.topic === topic)?.id ?? '';

it('the article that answers comes first, whatever the words', () => {
  for (const { id, topic, title } of knowledge.articles) {
    if (topic === 'smalltalk') continue;
    for (const text of [title, 'my bill is higher than last month', '']) {
      const found = sources(text, id);
      expect(found[0]?.id).toBe(id);
      expect(found.length).toBeLessThanOrEqual(3);
      expect(new Set(found).size).toBe(found.length);
      expect(found.some((article) => article.topic === 'smalltalk')).toBe(false);
    }
  }
});

it('what the words are about follows it', () => {
  const [first, second] = sources('how do i set up voicemail', idOf('billing'));

  expect(first?.topic).toBe('billing');
  expect(second?.id).toMatch(/voicemail/);
});

it('small talk and unknown articles have none', () => {
  expect(sources('thanks a lot', idOf('smalltalk'))).toEqual([]);
  expect(sources('how do i set up voicemail', 'no-such-article')).toEqual([]);
});
