import { expect, test } from 'vitest';
import {
  compileKnowledge,
  KnowledgeError,
  type KnowledgeFile,
} from '../../../lambdas/bot/compile.ts';

const PHRASINGS = Array.from(
  { length: 20 },
  (_, i) => `question number ${'abcdefghijklmnopqrst'[i]}`,
);

interface Parts {
  path?: string;
  head?: string[];
  answer?: string;
  phrasings?: string[];
}

function file({
  path = 'billing/late-fee.md',
  head = ['id: late-fee', 'title: Late fees', 'topic: billing', 'queue: billing'],
  answer = 'Pay by the due date.',
  phrasings = PHRASINGS,
}: Parts = {}): KnowledgeFile {
  const bullets = phrasings.map((phrasing) => `- ${phrasing}`);
  const lines = [
    '---',
    ...head,
    '---',
    '',
    '## Answer',
    '',
    answer,
    '',
    '## How customers ask',
    '',
  ];
  return { path, text: [...lines, ...bullets, ''].join('\n') };
}

function problemsOf(...files: KnowledgeFile[]): string[] {
  try {
    compileKnowledge(files);
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('an article becomes what its editor wrote', () => {
  const head = ['id: late-fee', 'title: "Fees: late"', 'topic: billing', 'queue: billing'];
  const answer = 'Two ways:\n\n- pay early\n- call us';
  const source = file({ head: [...head, 'needs_person: true'], answer });

  const knowledge = compileKnowledge([source]);

  expect(knowledge).toEqual({
    articles: [
      {
        id: 'late-fee',
        title: 'Fees: late',
        topic: 'billing',
        queue: 'billing',
        needsPerson: true,
        answer,
        phrasings: PHRASINGS,
      },
    ],
    outOfScope: [],
  });
});

test('files edited on Windows, with a byte order mark or with spare blank lines compile alike', () => {
  const plain = file();
  const windows = { ...plain, text: `\uFEFF${plain.text.replaceAll('\n', '\r\n')}` };
  const spaced = { ...plain, text: plain.text.replace('---\n', '---\n\n') };

  expect(compileKnowledge([windows])).toEqual(compileKnowledge([plain]));
  expect(compileKnowledge([spaced])).toEqual(compileKnowledge([plain]));
});

test('the order of the files does not matter', () => {
  const first = file();
  const second = file({
    path: 'a.md',
    head: ['id: zebra', 'title: Z', 'topic: t', 'queue: general'],
    phrasings: PHRASINGS.map((phrasing) => `other ${phrasing}`),
  });

  const forwards = compileKnowledge([first, second]);
  const backwards = compileKnowledge([second, first]);

  expect(forwards).toEqual(backwards);
  expect(forwards.articles.map(({ id }) => id)).toEqual(['late-fee', 'zebra']);
});

test('the out-of-scope list is kept apart from the articles, and a README is left aside', () => {
  const list = { path: 'out-of-scope.md', text: '## How customers ask\n\n- bake a cake\n' };
  const readme = { path: 'README.md', text: '# How to edit' };

  const knowledge = compileKnowledge([file(), list, readme]);

  expect(knowledge.outOfScope).toEqual(['bake a cake']);
  expect(knowledge.articles).toHaveLength(1);
});

test.each([
  [
    'an unknown queue',
    file({ head: ['id: a', 'title: A', 'topic: t', 'queue: sales'] }),
    'billing/late-fee.md:5: unknown queue "sales"; choose one of billing, technical, retention, general',
  ],
  [
    'a missing title',
    file({ head: ['id: a', 'topic: t', 'queue: general'] }),
    'billing/late-fee.md:1: "title" is missing or not a text',
  ],
  [
    'a misspelt field',
    file({ head: ['id: a', 'title: A', 'topic: t', 'queue: general', 'needsperson: true'] }),
    'billing/late-fee.md:6: unknown field "needsperson"',
  ],
  [
    'a flag that is no flag',
    file({ head: ['id: a', 'title: A', 'topic: t', 'queue: general', 'needs_person: maybe'] }),
    'billing/late-fee.md:6: "needs_person" has to be true or false',
  ],
  ['an empty answer', file({ answer: '' }), 'billing/late-fee.md:8: the answer is empty'],
  [
    'a long answer',
    file({ answer: 'a'.repeat(901) }),
    'billing/late-fee.md:8: the answer has 901 characters; at most 900',
  ],
  [
    'too few phrasings',
    file({ phrasings: PHRASINGS.slice(0, 19) }),
    'billing/late-fee.md:12: 19 phrasings; at least 20 are needed to recognise an article',
  ],
  [
    'the same phrasing twice',
    file({ phrasings: [...PHRASINGS, 'Question  number A?'] }),
    'billing/late-fee.md:34: "Question  number A?" is already a phrasing at billing/late-fee.md:14',
  ],
])('%s is reported with file and line', (_, source, problem) => {
  expect(problemsOf(source)).toEqual([problem]);
});

test('broken front matter is reported at its line', () => {
  const source = file({ head: ['id: a', 'title: "open', 'topic: t', 'queue: general'] });

  const [problem, ...rest] = problemsOf(source);

  expect(problem).toMatch(/^billing\/late-fee\.md:\d+: /);
  expect(rest).toEqual([]);
});

test('a file without front matter and sections names everything it lacks', () => {
  expect(problemsOf({ path: 'x.md', text: 'just words' })).toEqual([
    'x.md:1: the section "## How customers ask" is missing',
    'x.md:1: the file has to begin with a block of id, title, topic and queue between --- lines',
    'x.md:1: the section "## Answer" is missing',
  ]);
});

test('ids and phrasings shared by two articles point at each other, all in one error', () => {
  const first = file({ path: 'a.md' });
  const second = file({ path: 'b.md' });

  const problems = problemsOf(first, second);

  expect(problems).toHaveLength(21);
  expect(problems[0]).toBe('b.md:14: "question number a" is already a phrasing at a.md:14');
  expect(problems.at(-1)).toBe('b.md:2: id "late-fee" is already used at a.md:2');
});
