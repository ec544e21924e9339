import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { packTensors } from '../../../lambdas/language/pack.ts';
import { openTensors } from '../../../lambdas/language/tensors.ts';
import { MAX_WORDS, wordsOf } from '../../../lambdas/language/words.ts';
import { network } from '../../support/minds.ts';

interface Golden {
  text: string;
  words: [string, boolean][];
  sentence: number[];
  answers: number[];
}

const GOLDEN = JSON.parse(
  readFileSync(new URL('./golden.json', import.meta.url), 'utf8'),
) as Golden[];

/** What eight bits per weight may cost. */
const SENTENCE_TOLERANCE = 0.03;
const ANSWER_TOLERANCE = 0.25;

describe.each(GOLDEN)('a message is read as in training: $text', (golden) => {
  it('falls into the same words', () => {
    const words = wordsOf(golden.text).map(({ text, shouted }) => [text, shouted]);

    expect(words).toEqual(golden.words);
  });

  it('means the same to the network, but for rounding', () => {
    const { sentence, answers } = network.read(golden.text);

    golden.sentence.forEach((value, at) => {
      expect(Math.abs((sentence[at] as number) - value)).toBeLessThan(SENTENCE_TOLERANCE);
    });
    golden.answers.forEach((value, at) => {
      expect(Math.abs((answers[at] as number) - value)).toBeLessThan(ANSWER_TOLERANCE);
    });
  });
});

test('words know where they stand in the text', () => {
  const text = 'Hi!! It’s  £412 …';

  const stretches = wordsOf(text).map(({ start, end }) => text.slice(start, end));

  expect(stretches).toEqual(['Hi', '!!', 'It’s', '£', '412', '…']);
});

test('of a long message the beginning and the end are read', () => {
  const words = wordsOf(Array.from({ length: 200 }, (_, at) => `w${'x'.repeat(at % 7)} `).join(''));

  expect(words).toHaveLength(MAX_WORDS);
  expect(words.at(-1)?.end).toBeGreaterThan(700);
});

test('leaving words out tells what each was worth, and leaves the next reading alone', () => {
  const text = 'hello there, let me talk to a person';
  const before = [...network.read(text).answers];
  const request = network.outputs.indexOf('request');

  const without = network.answersWithoutEach(text);

  const drops = without.map((answers) => (before[request] ?? 0) - (answers[request] ?? 0));
  expect(without).toHaveLength(network.read(text).words.length);
  expect(drops.indexOf(Math.max(...drops))).toBeGreaterThan(2);
  expect([...network.read(text).answers]).toEqual(before);
});

test('sentence vectors have length 1', () => {
  const { sentence } = network.read('when is my bill due');

  expect(Math.hypot(...sentence)).toBeCloseTo(1, 5);
});

describe('a model file', () => {
  const values = Float32Array.from([0, 0, 0, 1, -2, 127, 0.5]);
  const bytes = packTensors(
    ['a', 'b'],
    { made: 'here' },
    {
      odd: { rows: 1, columns: 7, values, as: 'int8' },
      plain: { rows: 7, columns: 1, values, as: 'float32' },
    },
  );

  it('gives back what was stored, bytes to a hundredth of the largest of a row', () => {
    const tensors = openTensors(bytes);

    expect(tensors.outputs).toEqual(['a', 'b']);
    expect(tensors.card).toEqual({ made: 'here' });
    expect([...tensors.float('plain')]).toEqual([...values]);
    tensors.float('odd').forEach((value, at) => {
      expect(Math.abs(value - (values[at] as number))).toBeLessThanOrEqual(0.5);
    });
  });

  it('is the same for the same tables', () => {
    const again = packTensors(
      ['a', 'b'],
      { made: 'here' },
      {
        odd: { rows: 1, columns: 7, values, as: 'int8' },
        plain: { rows: 7, columns: 1, values, as: 'float32' },
      },
    );

    expect(again).toEqual(bytes);
  });

  it('is refused when it is something else, or lacks a table', () => {
    expect(() => openTensors(new Uint8Array(16))).toThrow('not a model file');
    expect(() => openTensors(bytes).float('none')).toThrow('no float32 "none"');
  });
});
