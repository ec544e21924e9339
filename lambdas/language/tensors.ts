import { readFileSync } from 'node:fs';

/** A table of small whole numbers with a scale per row. */
export interface Int8Table {
  rows: number;
  columns: number;
  values: Int8Array;
  scales: Float32Array;
}

/** The named tables of one model file. */
export interface Tensors {
  /** Names of what the network answers, in the order of its answers. */
  outputs: readonly string[];
  /** How the file came to be: sources, figures, settings. */
  card: Readonly<Record<string, unknown>>;
  /** As stored. */
  int8(name: string): Int8Table;
  /** Unpacked, row after row. */
  float(name: string): Float32Array;
  uint32(name: string): Uint32Array;
}

interface Entry {
  type: 'int8' | 'float32' | 'uint32';
  rows: number;
  columns: number;
  offset: number;
}

const MAGIC = 'SWBM';

/**
 * Reads a model file as training/network/export.py writes it: `SWBM`, the length of the header
 * (uint32), the header as JSON, then the tables, each at a multiple of 4, all little-endian. An
 * int8 table is followed by its scales, again at a multiple of 4.
 *
 * @throws Error if the file is none of these.
 */
export function openTensors(bytes: Uint8Array): Tensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== MAGIC) {
    throw new Error('This is not a model file.');
  }
  const headerLength = view.getUint32(4, true);
  const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + headerLength)).toString('utf8')) as {
    outputs: string[];
    card: Record<string, unknown>;
    tables: Record<string, Entry>;
  };
  const body = bytes.byteOffset + 8 + headerLength;
  const entryOf = (name: string, type: Entry['type']): Entry => {
    const entry = header.tables[name];
    if (!entry || entry.type !== type) throw new Error(`The model file has no ${type} "${name}".`);
    return entry;
  };
  const floats = (offset: number, size: number) =>
    new Float32Array(bytes.buffer, body + offset, size);
  const int8 = (name: string): Int8Table => {
    const { rows, columns, offset } = entryOf(name, 'int8');
    const values = new Int8Array(bytes.buffer, body + offset, rows * columns);
    const end = offset + rows * columns;
    return { rows, columns, values, scales: floats(end + (-end & 3), rows) };
  };
  return {
    outputs: header.outputs,
    card: header.card,
    int8,
    float(name) {
      const entry = header.tables[name];
      if (entry?.type !== 'int8') {
        const { rows, columns, offset } = entryOf(name, 'float32');
        return floats(offset, rows * columns);
      }
      return unpacked(int8(name));
    },
    uint32(name) {
      const { rows, columns, offset } = entryOf(name, 'uint32');
      return new Uint32Array(bytes.buffer, body + offset, rows * columns);
    },
  };
}

function unpacked({ rows, columns, values, scales }: Int8Table): Float32Array {
  const found = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const scale = scales[row] as number;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      found[at] = (values[at] as number) * scale;
    }
  }
  return found;
}

/** The tables of a model file on disk. */
export function loadTensors(file: URL | string): Tensors {
  const bytes = readFileSync(file);
  // Numbers are read in place, so they must lie aligned; a small file's buffer need not.
  return openTensors(bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes));
}
