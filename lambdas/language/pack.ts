/** A table to be stored; `rows × columns` numbers, row after row. */
export interface Table {
  rows: number;
  columns: number;
  values: Float32Array;
  /** `int8` keeps 8 bits per number and a scale per row. */
  as: 'int8' | 'float32';
}

/**
 * The bytes of a model file with these tables, as `openTensors` reads them. The same tables give
 * the same bytes.
 */
export function packTensors(
  outputs: readonly string[],
  card: Readonly<Record<string, unknown>>,
  tables: Readonly<Record<string, Table>>,
): Uint8Array {
  const entries: Record<string, object> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, table] of Object.entries(tables)) {
    const { rows, columns, as } = table;
    const bytes = as === 'int8' ? quantized(table) : bytesOf(table.values);
    entries[name] = { type: as, rows, columns, offset };
    const padding = new Uint8Array(-bytes.length & 3);
    parts.push(bytes, padding);
    offset += bytes.length + padding.length;
  }
  let header = JSON.stringify({ outputs, card, tables: entries });
  header += ' '.repeat(-Buffer.byteLength(header) & 3);
  const start = Buffer.alloc(8);
  start.write('SWBM', 'latin1');
  start.writeUInt32LE(Buffer.byteLength(header), 4);
  return new Uint8Array(Buffer.concat([start, Buffer.from(header), ...parts]));
}

function quantized({ rows, columns, values }: Table): Uint8Array {
  const numbers = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let most = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      most = Math.max(most, Math.abs(values[at] as number));
    }
    // A row of nothing but zeros stays one.
    const scale = most / 127 || 1;
    scales[row] = scale;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      numbers[at] = Math.round((values[at] as number) / scale);
    }
  }
  return Buffer.concat([bytesOf(numbers), new Uint8Array(-numbers.length & 3), bytesOf(scales)]);
}

function bytesOf(values: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
