import { describe, expect, it } from 'vitest';
import { md5OfAttributes, parseMessage } from '../../../../local/sqs/message.ts';

describe('the digest of message attributes', () => {
  it('covers names, types and values, text and binary, in order of name', () => {
    // Computed apart from this code, with Python's struct and hashlib.
    const digest = 'ff945c5bcc9a6d8c2108f2e99523362c';
    const kind = { DataType: 'String', StringValue: 'grüß' };
    const raw = { DataType: 'Binary', BinaryValue: 'AQI=' };

    expect(md5OfAttributes({ raw, kind })).toBe(digest);
    expect(md5OfAttributes({ kind, raw })).toBe(digest);
  });

  it('is absent without attributes', () => {
    expect(md5OfAttributes({})).toBeUndefined();
  });
});

const withAttribute = (name: string, DataType = 'String', StringValue = 'x') => ({
  MessageBody: 'x',
  MessageAttributes: { [name]: { DataType, StringValue } },
});

describe('a new message', () => {
  it.each(['.a', 'a.', 'a..b', 'a b', 'AWS.trace', 'amazon.trace', 'a'.repeat(257)])(
    'is refused with an attribute called %s',
    (name) => {
      expect(() => parseMessage(withAttribute(name), 'caller')).toThrow(
        expect.objectContaining({ type: 'InvalidParameterValue' }),
      );
    },
  );

  it.each(['a', 'a.b-c_d', 'AWSome', 'a'.repeat(256)])(
    'may have an attribute called %s',
    (name) => {
      expect(parseMessage(withAttribute(name), 'caller').attributes).toHaveProperty([name]);
    },
  );

  it('has ten attributes at most', () => {
    const attributes = (count: number) => ({
      MessageBody: 'x',
      MessageAttributes: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `a${i}`,
          { DataType: 'String', StringValue: 'x' },
        ]),
      ),
    });

    expect(Object.keys(parseMessage(attributes(10), 'caller').attributes)).toHaveLength(10);
    expect(() => parseMessage(attributes(11), 'caller')).toThrow('exceeds the allowed maximum');
  });

  it('has numbers in attributes that say so', () => {
    expect(() => parseMessage(withAttribute('n', 'Number', 'ten'), 'caller')).toThrow("Can't cast");
    expect(parseMessage(withAttribute('n', 'Number.int', '-1e3'), 'caller')).toBeDefined();
  });

  it.each(['MessageGroupId', 'MessageDeduplicationId'])('has a %s of 128 characters', (member) => {
    const message = (id: string) => parseMessage({ MessageBody: 'x', [member]: id }, 'caller');

    expect(message(`a-_.:/\\]${'x'.repeat(120)}`)).toBeDefined();
    expect(() => message('x'.repeat(129))).toThrow('1 to 128 in length');
    expect(() => message('with blank')).toThrow('1 to 128 in length');
    expect(() => message('')).toThrow('1 to 128 in length');
  });

  it.each([
    ['no body', {}, 'MissingParameter'],
    ['an empty body', { MessageBody: '' }, 'InvalidParameterValue'],
    ['a character queues cannot carry', { MessageBody: 'a\u0000b' }, 'InvalidMessageContents'],
    ['half a character', { MessageBody: 'a\ud83db' }, 'InvalidMessageContents'],
    [
      'such a character in an attribute',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '\u0001' } } },
      'InvalidMessageContents',
    ],
    ['half a second of delay', { MessageBody: 'x', DelaySeconds: 0.5 }, 'InvalidParameterValue'],
    ['a negative delay', { MessageBody: 'x', DelaySeconds: -1 }, 'InvalidParameterValue'],
    [
      'an attribute of no known type',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'Date', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    [
      'an attribute without a value',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'String' } } },
      'InvalidParameterValue',
    ],
    [
      'attributes that make it too large',
      {
        MessageBody: 'x'.repeat(1024 * 1024 - 10),
        MessageAttributes: { name: { DataType: 'String', StringValue: 'x' } },
      },
      'InvalidParameterValue',
    ],
  ])('is refused with %s', (_, input, type) => {
    expect(() => parseMessage(input, 'caller')).toThrow(expect.objectContaining({ type }));
  });
});
