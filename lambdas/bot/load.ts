import { readFileSync } from 'node:fs';
import { QueueName } from '../../protocol/vocabulary.ts';
import type { Article, Knowledge } from './types.ts';

/**
 * Reads the compiled knowledge that lies beside the bundle. The build has validated it in full, so
 * only its shape is checked here. Throws when the file is missing, not JSON or of another shape.
 */
export function loadKnowledge(url: URL): Knowledge {
  const value: unknown = JSON.parse(readFileSync(url, 'utf8'));
  if (!isKnowledge(value)) throw new TypeError(`${url.pathname} does not hold compiled knowledge`);
  return value;
}

function isKnowledge(value: unknown): value is Knowledge {
  if (!isRecord(value)) return false;
  const { articles } = value;
  return Array.isArray(articles) && articles.every(isArticle);
}

function isArticle(value: unknown): value is Article {
  if (!isRecord(value)) return false;
  const { id, title, topic, queue, needsPerson, answer } = value;
  return (
    isTexts([id, title, topic, answer]) &&
    QueueName.options.some((known) => known === queue) &&
    typeof needsPerson === 'boolean'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
