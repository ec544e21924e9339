import type { Message } from '@aws-sdk/client-sqs';

type Json = Record<string, unknown>;

/** Gives everything that differs from run to run a name that does not. One for each scenario. */
export interface Normaliser {
  queueIs(queue: { url: string; arn: string }, name: string): void;
  call(operation: string, input: Json): string;
  output(input: Json, output: Json): unknown;
}

const TIMES = new Set([
  'SentTimestamp',
  'ApproximateFirstReceiveTimestamp',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
]);
/** Members whose values are only known to be there. */
const OPAQUE = new Set(['SenderId', 'TaskHandle', 'RequestId']);
const QUEUE_MEMBERS = new Set(['QueueUrl', 'QueueArn', 'SourceArn', 'DestinationArn']);

/** Starts knowing nothing. */
export function createNormaliser(): Normaliser {
  const queues: [string, string][] = [];
  const messages = names('message');
  const handles = names('handle');
  const numbers = names('number');

  function value(key: string, given: unknown): unknown {
    if (Array.isArray(given)) return given.map((each) => value(key, each));
    if (given instanceof Uint8Array) return { base64: Buffer.from(given).toString('base64') };
    if (typeof given === 'object' && given !== null) return object(given as Json);
    if (typeof given !== 'string') return given;
    if (TIMES.has(key)) return /^\d{13}$|^\d{10}$/.test(given) ? 'time' : given;
    if (OPAQUE.has(key)) return given === '' ? '' : 'opaque';
    if (key === 'MessageId') return messages(given);
    if (key === 'MessageDeduplicationId' && messages.has(given)) return messages(given);
    if (key === 'ReceiptHandle') return given.length > 20 ? handles(given) : given;
    if (key === 'SequenceNumber') return numbers(given);
    if (QUEUE_MEMBERS.has(key) || key === 'DeadLetterQueueSourceArn' || key === 'RedrivePolicy') {
      return queues.reduce((text, [place, name]) => text.replaceAll(place, name), given);
    }
    return given.length > 200 ? `${given.slice(0, 20)}… ${given.length} characters` : given;
  }

  function object(given: Json): Json {
    return Object.fromEntries(
      Object.entries(given)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [key, value(key, each)]),
    );
  }

  return {
    queueIs({ url, arn }, name) {
      queues.push([url, name], [arn, name]);
    },
    call: (operation, input) => `${operation} ${JSON.stringify(object(input))}`,
    output(input, output) {
      const { Messages, ...rest } = output;
      if (!Array.isArray(Messages)) return object(rest);
      // A standard queue promises no order, a FIFO queue one within each group.
      const orderOf = String(input.QueueUrl).endsWith('.fifo')
        ? ({ Attributes }: Message) => Attributes?.MessageGroupId ?? ''
        : ({ Body }: Message) => Body ?? '';
      const inOrder = [...(Messages as Message[])].sort((a, b) =>
        orderOf(a) < orderOf(b) ? -1 : Number(orderOf(a) > orderOf(b)),
      );
      return object({ ...rest, Messages: inOrder });
    },
  };
}

/** Numbers things in the order in which they are met. */
function names(kind: string): { (thing: string): string; has(thing: string): boolean } {
  const known = new Map<string, string>();
  const nameOf = (thing: string) => {
    const name = known.get(thing) ?? `${kind} ${known.size + 1}`;
    known.set(thing, name);
    return name;
  };
  return Object.assign(nameOf, { has: (thing: string) => known.has(thing) });
}
