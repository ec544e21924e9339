import { buildKnowledge } from '../../scripts/build-knowledge.ts';

/** Builds the knowledge once for the whole run: the message function loads it as in production. */
export async function setup(): Promise<void> {
  await buildKnowledge(knowledgeFile);
}

const knowledgeFile = new URL('../../dist/test/knowledge.json', import.meta.url).pathname;
