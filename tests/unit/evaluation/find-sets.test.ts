import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../evaluation/sets/data-error.ts';
import { findSets } from '../../evaluation/sets/find-sets.ts';
import type { IntentBot } from '../../evaluation/sets/types.ts';
import { conversation, dataFolder, message } from './data-folder.ts';

const CSV = 'text,category\nwhere is my card,card_arrival\nlost it,card_lost\n';
const BOT: IntentBot = {
  name: '',
  train: [
    { text: 'where is my card', intent: 'card_arrival' },
    { text: 'lost it', intent: 'card_lost' },
  ],
  validation: [],
  test: [{ text: 'no card came', intent: 'card_arrival' }],
};

function partsOf(files: Parameters<typeof dataFolder>[0]) {
  const sets = findSets([dataFolder(files)]);
  expect(sets).toHaveLength(1);
  return sets[0]?.parts;
}

describe('the project’s own format', () => {
  test('messages and conversations of a folder make one set under its name', () => {
    const gold = { escalateAt: 1, window: [1, 2], priority: 'high' };
    const folder = dataFolder({
      'messages.jsonl': [message()],
      'conversations.jsonl': [conversation(), conversation(gold)],
      'README.md': 'About the data.',
    });

    const [set] = findSets([folder]);

    expect(set?.name).toBe(basename(folder));
    expect(set?.parts.map(({ kind, ...part }) => [kind, 'rows' in part && part.rows])).toEqual([
      ['messages', [expect.objectContaining({ id: 'm1', humanRequest: true })]],
      [
        'conversations',
        [expect.objectContaining({ gold: null }), expect.objectContaining({ gold })],
      ],
    ]);
  });

  test('a label that is not known is refused with its file, entry and field', () => {
    const folder = dataFolder({
      'messages.jsonl': [message(), message({ topics: ['weather'] })],
    });

    expect(() => findSets([folder])).toThrow(/messages\.jsonl: entry 2, topics\.0/);
  });

  test('a chat that needs a person has to say when and how urgently', () => {
    const folder = dataFolder({ 'conversations.jsonl': [conversation({ escalateAt: 1 })] });

    expect(() => findSets([folder])).toThrow(/conversations\.jsonl \(c1\): .* window/);
  });
});

describe('intents', () => {
  test('banking77: text and category, train and test', () => {
    const test = 'text,category\nno card came,card_arrival\n';

    expect(partsOf({ 'train.csv': CSV, 'test.csv': test })).toEqual([
      { kind: 'intents', format: 'banking77', bots: [BOT] },
    ]);
  });

  test('CLINC150: lists by split, out of scope told apart, in one file or two', () => {
    const train = { train: [['a', 'x']], val: [['b', 'x']], oos_train: [['c', 'oos']] };
    const test = { test: [['d', 'x']], oos_test: [['e', 'oos']] };
    const bots = [
      {
        name: '',
        train: [
          { text: 'a', intent: 'x' },
          { text: 'c', intent: null },
        ],
        validation: [{ text: 'b', intent: 'x' }],
        test: [
          { text: 'd', intent: 'x' },
          { text: 'e', intent: null },
        ],
      },
    ];
    const json = (value: unknown) => JSON.stringify(value);

    const split = partsOf({ 'train.json': json(train), 'test.json': json(test) });
    const whole = partsOf({ 'data_full.json': json({ ...train, ...test }) });

    expect(split).toEqual([{ kind: 'intents', format: 'clinc150', bots }]);
    expect(whole).toEqual(split);
  });

  test('CLINC150: plain lists of pairs in files named train and test', () => {
    const parts = partsOf({
      'train.json': [['a', 'x']],
      'test.json': [
        ['d', 'oos'],
        ['e', 'x'],
      ],
    });

    expect(parts).toMatchObject([
      { format: 'clinc150', bots: [{ test: [{ intent: null }, { intent: 'x' }] }] },
    ]);
  });

  test('HINT3: one bot for each pair of files, also where they lie in folders', () => {
    const train = 'sentence,label,\nhow much,PRICE,\n';
    const test = 'sentence,label\nwhat does it cost,PRICE\nwho won,NO_NODES_DETECTED\n';
    const bot = {
      train: [{ text: 'how much', intent: 'PRICE' }],
      test: [{ intent: 'PRICE' }, { intent: null }],
    };
    const expected = [
      {
        format: 'hint3',
        bots: [
          { name: 'a', ...bot },
          { name: 'b', ...bot },
        ],
      },
    ];

    const files = partsOf({
      'a_train.csv': train,
      'a_test.csv': test,
      'b_train.csv': train,
      'b_test.csv': test,
    });
    const folders = partsOf({
      'train/a_train.csv': train,
      'train/b_train.csv': train,
      'test/a_test.csv': test,
      'test/b_test.csv': test,
    });
    const botFolders = partsOf({
      'a/train.csv': train,
      'a/test.csv': test,
      'b/train.csv': train,
      'b/test.csv': test,
    });

    expect([files, folders, botFolders]).toMatchObject([expected, expected, expected]);
  });

  test('a bot without its train part is refused by name', () => {
    const test = 'sentence,label\nwhat does it cost,PRICE\n';
    const folder = dataFolder({ 'a_test.csv': test });

    expect(() => findSets([folder])).toThrow(/no train part of a/);
  });
});

