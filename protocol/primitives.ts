import * as z from 'zod/mini';
import { MAX_TEXT_CHARACTERS } from './limits.ts';

/** Session id: made by the server, a UUIDv7. */
export const SessionId = z.uuid();

/** Message id: made by the sender, a UUIDv7; the same id again is a retry. */
export const MessageId = z.uuid();

/** Place in the transcript, from 1, without gaps. 0 means "before the first". */
export const Seq = z.int().check(z.nonnegative());

/** Milliseconds since the epoch, by the server's clock. */
export const Timestamp = z.int().check(z.nonnegative());

/**
 * Text of a message: 1 to 4,000 code points that are not all white space, and well-formed
 * Unicode. The messages are problem codes, so that a refusal can name the exact fault.
 */
export const MessageText = z.string().check(
  z.refine((text) => text.trim().length > 0, 'text_empty'),
  z.refine(
    (text) =>
      text.length <= MAX_TEXT_CHARACTERS ||
      (text.length <= 2 * MAX_TEXT_CHARACTERS && Array.from(text).length <= MAX_TEXT_CHARACTERS),
    'text_too_long',
  ),
  // A lone surrogate cannot be stored as UTF-8 without changing the text.
  z.refine((text) => !/\p{Surrogate}/u.test(text), 'text_malformed'),
);

/** A short label shown to people, such as a name or a plan. */
export const Label = z.string().check(z.minLength(1), z.maxLength(80));
