/** What one group of the benchmark found. */
export interface GroupResult {
  /** By name, with the unit in it; written by `--json`. */
  figures: Record<string, number | string>;
  /** One sentence for each broken budget that the machine's speed cannot excuse. */
  violations: string[];
}

/** A cell of a table; numbers stand to the right. */
export type Cell = string | number;

/** Lines of a table with its columns aligned; all rows as long as the head. */
export function tableLines(head: readonly string[], rows: readonly Cell[][]): string[] {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  const toRight = head.map((_, i) => rows.every((row) => /^[\d.,–-]*$/.test(String(row[i]))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (toRight[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(head),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...cells.slice(1).map(line),
  ];
}

/** Rounds to a number of decimals. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** What is to be measured cannot be, for a reason outside of this repository. */
export class CannotMeasureError extends Error {
  override name = 'CannotMeasureError';
}