describe('sets that need no training', () => {
  const handoff = [
    { text: 'get me a human', intents: ['handoff'] },
    { text: 'at nine', slots: {} },
  ];
  const rows = [
    { text: 'get me a human', request: true },
    { text: 'at nine', request: false },
  ];

  test('NLU++: the intent handoff asks for a person; domains are joined, odd folds measured', () => {
    const other = [{ text: 'hello', intents: ['greet'] }];

    const test = partsOf({ 'test.json': handoff });
    const byDomain = partsOf({
      'test.json': JSON.stringify({ banking: handoff, hotels: handoff }),
    });
    const nested = partsOf({
      'test/banking/fold1.json': handoff,
      'test/hotels/fold2.json': handoff,
    });
    const folds = partsOf({
      'ontology.json': '{"intents": {}}',
      'banking/fold0.json': other,
      'banking/fold1.json': handoff,
      'hotels/fold1.json': handoff,
    });

    expect(test).toEqual([{ kind: 'requests', rows }]);
    const both = [{ kind: 'requests', rows: [...rows, ...rows] }];
    expect([folds, byDomain, nested]).toEqual([both, both, both]);
  });

  test('TweetEval: texts and labels line by line, a quotation mark being part of the text', () => {
    const parts = partsOf({
      'test_text.txt': 'she said "no\nmeh\nyay\n',
      'test_labels.txt': '0\n1\n2\n',
      'mapping.txt': '0\tnegative\n',
      'train_text.txt': 'bad\n',
      'train_labels.txt': '0\n',
    });

    expect(parts).toEqual([
      {
        kind: 'sentiment',
        rows: [
          { text: 'she said "no', sentiment: 'negative' },
          { text: 'meh', sentiment: 'neutral' },
          { text: 'yay', sentiment: 'positive' },
        ],
      },
    ]);
  });

  test.each([
    ['test.csv', 'text,label\n"bad, really",0\ngood,2\n'],
    ['test.tsv', 'bad, really\tnegative\ngood\tpositive\n'],
    [
      'test.jsonl',
      [
        { text: 'bad, really', label: 0 },
        { text: 'good', label: 2 },
      ],
    ],
    [
      'Tweets.csv',
      'id,airline_sentiment,airline_sentiment_confidence,text\n1,negative,1,"bad, really"\n2,positive,1,good\n',
    ],
  ])('sentiment in %s', (name, content) => {
    expect(partsOf({ [name]: content })).toEqual([
      {
        kind: 'sentiment',
        rows: [
          { text: 'bad, really', sentiment: 'negative' },
          { text: 'good', sentiment: 'positive' },
        ],
      },
    ]);
  });

  test.each([
    ['without header', ''],
    ['with header', 'dr_id,question_1,question_2,label\n'],
  ])('question pairs %s', (_, header) => {
    const csv = `${header}1,"Is it bad, doctor?",Should I worry?,1\n1,Is it bad?,Is it good?,0\n`;

    expect(partsOf({ 'test.csv': csv })).toEqual([
      {
        kind: 'pairs',
        rows: [
          { first: 'Is it bad, doctor?', second: 'Should I worry?', same: true },
          { first: 'Is it bad?', second: 'Is it good?', same: false },
        ],
      },
    ]);
  });
});

describe('folders', () => {
  test('a folder of sets gives each under its own name; the same name again gets a number', () => {
    const folder = dataFolder({
      'own/messages.jsonl': [message()],
      'banking77/train.csv': CSV,
      'banking77/test.csv': CSV,
    });

    const sets = findSets([folder, `${folder}/own`]);

    expect(sets.map(({ name }) => name)).toEqual(['banking77', 'own', 'own-2']);
  });

  test.each<[string, Parameters<typeof dataFolder>[0], RegExp]>([
    ['nothing to read', { 'README.md': 'hello' }, /no file here is evaluation data/],
    ['unknown columns', { 'test.csv': 'a,b,c\n1,2,3\n4,5,6\n' }, /test\.csv: 3 columns without/],
    ['no JSON', { 'test.jsonl': '{"text": "a", "label": 0}\n{oops' }, /test\.jsonl:2: .*not JSON/],
    ['a broken CSV', { 'test.csv': 'text,label\n"open,0\n' }, /test\.csv: /],
    ['labels missing', { 'test_text.txt': 'a\n' }, /test_labels\.txt is missing/],
    [
      'too few labels',
      { 'test_text.txt': 'a\nb\n', 'test_labels.txt': '0\n' },
      /test_labels\.txt: 1 labels for 2 texts/,
    ],
    ['no test part', { 'train.csv': CSV }, /no test part/],
    [
      'two kinds in one',
      { 'messages.jsonl': [message()], 'test.csv': 'text,label\na,0\n' },
      /messages and sentiment do not belong/,
    ],
  ])('%s: refused by a message with the formats known', (_, files, problem) => {
    const folder = dataFolder(files);

    const find = () => findSets([folder]);

    expect(find).toThrow(DataError);
    expect(find).toThrow(problem);
    expect(find).toThrow(/Formats known:/);
  });

  test('a folder that is not there is named', () => {
    expect(() => findSets(['/nowhere/at-all'])).toThrow('/nowhere/at-all: there is no such folder');
  });
});
