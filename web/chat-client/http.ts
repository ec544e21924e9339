import type { ProblemDetails } from '../../protocol/http.ts';

/** A refused or failed HTTP request. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Stable problem code; `network` if no answer came, `http_<status>` if it had no code. */
  readonly code: string;
  /** HTTP status; 0 if no answer came. */
  readonly status: number;
  /** What to tell a person. */
  readonly title: string;
  /** True if the same request may succeed later. */
  readonly retriable: boolean;
  /** With `already_taken`: who has the session. */
  readonly winner: ProblemDetails['winner'];
  /** Finds the refusal in the server's logs. */
  readonly ref: string | undefined;

  constructor(
    status: number,
    problem: Partial<ProblemDetails> & { code: string; title: string },
    options?: ErrorOptions,
  ) {
    super(`${problem.code}: ${problem.title}`, options);
    this.code = problem.code;
    this.status = status;
    this.title = problem.title;
    this.retriable =
      status === 0 || status === 429 || status >= 500 || problem.code === 'stale_version';
    this.winner = problem.winner;
    this.ref = problem.ref;
  }
}

/** Where and how to send requests. */
export interface HttpOptions {
  /** Base address, with or without a slash at its end. */
  apiUrl: string;
  /** Headers for every request, such as the authorization. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
  fetch?: typeof fetch;
  /** Longest wait for an answer. */
  timeoutMs?: number;
}

/** JSON over HTTP; every call rejects with `ApiError` only. */
export interface Http {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body?: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

/** Makes a client of the HTTP API. `T` of each call is the body's type in `protocol/http.ts`. */
export function createHttp(options: HttpOptions): Http {
  const base = options.apiUrl.replace(/\/+$/, '');
  const request = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const headers: Record<string, string> = { accept: 'application/json' };
    let status = 0;
    let text: string;
    try {
      Object.assign(headers, await options.headers?.());
      if (body !== undefined) headers['content-type'] = 'application/json';
      // Called as a plain function: browsers refuse a `fetch` with another `this`.
      const send = options.fetch ?? globalThis.fetch;
      const response = await send(`${base}${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(options.timeoutMs ?? 15_000),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      status = response.status;
      text = await response.text();
    } catch (cause) {
      if (cause instanceof ApiError) throw cause;
      throw new ApiError(0, { code: 'network', title: 'No answer.' }, { cause });
    }
    const value = parse(text);
    if (status >= 200 && status < 300) {
      if (text !== '' && value === undefined) {
        throw new ApiError(502, { code: 'bad_answer', title: 'The answer was not JSON.' });
      }
      return value as T;
    }
    const problem = (value ?? {}) as Partial<ProblemDetails>;
    throw new ApiError(status, {
      ...problem,
      code: typeof problem.code === 'string' ? problem.code : `http_${status}`,
      title: typeof problem.title === 'string' ? problem.title : `The answer was ${status}.`,
    });
  };
  const by =
    (method: string) =>
    <T>(path: string, body?: unknown) =>
      request<T>(method, path, body);
  return { get: by('GET'), post: by('POST'), put: by('PUT'), delete: by('DELETE') };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The caller decides what a body that is not JSON means.
    return undefined;
  }
}
