import { CLIENT_FRAME_TYPES, ClientFrame } from '../../protocol/client-frames.ts';
import { InvalidRequestError } from '../domain/errors.ts';
import { invalid } from '../runtime/schema-error.ts';

/** What can be told of a frame even if it is wrong, so that its sender can match the refusal. */
export interface FrameRef {
  sessionId?: string;
  id?: string;
}

/** Reads the ids of a frame without trusting anything else in it. */
export function refOf(body: string | undefined): FrameRef {
  try {
    const { sessionId, id } = JSON.parse(body ?? '') ?? {};
    return {
      ...(isShort(sessionId) && { sessionId }),
      ...(isShort(id) && { id }),
    };
  } catch {
    // Not JSON: there is nothing to refer to, and the parser below says so to the client.
    return {};
  }
}

/**
 * Parses a client's frame.
 *
 * @throws InvalidRequestError `malformed_json`, `unknown_type`, `text_empty`, `text_too_long`,
 *   `text_malformed`, `invalid_field` (details: `field`).
 */
export function parseFrame(body: string | undefined): ClientFrame {
  let json: unknown;
  try {
    json = JSON.parse(body ?? '');
  } catch {
    // The parser's own message quotes the text, so it is not kept as the cause.
    throw new InvalidRequestError('malformed_json');
  }
  const type = (json as { type?: unknown } | null)?.type;
  if (!CLIENT_FRAME_TYPES.some((known) => known === type)) {
    throw new InvalidRequestError('unknown_type');
  }
  const parsed = ClientFrame.safeParse(json);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues[0]);
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64;
}
