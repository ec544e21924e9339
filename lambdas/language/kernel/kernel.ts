import type { Int8Table } from '../tensors.ts';
import { KERNEL_MODULE } from './module.ts';

/** Numbers in the kernel's memory: where they start, in bytes, and a view of them. */
export interface Floats {
  at: number;
  values: Float32Array;
}

/** Weights with one row per output, and a bias each. */
export interface Layer {
  weights: Floats;
  bias: Floats;
}

/**
 * The sums behind a reading, over memory of its own. Widths and numbers of outputs are multiples of
 * four; rows 0 and `count + 1` of a convolution's input are its neighbours.
 */
export interface Kernel {
  /** Takes room for `count` numbers, zeros at first. Throws RangeError if there is none left. */
  floats(count: number): Floats;
  /** Keeps a table of bytes. Throws RangeError if there is no room left. */
  bytes(values: Int8Array): number;
  /** Adds a table's numbers, times their scales, row after row; columns come in eights. */
  unpack(table: Int8Table, to: Floats): void;
  /** Adds `scale` times the `count` bytes at an address; `to` has room for a multiple of eight. */
  addRow(row: number, count: number, scale: number, to: Floats): void;
  /** Rows 1 to `count` (and perhaps one more) of `to`; see kernel.as. */
  convolve(layer: Layer, from: Floats, to: Floats, count: number, width: number): void;
  dense(layer: Layer, from: Floats, to: Floats): void;
  /** What is negative becomes zero. */
  rectify(numbers: Floats): void;
  /** Sums, sums and maxima of rows 1 to `count` but `gap`; 0 leaves none out. */
  pool(
    rows: { input: Floats; output: Floats },
    to: Floats,
    shape: { count: number; gap: number; width: number },
  ): void;
}

const PAGE = 65_536;
const FLOAT = 4;
/** The first bytes stay free: address 0 belongs to nobody. */
const START = 1024;

interface Exports {
  convolve(
    weights: number,
    bias: number,
    from: number,
    to: number,
    count: number,
    width: number,
  ): void;
  dense(
    weights: number,
    bias: number,
    from: number,
    to: number,
    outputs: number,
    size: number,
  ): void;
  rectify(at: number, size: number): void;
  pool(
    input: number,
    output: number,
    to: number,
    count: number,
    gap: number,
    width: number,
    share: number,
  ): void;
  addRow(row: number, to: number, count: number, scale: number): void;
}

/** Floats after a table of bytes that may be read with it. */
const SPARE = 2;

let compiled: WebAssembly.Module | undefined;

/** A kernel with room for `capacity` numbers. */
export function createKernel(capacity: number): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_MODULE, 'base64'));
  const memory = new WebAssembly.Memory({
    initial: Math.ceil((START + capacity * FLOAT) / PAGE),
  });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const code = exports as Exports;
  let next = START;
  return {
    floats(count) {
      const at = next;
      next += count * FLOAT;
      // Unpacking may have been here before.
      return { at, values: new Float32Array(memory.buffer, at, count).fill(0) };
    },
    bytes(values) {
      const at = next;
      next += Math.ceil(values.length / FLOAT + SPARE) * FLOAT;
      new Int8Array(memory.buffer, at, values.length).set(values);
      return at;
    },
    unpack({ rows, columns, values, scales }, to) {
      // What lies behind everything kept is free, and only needed for a moment.
      const from = next;
      new Int8Array(memory.buffer, from, values.length).set(values);
      for (let row = 0; row < rows; row++) {
        const target = to.at + row * columns * FLOAT;
        code.addRow(from + row * columns, target, columns, scales[row] as number);
      }
    },
    addRow: (row, count, scale, to) => code.addRow(row, to.at, count, scale),
    convolve({ weights, bias }, from, to, count, width) {
      code.convolve(weights.at, bias.at, from.at, to.at, count, width);
    },
    dense({ weights, bias }, from, to) {
      code.dense(weights.at, bias.at, from.at, to.at, to.values.length, from.values.length);
    },
    rectify: ({ at, values }) => code.rectify(at, values.length),
    pool({ input, output }, to, { count, gap, width }) {
      const share = 1 / Math.sqrt(Math.max(1, gap === 0 ? count : count - 1));
      code.pool(input.at, output.at, to.at, count, gap, width, share);
    },
  };
}
