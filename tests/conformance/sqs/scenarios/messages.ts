import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Scenario } from '../stage.ts';
import { callsTo } from './calls.ts';

const text = (StringValue: string, DataType = 'String'): MessageAttributeValue => ({
  DataType,
  StringValue,
});
const attributes = {
  'kind.of': text('é€😀'),
  count: text('12.50', 'Number'),
  count_int: text('7', 'Number.int'),
  raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1, 255]) },
};

/** Messages that a queue does not take: what is wrong with each, and the message. */
const REFUSED: readonly [string, string, Record<string, MessageAttributeValue>][] = [
  ['an empty body', '', {}],
  ['a body with a control character', 'a\u0007b', {}],
  ['a body over 1 MiB', 'x'.repeat(1_048_577), {}],
  [
    'a body and an attribute of more than 1 MiB',
    'x'.repeat(1_048_560),
    { a: text('y'.repeat(20)) },
  ],
  [
    'eleven attributes',
    'x',
    Object.fromEntries([...Array(11).keys()].map((i) => [`a${i}`, text('v')])),
  ],
  ['an attribute without a value', 'x', { a: { DataType: 'String' } }],
  ['an attribute with an empty value', 'x', { a: text('') }],
  ['an attribute without a type', 'x', { a: { DataType: undefined, StringValue: 'v' } }],
  ['an attribute of an unknown type', 'x', { a: text('v', 'Text') }],
  ['a number that is none', 'x', { a: text('twelve', 'Number') }],
  ['a text in a binary attribute', 'x', { a: text('v', 'Binary') }],
  ['an attribute name of AWS', 'x', { 'AWS.x': text('v') }],
  ['an attribute name with two stops', 'x', { 'a..b': text('v') }],
  ['an attribute name that ends in a stop', 'x', { 'a.': text('v') }],
  ['an attribute name with a space', 'x', { 'a b': text('v') }],
  ['an attribute name of 257 characters', 'x', { ['n'.repeat(257)]: text('v') }],
];

/** Bodies, attributes and what a receiver is told. */
export const MESSAGES: readonly Scenario[] = [
  {
    name: 'bodies and attributes come as they were sent, with their digests',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('all'));
      await queue.send('a\tb\r\n<é€😀>\uFFFD', { MessageAttributes: attributes });
      await queue.receive();
    },
  },
  {
    name: 'a receiver is told what it asks for',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('asked'));
      const ask = async (
        MessageAttributeNames: string[] | undefined,
        MessageSystemAttributeNames: ['SentTimestamp'] | undefined,
      ) => {
        await queue.receive({
          VisibilityTimeout: 0,
          MessageAttributeNames,
          MessageSystemAttributeNames,
        });
      };
      await queue.send('one', { MessageAttributes: attributes });
      await ask(undefined, undefined);
      await ask(['count'], ['SentTimestamp']);
      await ask(['coun.*'], undefined);
      await ask(['count*'], undefined);
      await ask(['kind.*', 'raw'], undefined);
      await ask(['none'], undefined);
      await ask(['.*'], undefined);
    },
  },
  {
    name: 'a trace header is a system attribute and has a digest of its own',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('traced'));
      await queue.send('one', {
        MessageSystemAttributes: {
          AWSTraceHeader: text('Root=1-5759e988-bd862e3fe1be46a994272793'),
        },
      });
      await queue.receive();
    },
  },
  ...REFUSED.map(
    ([what, body, MessageAttributes]): Scenario => ({
      name: `${what} is refused`,
      async play(stage) {
        const queue = callsTo(stage, await stage.queue('strict'));
        await queue.send(body, { MessageAttributes });
        await queue.depth();
      },
    }),
  ),
];
