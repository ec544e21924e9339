import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createKernel, type Floats } from '../../../lambdas/language/kernel/kernel.ts';
import { KERNEL_MODULE } from '../../../lambdas/language/kernel/module.ts';
import { seededRandom } from '../../../lambdas/language/random.ts';
import { compileKernel } from '../../../scripts/build-kernel.ts';

test('the compiled module is that of the source', async () => {
  expect(Buffer.from(await compileKernel()).toString('base64')).toBe(KERNEL_MODULE);
}, 30_000);

const CAPACITY = 20_000;
const sizes = { count: fc.integer({ min: 1, max: 20 }), eights: fc.integer({ min: 1, max: 4 }) };
const shapes = fc.record({ ...sizes, seed: fc.integer() });

/** Numbers from -1 to 1 in every place. */
function fill({ values }: Floats, random: () => number): void {
  for (let at = 0; at < values.length; at++) values[at] = 2 * random() - 1;
}

const at = (numbers: Floats, place: number): number => numbers.values[place] as number;

describe('the kernel computes what plain loops do', () => {
  it('in a convolution', () => {
    fc.assert(
      fc.property(shapes, ({ count, eights, seed }) => {
        const width = 8 * eights;
        const kernel = createKernel(CAPACITY);
        const random = seededRandom(seed);
        const layer = { weights: kernel.floats(3 * width * width), bias: kernel.floats(width) };
        const from = kernel.floats((count + 3) * width);
        const to = kernel.floats((count + 3) * width);
        for (const numbers of [layer.weights, layer.bias, from]) fill(numbers, random);

        kernel.convolve(layer, from, to, count, width);

        for (let row = 1; row <= count; row++) {
          for (let out = 0; out < width; out++) {
            let sum = at(layer.bias, out);
            for (let i = 0; i < 3 * width; i++) {
              sum += at(layer.weights, 3 * width * out + i) * at(from, (row - 1) * width + i);
            }
            const place = row * width + out;
            expect(at(to, place)).toBeCloseTo(at(from, place) + Math.max(0, sum), 3);
          }
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('in a dense layer and its rectifier', () => {
    fc.assert(
      fc.property(shapes, ({ count, eights, seed }) => {
        const kernel = createKernel(CAPACITY);
        const random = seededRandom(seed);
        const from = kernel.floats(8 * eights);
        const to = kernel.floats(4 * count);
        const layer = {
          weights: kernel.floats(32 * eights * count),
          bias: kernel.floats(4 * count),
        };
        for (const numbers of [layer.weights, layer.bias, from]) fill(numbers, random);

        kernel.dense(layer, from, to);
        kernel.rectify(to);

        for (let out = 0; out < 4 * count; out++) {
          let sum = at(layer.bias, out);
          from.values.forEach((value, i) => {
            sum += value * at(layer.weights, out * 8 * eights + i);
          });
          expect(at(to, out)).toBeCloseTo(Math.max(0, sum), 3);
        }
      }),
      { numRuns: 30, seed: 2 },
    );
  });

  it('in pooling, with and without a gap', () => {
    fc.assert(
      fc.property(shapes, fc.nat(20), ({ count, eights, seed }, chosen) => {
        const width = 8 * eights;
        const gap = chosen % (count + 1);
        const kernel = createKernel(CAPACITY);
        const random = seededRandom(seed);
        const [input, output] = [kernel.floats(22 * width), kernel.floats(22 * width)];
        const to = kernel.floats(3 * width);
        fill(input, random);
        fill(output, random);

        kernel.pool({ input, output }, to, { count, gap, width });

        const rows = Array.from({ length: count }, (_, row) => row + 1).filter(
          (row) => row !== gap,
        );
        const share = 1 / Math.sqrt(Math.max(1, rows.length));
        for (let column = 0; column < width; column++) {
          const of = (numbers: Floats) => rows.map((row) => at(numbers, row * width + column));
          const sum = (list: number[]) => list.reduce((all, value) => all + value, 0);
          expect(at(to, column)).toBeCloseTo(share * sum(of(input)), 4);
          expect(at(to, width + column)).toBeCloseTo(share * sum(of(output)), 4);
          expect(at(to, 2 * width + column)).toBeCloseTo(Math.max(-1e4, ...of(output)), 4);
        }
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  it('in adding stored rows, whose length is no multiple of eight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (columns, seed) => {
        const kernel = createKernel(CAPACITY);
        const random = seededRandom(seed);
        const values = Int8Array.from({ length: 3 * columns }, () => 254 * random() - 127);
        const table = kernel.bytes(values);
        const to = kernel.floats(Math.ceil(columns / 8) * 8);
        fill(to, random);
        const before = to.values.slice();

        kernel.addRow(table + 2 * columns, columns, 0.01, to);

        for (let column = 0; column < columns; column++) {
          const added = 0.01 * (values[2 * columns + column] as number);
          expect(at(to, column)).toBeCloseTo((before[column] as number) + added, 4);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('in unpacking a table, and leaves later numbers zero', () => {
    const kernel = createKernel(100);
    const table = {
      rows: 2,
      columns: 8,
      values: Int8Array.from([...Array(16).keys()]),
      scales: Float32Array.of(1, 0.5),
    };
    const to = kernel.floats(16);

    kernel.unpack(table, to);

    expect([...to.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5]);
    expect([...kernel.floats(8).values]).toEqual(Array(8).fill(0));
  });
});

test('a kernel without room says so', () => {
  expect(() => createKernel(10).floats(100_000)).toThrow(RangeError);
});
