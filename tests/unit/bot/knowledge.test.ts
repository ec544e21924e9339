import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileKnowledge } from '../../../lambdas/bot/compile.ts';
import { loadKnowledge } from '../../../lambdas/bot/load.ts';
import { buildKnowledge, readKnowledgeFiles } from '../../../scripts/build-knowledge.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('every shipped article compiles, and there are at least 60 with 20 phrasings or more', () => {
  const { articles } = compileKnowledge(readKnowledgeFiles());

  expect(articles.length).toBeGreaterThanOrEqual(60);
  expect(articles.filter(({ phrasings }) => phrasings.length < 20)).toEqual([]);
});

test('an article lies in the folder of its topic, under its id', () => {
  const files = readKnowledgeFiles().filter(({ path }) => !path.endsWith('out-of-scope.md'));
  const { articles } = compileKnowledge(files);

  const expected = articles.map(({ topic, id }) => `lambdas/bot/knowledge/${topic}/${id}.md`);

  expect(files.map(({ path }) => path).sort()).toEqual(expected.sort());
});

test('answers are plain lines: no headings, links, tables or emphasis', () => {
  const { articles } = compileKnowledge(readKnowledgeFiles());

  const marked = articles.filter(({ answer }) => /^#|\]\(|^\||__|\*\*[^\d]/m.test(answer));

  expect(marked.map(({ id }) => id)).toEqual([]);
});

test('what only a person can settle says that a person can', () => {
  const { articles } = compileKnowledge(readKnowledgeFiles());

  const silent = articles.filter(
    ({ needsPerson, answer }) => needsPerson && !/person/.test(answer),
  );

  expect(articles.some(({ needsPerson }) => needsPerson)).toBe(true);
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('no answer claims that the bot has done something to an account', () => {
  const { articles } = compileKnowledge(readKnowledgeFiles());
  const claim = /\bI('ve| have) (now )?(cancel|refund|credit|chang|block|remov|correct|book|sent)/i;

  expect(articles.filter(({ answer }) => claim.test(answer)).map(({ id }) => id)).toEqual([]);
});

test('what is built is what is loaded, and building twice gives the same bytes', () => {
  const folders = [join(folder, 'deep', 'first'), join(folder, 'again')] as const;

  for (const one of folders) buildKnowledge(one);

  const { articles } = compileKnowledge(readKnowledgeFiles());
  const untaught = articles.map(({ phrasings: _, ...article }) => article);
  const [first, again] = folders.map((one) => (name: string) => readFileSync(join(one, name)));
  expect(loadKnowledge(pathToFileURL(join(folders[0], 'knowledge.json')))).toEqual({
    articles: untaught,
  });
  expect(first?.('knowledge.json')).toEqual(again?.('knowledge.json'));
  expect(first?.('intents.bin')).toEqual(again?.('intents.bin'));
});

test.each(['null', '{"article":[]}', '{"articles":[{"id":"a"}]}', '{"articles":{}}'])(
  'a file of another shape is refused: %s',
  (text) => {
    const path = join(folder, 'knowledge.json');
    writeFileSync(path, text);

    expect(() => loadKnowledge(pathToFileURL(path))).toThrow('does not hold compiled knowledge');
  },
);
