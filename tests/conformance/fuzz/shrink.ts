import type { Condition, Draft } from './draft.ts';

/** Drafts that leave out one part of this one. */
function* smallerDrafts(draft: Draft): Generator<Draft> {
  const { members, condition, filter, update, projection } = draft;
  for (const [at, member] of (members ?? []).entries()) {
    if (members && members.length > 1) yield { ...draft, members: members.toSpliced(at, 1) };
    for (const smaller of smallerDrafts(member)) {
      yield { ...draft, members: members?.with(at, smaller) };
    }
  }
  for (const part of ['flaw', 'filter', 'projection', 'condition'] as const) {
    if (draft[part] !== undefined) yield { ...draft, [part]: undefined };
  }
  if (condition)
    for (const each of smallerConditions(condition)) yield { ...draft, condition: each };
  if (filter) for (const each of smallerConditions(filter)) yield { ...draft, filter: each };
  for (const at of (projection ?? []).keys()) {
    if (projection && projection.length > 1) {
      yield { ...draft, projection: projection.toSpliced(at, 1) };
    }
  }
  for (const [section, clauses] of Object.entries(update ?? {})) {
    for (const at of clauses.keys()) {
      if (Object.values(update ?? {}).flat().length === 1) continue;
      yield { ...draft, update: { ...update, [section]: clauses.toSpliced(at, 1) } };
    }
  }
  yield* smallerInputs(draft);
}

function* smallerConditions(condition: Condition): Generator<Condition> {
  if (condition.kind === 'leaf') return;
  if (condition.kind === 'not') {
    yield condition.arg;
    for (const arg of smallerConditions(condition.arg)) yield { ...condition, arg };
    return;
  }
  yield* condition.args;
  for (const [at, arg] of condition.args.entries()) {
    if (condition.args.length > 2) yield { ...condition, args: condition.args.toSpliced(at, 1) };
    for (const smaller of smallerConditions(arg)) {
      yield { ...condition, args: condition.args.with(at, smaller) };
    }
  }
}

const NEEDED = new Set(['TableName', 'Key', 'Item', 'RequestItems']);

function* smallerInputs(draft: Draft): Generator<Draft> {
  for (const name of Object.keys(draft.input)) {
    if (NEEDED.has(name)) continue;
    const { [name]: _, ...input } = draft.input;
    yield { ...draft, input };
  }
  const item = draft.input.Item as Record<string, unknown> | undefined;
  for (const name of Object.keys(item ?? {})) {
    const { [name]: _, ...Item } = item ?? {};
    yield { ...draft, input: { ...draft.input, Item } };
  }
}

/** Bounds the requests that making one failure smaller may cost. */
const MAX_ATTEMPTS = 400;

/** The smallest draft found that still differs, by leaving out one part after the other. */
export async function shrink(
  draft: Draft,
  stillDiffers: (candidate: Draft) => Promise<boolean>,
): Promise<Draft> {
  let current = draft;
  let attempts = 0;
  for (;;) {
    let found: Draft | undefined;
    for (const candidate of smallerDrafts(current)) {
      attempts += 1;
      if (attempts > MAX_ATTEMPTS) return current;
      if (await stillDiffers(candidate)) {
        found = candidate;
        break;
      }
    }
    if (!found) return current;
    current = found;
  }
}
