import type { IntentExample } from '../judges.ts';
import { DataError } from './data-error.ts';
import { labelledTexts } from './from-table.ts';
import { isConversationLike, isMessageLike, readConversations, readMessages } from './labelled.ts';
import { intentOf } from './labels.ts';
import { splitOf } from './split.ts';
import type { FileContent, RequestExample, Split } from './types.ts';

/** The intent by which NLU++ marks that a person is asked for. */
const HANDOFF = 'handoff';

/** What a JSON value holds, by the shape of its entries. */
export function contentOfJson(path: string, value: unknown): FileContent {
  if (Array.isArray(value)) return contentOfList(path, value);
  if (isRecord(value)) return contentOfSplits(path, value);
  throw new DataError(path, 'this is neither a list nor lists by name');
}

function contentOfList(path: string, values: readonly unknown[]): FileContent {
  if (values.length === 0) throw new DataError(path, 'the list is empty');
  if (values.some(isMessageLike)) return { kind: 'messages', rows: readMessages(path, values) };
  if (values.some(isConversationLike)) {
    return { kind: 'conversations', rows: readConversations(path, values) };
  }
  if (values.every(isPair)) {
    const whole = values.map(([text, label]) => ({ text, intent: intentOf(label) }));
    return { kind: 'intents', format: 'clinc150', splits: { whole } };
  }
  if (values.some((value) => isRecord(value) && (Array.isArray(value.intents) || value.slots))) {
    return { kind: 'requests', rows: values.map((value, at) => requestOf(path, value, at)) };
  }
  const rows = values.map((value, at) => {
    if (!isRecord(value)) throw new DataError(path, `entry ${at + 1} is no object`);
    const text = value.text ?? value.sentence ?? value.utterance;
    const label = value.label ?? value.intent ?? value.category ?? value.sentiment ?? null;
    const fits = label === null || typeof label === 'string' || typeof label === 'number';
    if (typeof text !== 'string' || !fits) {
      throw new DataError(path, `entry ${at + 1} has no text with a label`);
    }
    return { text, label: label === null ? null : String(label) };
  });
  return labelledTexts(path, rows, 'intents');
}

/** Lists by name: CLINC150's pairs by split, out of scope beside in scope, or objects. */
function contentOfSplits(path: string, value: Record<string, unknown>): FileContent {
  const lists = Object.values(value);
  // NLU++ in one file: a list for each domain.
  if (lists.every((list) => Array.isArray(list) && list.every(isRecord))) {
    return contentOfList(path, lists.flat());
  }
  const splits: Partial<Record<Split, IntentExample[]>> = {};
  for (const [name, list] of Object.entries(value)) {
    if (!Array.isArray(list) || !list.every(isPair)) {
      throw new DataError(path, `"${name}" is not a list of [text, intent]`);
    }
    const split = splitOf(name);
    const examples = list.map(([text, label]) => ({ text, intent: intentOf(label) }));
    splits[split] = [...(splits[split] ?? []), ...examples];
  }
  return { kind: 'intents', format: 'clinc150', splits };
}

function requestOf(path: string, value: unknown, at: number): RequestExample {
  if (!isRecord(value) || typeof value.text !== 'string') {
    throw new DataError(path, `entry ${at + 1} has no text`);
  }
  // An entry of NLU++ without intents only fills slots.
  const intents = Array.isArray(value.intents) ? value.intents : [];
  return { text: value.text, request: intents.includes(HANDOFF) };
}

function isPair(value: unknown): value is [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'string')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
