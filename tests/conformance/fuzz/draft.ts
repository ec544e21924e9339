import { NAMES, VALUES } from './alphabet.ts';

/** A condition as a tree, so that parts of it can be left out. */
export type Condition =
  | { kind: 'leaf'; text: string }
  | { kind: 'and' | 'or'; args: Condition[] }
  | { kind: 'not'; arg: Condition };

/** The clauses of an update expression, section by section. */
export type Update = Partial<Record<'SET' | 'REMOVE' | 'ADD' | 'DELETE', string[]>>;

/** A request, or a member of one, as it was thought up: in parts that can be left out one by one. */
export interface Draft {
  operation: string;
  /** Members that are sent as they are. */
  input: Record<string, unknown>;
  update?: Update;
  condition?: Condition;
  filter?: Condition;
  keyCondition?: string[];
  projection?: string[];
  /** Members of a transaction or a batch. */
  members?: Draft[];
  /** Adds a name or a value that nothing uses, or leaves all values out. */
  flaw?: 'unusedName' | 'unusedValue' | 'noValues';
}

/** The body to send; names and values are added as the expressions use them. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  const { operation, input, members } = draft;
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    return {
      ...input,
      TransactItems: members?.map((member) => ({ [member.operation]: bodyOf(member) })),
    };
  }
  const expressions: Record<string, string> = {};
  const updates = Object.entries(draft.update ?? {}).filter(([, clauses]) => clauses.length > 0);
  if (updates.length > 0) {
    expressions.UpdateExpression = updates
      .map(([section, clauses]) => `${section} ${clauses.join(', ')}`)
      .join(' ');
  }
  if (draft.condition) expressions.ConditionExpression = textOf(draft.condition);
  if (draft.filter) expressions.FilterExpression = textOf(draft.filter);
  if (draft.keyCondition) expressions.KeyConditionExpression = draft.keyCondition.join(' AND ');
  if (draft.projection?.length) expressions.ProjectionExpression = draft.projection.join(', ');

  const { names, values } = placeholders(Object.values(expressions).join(' '));
  if (draft.flaw === 'unusedName') names['#unused'] = 'unused';
  if (draft.flaw === 'unusedValue') values[':unused'] = { N: '1' };
  return {
    ...input,
    ...expressions,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 &&
      draft.flaw !== 'noValues' && { ExpressionAttributeValues: values }),
  };
}

/** The names and values of the alphabet that a text uses. */
export function placeholders(text: string) {
  return { names: chosen(NAMES, text.match(/#\w+/g)), values: chosen(VALUES, text.match(/:\w+/g)) };
}

function chosen<T>(pool: Record<string, T>, tokens: string[] | null): Record<string, T> {
  return Object.fromEntries(
    [...new Set(tokens ?? [])]
      .filter((token) => token in pool)
      .map((token) => [token, pool[token] as T]),
  );
}

function textOf(condition: Condition): string {
  if (condition.kind === 'leaf') return condition.text;
  if (condition.kind === 'not') return `NOT (${textOf(condition.arg)})`;
  return condition.args
    .map((arg) => (arg.kind === 'leaf' ? textOf(arg) : `(${textOf(arg)})`))
    .join(condition.kind === 'and' ? ' AND ' : ' OR ');
}
