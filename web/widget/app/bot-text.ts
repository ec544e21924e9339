/** A part of an answer: lines of a paragraph, or the points of a list. */
export type TextBlock =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly points: readonly string[] };

const POINT = /^\s*[-•]\s+(.*)$/;

/** Splits an answer into paragraphs (at empty lines) and lists (lines that start with `- `). */
export function parseBotText(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let lines: string[] = [];
  let points: string[] = [];
  const finish = () => {
    if (lines.length > 0) blocks.push({ kind: 'lines', lines });
    if (points.length > 0) blocks.push({ kind: 'list', points });
    lines = [];
    points = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const point = POINT.exec(line)?.[1];
    if (point !== undefined) {
      if (lines.length > 0) finish();
      points.push(point);
    } else if (line.trim() === '') {
      finish();
    } else {
      if (points.length > 0) finish();
      lines.push(line);
    }
  }
  finish();
  return blocks;
}
