import { LineCounter, parseDocument } from 'yaml';
import { QueueName } from '../../protocol/vocabulary.ts';
import type { Lessons, TaughtArticle } from './types.ts';

/** Longest answer, in characters: what fits a chat bubble on a phone without scrolling. */
const ANSWER_LIMIT = 900;
/** Fewer phrasings than this do not teach the bot to recognise an article. */
const FEWEST_PHRASINGS = 20;
const OUT_OF_SCOPE_FILE = /(^|\/)out-of-scope\.md$/;
const ANSWER_HEADING = 'Answer';
const PHRASINGS_HEADING = 'How customers ask';

/** One file of the knowledge folder. */
export interface KnowledgeFile {
  /** As it should appear in problems, with forward slashes. */
  path: string;
  text: string;
}

/** Something an editor has to put right; `line` counts from 1. */
export interface KnowledgeProblem {
  path: string;
  line: number;
  message: string;
}

/** Lists every problem of the knowledge at once, one `path:line: message` per line. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
  readonly problems: readonly KnowledgeProblem[];

  constructor(problems: readonly KnowledgeProblem[]) {
    super(problems.map(({ path, line, message }) => `${path}:${line}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

interface Line {
  text: string;
  number: number;
}

interface Located {
  path: string;
  line: number;
}

type Report = (line: number, message: string) => void;

/**
 * Turns the Markdown articles into the knowledge of the bot, sorted by id, so that the same files
 * in any order give the same result. Files named README.md are left aside.
 * Throws one `KnowledgeError` with every problem of every file.
 */
export function compileKnowledge(files: readonly KnowledgeFile[]): Lessons {
  const problems: KnowledgeProblem[] = [];
  const articles: TaughtArticle[] = [];
  const outOfScope: string[] = [];
  const ids = new Map<string, Located>();
  const phrasings = new Map<string, Located>();

  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (/(^|\/)README\.md$/.test(path)) continue;
    const report: Report = (line, message) => problems.push({ path, line, message });
    const lines = text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .map((line, index) => ({ text: line, number: index + 1 }));

    const asked = bullets(section(lines, PHRASINGS_HEADING, report));
    for (const { text: phrasing, number } of asked) {
      const key = comparable(phrasing);
      const first = phrasings.get(key);
      if (first) {
        report(number, `"${phrasing}" is already a phrasing at ${first.path}:${first.line}`);
      } else phrasings.set(key, { path, line: number });
    }
    if (OUT_OF_SCOPE_FILE.test(path)) {
      outOfScope.push(...asked.map((line) => line.text));
      continue;
    }

    const head = frontMatter(lines, report);
    const answer = answerOf(lines, report);
    const heading = lines.find((line) => headingOf(line) === PHRASINGS_HEADING);
    if (heading && asked.length < FEWEST_PHRASINGS) {
      report(
        heading.number,
        `${asked.length} phrasings; at least ${FEWEST_PHRASINGS} are needed to recognise an article`,
      );
    }
    if (!head) continue;
    const first = ids.get(head.id);
    if (first)
      report(head.idLine, `id "${head.id}" is already used at ${first.path}:${first.line}`);
    else ids.set(head.id, { path, line: head.idLine });
    const { idLine: _, ...fields } = head;
    articles.push({ ...fields, answer, phrasings: asked.map((line) => line.text) });
  }

  if (problems.length > 0) throw new KnowledgeError(problems);
  articles.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { articles, outOfScope };
}

function frontMatter(lines: readonly Line[], report: Report) {
  const end = lines.findIndex((line, index) => index > 0 && line.text.trim() === '---');
  if (lines[0]?.text.trim() !== '---' || end < 0) {
    report(1, 'the file has to begin with a block of id, title, topic and queue between --- lines');
    return undefined;
  }
  const counter = new LineCounter();
  const source = lines.slice(1, end).map((line) => line.text);
  const document = parseDocument(source.join('\n'), { lineCounter: counter });
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      const summary = error.message.split('\n')[0] ?? error.code;
      report(counter.linePos(error.pos[0]).line + 1, summary.replace(/ at line \d.*$/, ''));
    }
    return undefined;
  }
  const parsed: unknown = document.toJS();
  const values: Record<string, unknown> =
    typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  const lineOf = (key: string): number => {
    const at = source.findIndex((line) => line.startsWith(`${key}:`));
    return at < 0 ? 1 : at + 2;
  };
  const known = ['id', 'title', 'topic', 'queue', 'needs_person'];
  for (const key of Object.keys(values)) {
    if (!known.includes(key)) report(lineOf(key), `unknown field "${key}"`);
  }
  const required = (key: string): string => {
    const value = values[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    report(lineOf(key), `"${key}" is missing or not a text`);
    return '';
  };
  const id = required('id');
  const title = required('title');
  const topic = required('topic');
  const queue = required('queue');
  if (queue !== '' && !isQueue(queue)) {
    report(
      lineOf('queue'),
      `unknown queue "${queue}"; choose one of ${QueueName.options.join(', ')}`,
    );
  }
  const needsPerson = values.needs_person ?? false;
  if (typeof needsPerson !== 'boolean') {
    report(lineOf('needs_person'), '"needs_person" has to be true or false');
  }
  if (id === '' || !isQueue(queue)) return undefined;
  return { id, title, topic, queue, needsPerson: needsPerson === true, idLine: lineOf('id') };
}

function answerOf(lines: readonly Line[], report: Report): string {
  const found = section(lines, ANSWER_HEADING, report);
  const answer = found
    .map((line) => line.text.trimEnd())
    .join('\n')
    .trim();
  const heading = lines.find((line) => headingOf(line) === ANSWER_HEADING);
  if (!heading) return answer;
  if (answer === '') report(heading.number, 'the answer is empty');
  if (answer.length > ANSWER_LIMIT) {
    report(heading.number, `the answer has ${answer.length} characters; at most ${ANSWER_LIMIT}`);
  }
  return answer;
}

function section(lines: readonly Line[], heading: string, report: Report): Line[] {
  const start = lines.findIndex((line) => headingOf(line) === heading);
  if (start < 0) {
    report(1, `the section "## ${heading}" is missing`);
    return [];
  }
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => headingOf(line) !== undefined);
  return end < 0 ? rest : rest.slice(0, end);
}

function headingOf(line: Line): string | undefined {
  return /^##\s+(.*?)\s*$/.exec(line.text)?.[1];
}

function bullets(lines: readonly Line[]): Line[] {
  return lines.flatMap(({ text, number }) => {
    const found = /^\s*[-*]\s+(.*\S)\s*$/.exec(text)?.[1];
    return found === undefined ? [] : [{ text: found, number }];
  });
}

function comparable(phrasing: string): string {
  return phrasing
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]+$/, '')
    .trim();
}

function isQueue(value: string): value is QueueName {
  return (QueueName.options as readonly string[]).includes(value);
}
