import { createHash } from 'node:crypto';
import { invalidParameter, SqsError } from './errors.ts';

/** A message attribute as it travels; binary values are base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

/** What a sender hands in. */
export interface NewMessage {
  body: string;
  attributes: Record<string, MessageAttribute>;
  delaySeconds?: number;
  groupId?: string;
  deduplicationId?: string;
  traceHeader?: string;
  senderId: string;
}

/** A body and its attributes together, in bytes (service quota). */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Longest time a message can be held back, in seconds (service quota). */
const MAX_DELAY_SECONDS = 900;

/** Attributes of one message (service quota). */
const MAX_ATTRIBUTES = 10;

/** Letters, digits and punctuation, up to 128: ids of groups and of duplicates. */
const FIFO_ID = /^[\w!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~-]{1,128}$/;

/** No period first, last or twice in a row; 256 characters at most. */
const ATTRIBUTE_NAME = /^(?=.{1,256}$)[\w-]+(\.[\w-]+)*$/;

/** All but what the API reference lists for a message; halves of surrogate pairs are not in it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse.
const FORBIDDEN_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/u;

/** Reads and checks what SendMessage and each entry of SendMessageBatch have in common. */
export function parseMessage(input: Record<string, unknown>, senderId: string): NewMessage {
  const body = input.MessageBody;
  if (typeof body !== 'string') {
    throw new SqsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (body === '') throw invalidParameter('Message body must be at least one character.');
  if (FORBIDDEN_CHARACTERS.test(body)) {
    throw new SqsError('InvalidMessageContents', 'Invalid characters were found in the body.');
  }
  const attributes = (input.MessageAttributes ?? {}) as Record<string, MessageAttribute>;
  if (Object.keys(attributes).length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  const system = (input.MessageSystemAttributes ?? {}) as Record<string, MessageAttribute>;
  const message: NewMessage = { body, attributes, senderId };
  if (input.DelaySeconds != null) message.delaySeconds = checkDelay(input.DelaySeconds);
  const groupId = checkFifoId('MessageGroupId', input.MessageGroupId);
  if (groupId !== undefined) message.groupId = groupId;
  const deduplicationId = checkFifoId('MessageDeduplicationId', input.MessageDeduplicationId);
  if (deduplicationId !== undefined) message.deduplicationId = deduplicationId;
  const trace = system.AWSTraceHeader?.StringValue;
  if (trace) message.traceHeader = trace;
  if (messageBytes(message) > MAX_MESSAGE_BYTES) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`,
    );
  }
  return message;
}

function checkFifoId(parameter: string, value: unknown): string | undefined {
  if (value == null) return undefined;
  if (typeof value === 'string' && FIFO_ID.test(value)) return value;
  throw invalidParameter(
    `Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

/** Throws InvalidParameterValue unless it is a whole number of seconds from 0 to 900. */
function checkDelay(value: unknown): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_DELAY_SECONDS) {
    return Number(value);
  }
  throw invalidParameter(
    `Value ${String(value)} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${MAX_DELAY_SECONDS}.`,
  );
}

/** What counts against the size quota: the body, and each attribute's name, type and value. */
export function messageBytes({
  body,
  attributes,
}: Pick<NewMessage, 'body' | 'attributes'>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType ?? '');
    bytes += Buffer.byteLength(StringValue ?? '') + Buffer.byteLength(BinaryValue ?? '', 'base64');
  }
  return bytes;
}

/** The lowercase hexadecimal digest clients check a body against. */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * The digest of all attributes, or undefined without any: sorted by name, each as length-prefixed
 * name, type, a byte for text (1) or binary (2), and length-prefixed value (SQS Developer Guide,
 * "Calculating the MD5 message digest for message attributes").
 */
export function md5OfAttributes(attributes: Record<string, MessageAttribute>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const part = (value: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    hash.update(length).update(value);
  };
  for (const name of names) {
    const attribute = attributes[name] as MessageAttribute;
    const binary = attribute.BinaryValue !== undefined;
    part(Buffer.from(name));
    part(Buffer.from(attribute.DataType));
    hash.update(Buffer.from([binary ? 2 : 1]));
    part(
      Buffer.from(attribute.BinaryValue ?? attribute.StringValue ?? '', binary ? 'base64' : 'utf8'),
    );
  }
  return hash.digest('hex');
}

function checkAttribute(name: string, attribute: MessageAttribute): void {
  if (!ATTRIBUTE_NAME.test(name) || /^(aws|amazon)\./i.test(name)) {
    throw invalidParameter(`Message (user) attribute name '${name}' is invalid.`);
  }
  const [base] = String(attribute?.DataType ?? '').split('.');
  const value = base === 'Binary' ? attribute.BinaryValue : attribute?.StringValue;
  if (base !== 'String' && base !== 'Number' && base !== 'Binary') {
    throw invalidParameter(
      `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (!value) {
    throw invalidParameter(`The message attribute '${name}' must contain a non-empty value.`);
  }
  if (base !== 'Binary' && FORBIDDEN_CHARACTERS.test(value)) {
    throw new SqsError(
      'InvalidMessageContents',
      `Invalid characters were found in the message attribute '${name}'.`,
    );
  }
  if (base === 'Number' && (value.trim() === '' || !Number.isFinite(Number(value)))) {
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
  }
}
