import { SqsError } from './errors.ts';

type Type = 'string' | 'number' | 'list' | 'map';

/** Members of requests by their JSON type, at whatever depth they are; others are not read. */
const TYPES: Readonly<Record<Type, ReadonlySet<string>>> = {
  string: new Set([
    'BinaryValue',
    'DataType',
    'DestinationArn',
    'Id',
    'MessageBody',
    'MessageDeduplicationId',
    'MessageGroupId',
    'QueueName',
    'QueueNamePrefix',
    'QueueUrl',
    'ReceiptHandle',
    'SourceArn',
    'StringValue',
  ]),
  number: new Set(['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds']),
  list: new Set([
    'AttributeNames',
    'Entries',
    'MessageAttributeNames',
    'MessageSystemAttributeNames',
  ]),
  map: new Set(['MessageAttributes', 'MessageSystemAttributes']),
};

/**
 * Throws SerializationException where a member has another JSON type than its operation reads, so
 * that nothing behind has to ask. `null` is as good as absent.
 */
export function assertTypes(input: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    const wanted = (Object.keys(TYPES) as Type[]).find((type) => TYPES[type].has(name));
    if (wanted === undefined) continue;
    const found = typeOf(value);
    if (found !== wanted) throw unexpected(name, wanted, found);
    const within = wanted === 'list' || wanted === 'map' ? Object.values(value) : [];
    for (const part of within) assertPart(name, part);
  }
}

/** A list of names has strings; entries and attributes are structures with members of their own. */
function assertPart(name: string, part: unknown): void {
  const wanted = name.endsWith('Names') ? 'string' : 'map';
  const found = typeOf(part);
  if (found !== wanted) throw unexpected(name, wanted, found);
  if (wanted === 'map') assertTypes(part as Record<string, unknown>);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'map' : typeof value;
}

function unexpected(name: string, wanted: Type, found: string): SqsError {
  const message = `${name} takes a ${wanted}; a ${found} was given.`;
  return new SqsError('SerializationException', message);
}
