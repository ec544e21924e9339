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

describe('a new message', () => {
  it.each([
    ['no body', {}, 'MissingParameter'],
    ['an empty body', { MessageBody: '' }, 'InvalidParameterValue'],
    ['a character queues cannot carry', { MessageBody: 'a\u0000b' }, 'InvalidMessageContents'],
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
