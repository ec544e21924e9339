import { createRandom } from '../../simulation/random.ts';
import type { Answers } from '../compare/answers.ts';
import { judge } from '../compare/difference.ts';
import { createTally, type Tally } from '../compare/tally.ts';
import type { EnginePair } from '../engines/pair.ts';
import { makeTables } from '../tables.ts';
import { bodyOf, type Draft } from './draft.ts';
import { requestOf } from './requests.ts';
import { shrink } from './shrink.ts';
import { agree, askBoth, disagreements, keysWritten, remember, restore } from './state.ts';
import { walkBoth } from './walk.ts';

/** How often all rows of all tables and indexes are compared, in operations. */
const CONTENTS_EVERY = 500;
/** A run that has found this many unexplained differences has said enough. */
const ENOUGH = 25;
/** Pages of one query that are followed. */
const MAX_PAGES = 12;

/** Figures of one fuzz run. */
export interface FuzzResult {
  seed: number;
  operations: number;
  /** Operations both engines carried out. */
  accepted: number;
  tally: Tally;
}

/** Sends the same random requests, chosen by the seed, to both engines and compares the answers. */
export async function fuzz(
  pair: Pick<EnginePair, 'ours' | 'official'>,
  { seed, operations }: { seed: number; operations: number },
): Promise<FuzzResult> {
  await makeTables(pair);
  const random = createRandom(seed, 'conformance');
  const tally = createTally();
  const result: FuzzResult = { seed, operations: 0, accepted: 0, tally };
  while (result.operations < operations && tally.unexplained.length < ENOUGH) {
    result.operations += 1;
    const where = `seed ${seed}, operation ${result.operations}`;
    const draft = requestOf(random);
    const accepted = await compareOne(pair, draft, where, tally, random.chance(0.5));
    if (accepted) result.accepted += 1;
    const last = result.operations === operations;
    if (last || result.operations % CONTENTS_EVERY === 0) await compareContents(pair, where, tally);
  }
  return result;
}

async function compareOne(
  pair: Pick<EnginePair, 'ours' | 'official'>,
  draft: Draft,
  where: string,
  tally: Tally,
  followPages: boolean,
): Promise<boolean> {
  const keys = draft.operation === 'Query' ? [] : keysWritten(draft);
  const before = await remember(pair.ours, keys);
  const ask = (asked: Draft) =>
    asked.operation === 'Query' && asked.input.IndexName
      ? walkBoth(pair, asked)
      : askBoth(pair, asked);
  const answers = await ask(draft);
  const verdict = tally.judge(where, answers);
  if (verdict.kind === 'different') {
    const smallest = await shrink(draft, async (candidate) => {
      for (const side of [pair.ours, pair.official]) await restore(side, before);
      const again = judge(await ask(candidate));
      return again.kind === 'different' && kindOf(again.answers) === kindOf(answers);
    });
    for (const side of [pair.ours, pair.official]) await restore(side, before);
    tally.unexplained.pop();
    tally.unexplained.push({ where, ...(await ask(smallest)), before });
  }
  if (verdict.kind !== 'same') await agree(pair, keys);
  if (
    draft.operation === 'Query' &&
    !draft.input.IndexName &&
    followPages &&
    verdict.kind !== 'different'
  ) {
    await comparePages(pair, draft, answers.ours, where, tally);
  }
  return 'output' in answers.ours && 'output' in answers.official;
}

/** Coarse enough that a smaller request may have it too, fine enough to be the same failure. */
function kindOf({ ours, official }: Answers): string {
  return [ours, official]
    .map((outcome) =>
      'error' in outcome ? `${outcome.error.name} ${outcome.error.message.slice(0, 50)}` : 'output',
    )
    .join(' / ');
}

/** The pages after the first; both engines are asked from where our engine stopped. */
async function comparePages(
  pair: Pick<EnginePair, 'ours' | 'official'>,
  draft: Draft,
  first: { output?: Record<string, unknown> } | object,
  where: string,
  tally: Tally,
): Promise<void> {
  let from = (first as { output?: Record<string, unknown> }).output?.LastEvaluatedKey;
  for (let page = 2; from && page <= MAX_PAGES; page += 1) {
    const next: Draft = { ...draft, input: { ...draft.input, ExclusiveStartKey: from } };
    const answers = await askBoth(pair, next);
    if (tally.judge(`${where}, page ${page}`, answers).kind === 'different') return;
    from = 'output' in answers.ours ? answers.ours.output.LastEvaluatedKey : undefined;
  }
}

async function compareContents(
  pair: Pick<EnginePair, 'ours' | 'official'>,
  where: string,
  tally: Tally,
): Promise<void> {
  for (const { view, ours, official } of await disagreements(pair)) {
    tally.judge(`${where}, rows of ${view}`, {
      operation: 'Scan',
      body: bodyOf({ operation: 'Scan', input: { view } }),
      ours: { output: { Items: ours } },
      official: { output: { Items: official } },
    });
  }
}
