import { readFileSync } from 'node:fs';

/** docs/PROTOCOL.md as the tests read it. */
export const DOCUMENT = readFileSync(new URL('../../../docs/PROTOCOL.md', import.meta.url), 'utf8');

/** A field of a shape: its name, and whether it may be absent or null. */
export interface Field {
  name: string;
  optional: boolean;
  nullable: boolean;
}

const code = codeIn(DOCUMENT);

/** The text of a section, from its heading to the next of the same or a higher rank. */
export function section(title: string): string {
  const heading = new RegExp(`^(#+) ${escaped(title)}$`, 'm').exec(DOCUMENT);
  if (!heading?.[1]) throw new Error(`there is no section "${title}"`);
  const rest = DOCUMENT.slice(heading.index + heading[0].length);
  const end = rest.search(new RegExp(`^#{1,${heading[1].length}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The titles of the sections right below a section, without backticks. */
export function titlesIn(title: string): string[] {
  return [...section(title).matchAll(/^### `?(.+?)`?$/gm)].map(([, name]) => name ?? '');
}

/** The fields of a named interface, those of spread ones included; `null` if it is not there. */
export function interfaceFields(name: string): Field[] | null {
  const body = new RegExp(`^interface ${name} \\{\\n(.*?)^\\}`, 'ms').exec(code)?.[1];
  return body === undefined ? null : fieldsOf(body);
}

/** The fields of a frame, `type` included, from the block under its heading in a section. */
export function frameFields(title: string, type: string): Field[] {
  const frames = codeIn(section(title));
  const body = new RegExp(`\\{ (type: '${escaped(type)}';.*?)\\}\\n`, 's').exec(frames)?.[1];
  if (body === undefined) throw new Error(`the frame ${type} has no shape`);
  return fieldsOf(body);
}

/** The members of a union of strings; `null` if it is not there. */
export function unionMembers(name: string): string[] | null {
  const body = new RegExp(`^type ${name} = ([^;]*);`, 'm').exec(code)?.[1];
  return body === undefined
    ? null
    : [...body.matchAll(/'([^']+)'/g)].map(([, value]) => value ?? '');
}

/** The rows of the tables in a section, each as its cells. */
export function rowsIn(title: string): string[][] {
  return section(title)
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** Everything in backticks in a text. */
export function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner ?? '');
}

function fieldsOf(body: string): Field[] {
  // What stands in braces or brackets belongs to a field, and is not one.
  let flat = body;
  while (/\{[^{}]*\}/.test(flat)) flat = flat.replace(/\{[^{}]*\}/g, 'nested');
  return flat.split(';').flatMap((part) => {
    const spread = /^\s*\.\.\.(\w+)\s*$/.exec(part)?.[1];
    if (spread) return interfaceFields(spread) ?? [];
    const field = /^\s*(\w+)(\??):/.exec(part);
    const nullable = /\| null\s*$/.test(part);
    return field?.[1] ? [{ name: field[1], optional: field[2] === '?', nullable }] : [];
  });
}

function codeIn(text: string): string {
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)]
    .map(([, block]) => block ?? '')
    .join('\n')
    .replace(/[ \t]*\/\/.*$/gm, '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\`]/g, '\\$&');
}
