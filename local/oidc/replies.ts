import type { HttpAnswer } from '../gateway/http-response.ts';

/** A JSON answer that no cache may keep. */
export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** An OAuth error (RFC 6749, section 5.2). */
export function oauthError(status: number, error: string, description: string): HttpAnswer {
  return json(status, { error, error_description: description });
}

/**
 * A page without scripts. `formTarget` is the origin its forms end up at: browsers hold a form's
 * redirect, too, against the policy's `form-action`.
 */
export function page(status: number, html: string, formTarget = ''): HttpAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; " +
        `frame-ancestors 'none'; form-action 'self' ${formTarget}`.trim(),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    cookies: [],
    body: Buffer.from(html),
  };
}

/** A redirect without a body. */
export function redirect(status: 302 | 303, location: string): HttpAnswer {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { status, headers, cookies: [], body: Buffer.alloc(0) };
}
