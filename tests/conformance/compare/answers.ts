import type { Outcome } from '../engines/wire.ts';

/** What was asked, and what each engine made of it. */
export interface Answers {
  operation: string;
  body: Record<string, unknown>;
  ours: Outcome;
  official: Outcome;
}

/** The answers with one kind of difference evened out; undefined when they do not differ so. */
export type Level = (answers: Answers) => Pick<Answers, 'ours' | 'official'> | undefined;
