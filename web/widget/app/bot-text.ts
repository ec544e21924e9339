/** A part of an answer: lines of a paragraph, or the points of a list. */
export type TextBlock =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly points: readonly string[] };

const POINT = /^\s*[-•]\s+(.*)$/;

/** Splits an answer into paragraphs (at empty lines) and lists (lines that start with `- `). */
export function parseBotText(text: string): readonly TextBlock[] {
  const blocks: { kind: 'lines' | 'list'; lines?: string[]; points?: string[] }[] = [];
  let last: (typeof blocks)[number] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const point = POINT.exec(line)?.[1];
    if (!line.trim()) {
      last = undefined;
      continue;
    }
    const kind = point === undefined ? 'lines' : 'list';
    if (last?.kind !== kind) {
      last = kind === 'lines' ? { kind, lines: [] } : { kind, points: [] };
      blocks.push(last);
    }
    (last.lines ?? last.points)?.push(point ?? line);
  }
  return blocks as TextBlock[];
}
