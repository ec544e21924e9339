type Item = Record<string, unknown>;

/** The value of an attribute as IAM compares it: numbers as written, binary in base64. */
function textOf(attribute: unknown): string | undefined {
  if (typeof attribute !== 'object' || attribute === null) return undefined;
  const [value] = Object.values(attribute);
  return typeof value === 'string' ? value : undefined;
}

/** The partition keys of items or keys; those without one have none. */
export function keysOfItems(partitionKey: string, items: readonly unknown[]): string[] {
  return items
    .map((item) => textOf((item as Item | null | undefined)?.[partitionKey]))
    .filter((key) => key !== undefined);
}

/** The partition key that a Query asks for, from its expression or its older `KeyConditions`. */
export function keyOfQuery(partitionKey: string, input: Item): string[] {
  const conditions = input.KeyConditions as Record<string, Item> | null | undefined;
  const expression = input.KeyConditionExpression;
  const value =
    typeof expression === 'string'
      ? comparedWith(partitionKey, expression, input)
      : [conditions?.[partitionKey]?.AttributeValueList].flat()[0];
  return [textOf(value)].filter((key) => key !== undefined);
}

/** The value that `<name> = :value`, either way round, compares the attribute with. */
function comparedWith(attribute: string, expression: string, input: Item): unknown {
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Item;
  const tokens = expression.match(/[#:]?[\w.-]+|<>|[<>]=?|=|\S/g) ?? [];
  for (let i = 1; i < tokens.length - 1; i += 1) {
    if (tokens[i] !== '=') continue;
    const [left = '', right = ''] = [tokens[i - 1], tokens[i + 1]];
    const [name, placeholder] = right.startsWith(':') ? [left, right] : [right, left];
    if ((names[name] ?? name) === attribute) return values[placeholder];
  }
  return undefined;
}
