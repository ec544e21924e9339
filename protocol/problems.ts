/**
 * Every refusal Switchboard can give, with its HTTP status, whether the same request may succeed
 * later, and what to tell a person. A code never changes its meaning.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, retriable: false, title: 'The body is not valid JSON.' },
  unknown_type: { status: 400, retriable: false, title: 'There is no frame of this type.' },
  invalid_field: { status: 400, retriable: false, title: 'A field is missing or wrong.' },
  text_empty: { status: 400, retriable: false, title: 'The message has no text.' },
  text_too_long: {
    status: 400,
    retriable: false,
    title: 'The message is longer than 4,000 characters.',
  },
  text_malformed: { status: 400, retriable: false, title: 'The message is not valid Unicode.' },
  too_large: { status: 413, retriable: false, title: 'The request is larger than 32 KB.' },
  not_found: { status: 404, retriable: false, title: 'There is nothing at this address.' },
  origin_not_allowed: {
    status: 403,
    retriable: false,
    title: 'This site may not open chats here.',
  },
  too_many_requests: {
    status: 429,
    retriable: true,
    title: 'Too many chats from this address. Try again in a minute.',
  },
  ticket_missing: { status: 401, retriable: false, title: 'The handshake has no ticket.' },
  ticket_unknown: { status: 401, retriable: false, title: 'There is no such ticket.' },
  ticket_expired: { status: 401, retriable: false, title: 'The ticket has expired.' },
  ticket_used: { status: 401, retriable: false, title: 'The ticket was used before.' },
  ticket_wrong_origin: {
    status: 403,
    retriable: false,
    title: 'The ticket was issued to another site.',
  },
  unauthenticated: { status: 401, retriable: false, title: 'Sign in first.' },
  not_an_agent: {
    status: 403,
    retriable: false,
    title: 'Your account is not in the agent or supervisor group.',
  },
  wrong_role: { status: 403, retriable: false, title: 'Your role may not do this.' },
  not_eligible: {
    status: 403,
    retriable: false,
    title: 'This session waits in a queue that you do not serve.',
  },
  session_unknown: { status: 404, retriable: false, title: 'There is no such session.' },
  session_key_invalid: {
    status: 403,
    retriable: false,
    title: 'The key does not open this session.',
  },
  not_your_session: { status: 403, retriable: false, title: 'This session is not yours.' },
  session_closed: { status: 409, retriable: false, title: 'This session has ended.' },
  session_not_waiting: {
    status: 409,
    retriable: false,
    title: 'This session is not waiting for a person.',
  },
  session_not_active: {
    status: 409,
    retriable: false,
    title: 'No agent is in this session now.',
  },
  already_taken: {
    status: 409,
    retriable: false,
    title: 'Another agent has joined this session.',
  },
  at_capacity: {
    status: 409,
    retriable: false,
    title: 'You have as many sessions as you may hold.',
  },
  agent_not_available: {
    status: 409,
    retriable: false,
    title: 'You are offline, or your connection is down.',
  },
  superseded: {
    status: 409,
    retriable: false,
    title: 'A newer connection has taken over.',
  },
  offer_gone: {
    status: 409,
    retriable: false,
    title: 'This offer does not stand any more.',
  },
  cseq_conflict: {
    status: 409,
    retriable: false,
    title: 'Another tab wrote with this message number.',
  },
  gap: { status: 409, retriable: false, title: 'An earlier message has not arrived yet.' },
  stale_version: { status: 409, retriable: true, title: 'The session changed meanwhile.' },
  conflict: { status: 503, retriable: true, title: 'Too many changes at once. Try again.' },
  unavailable: { status: 503, retriable: true, title: 'A part of the service did not answer.' },
  internal: { status: 500, retriable: true, title: 'Something went wrong on our side.' },
} as const satisfies Record<string, { status: number; retriable: boolean; title: string }>;

/** The stable name of a refusal. */
export type ProblemCode = keyof typeof PROBLEMS;

/** True if `value` names a refusal of the table. */
export function isProblemCode(value: string): value is ProblemCode {
  return Object.hasOwn(PROBLEMS, value);
}
