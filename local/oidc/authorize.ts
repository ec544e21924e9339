import type { HttpAnswer } from '../gateway/http-response.ts';
import type { CodeBinding, Grants } from './grants.ts';
import type { Persona } from './personas.ts';
import { page, redirect } from './replies.ts';

interface AuthorizationRequest extends CodeBinding {
  clientId: string;
  scope: string;
  state?: string;
  nonce?: string;
}

/** The authorization endpoint: GET shows the persona picker, POST of its form signs in. */
export interface AuthorizationEndpoint {
  /** `query` is the raw query string, kept as the action of the picker's forms. */
  show(query: string): HttpAnswer;
  /** Checks the request in `query` again: a form can be posted without the page. */
  choose(query: string, form: URLSearchParams): HttpAnswer;
}

/** Endpoint for one public client; `renderPicker` and `renderProblem` give whole pages. */
export function createAuthorizationEndpoint(options: {
  issuer: string;
  clientId: string;
  redirectUris: string[];
  personas: readonly Persona[];
  grants: Grants;
  renderPicker(action: string, hintedSub: string | null): string;
  renderProblem(text: string): string;
}): AuthorizationEndpoint {
  const { issuer, grants, personas } = options;

  /** Runs `proceed` for a valid request; an invalid one never gets that far. */
  const check = (
    query: string,
    proceed: (request: AuthorizationRequest, params: URLSearchParams) => HttpAnswer,
  ): HttpAnswer => {
    const params = new URLSearchParams(query);
    const redirectUri = params.get('redirect_uri') ?? '';
    // Until both are known to be right, nobody may be redirected anywhere.
    if (params.get('client_id') !== options.clientId) {
      return page(400, options.renderProblem('This client_id is not known here.'));
    }
    if (!options.redirectUris.includes(redirectUri)) {
      return page(400, options.renderProblem('This redirect_uri is not registered.'));
    }
    const state = params.get('state') ?? undefined;
    const fault = requestFault(params);
    if (fault !== undefined) {
      return back(redirectUri, { error: fault[0], error_description: fault[1], state });
    }
    const nonce = params.get('nonce') ?? undefined;
    return proceed(
      {
        clientId: options.clientId,
        redirectUri,
        scope: params.get('scope') ?? '',
        challenge: params.get('code_challenge') ?? '',
        ...(state === undefined ? {} : { state }),
        ...(nonce === undefined ? {} : { nonce }),
      },
      params,
    );
  };

  const back = (redirectUri: string, fields: Record<string, string | undefined>): HttpAnswer => {
    const target = new URL(redirectUri);
    for (const [name, value] of Object.entries({ ...fields, iss: issuer })) {
      if (value !== undefined) target.searchParams.set(name, value);
    }
    return redirect(303, target.href);
  };

  return {
    show: (query) =>
      check(query, ({ redirectUri, state }, params) => {
        // There is no session to be silently signed in with: every sign-in shows the picker.
        if (params.get('prompt') === 'none') {
          return back(redirectUri, { error: 'login_required', state });
        }
        const html = options.renderPicker(`/oauth2/authorize?${query}`, params.get('login_hint'));
        return page(200, html, new URL(redirectUri).origin);
      }),
    choose: (query, form) =>
      check(query, ({ redirectUri, challenge, state, clientId, scope, nonce }) => {
        const persona = personas.find(({ sub }) => sub === form.get('persona'));
        if (persona === undefined) {
          return page(400, options.renderProblem('There is no such persona.'));
        }
        const code = grants.issueCode(
          { persona, clientId, scope, ...(nonce === undefined ? {} : { nonce }) },
          { redirectUri, challenge },
        );
        return back(redirectUri, { code, state });
      }),
  };
}

function requestFault(params: URLSearchParams): [string, string] | undefined {
  if (params.get('response_type') !== 'code') {
    return ['unsupported_response_type', 'only the code flow is served'];
  }
  if (!(params.get('scope') ?? '').split(' ').includes('openid')) {
    return ['invalid_scope', 'openid is required'];
  }
  if (params.get('code_challenge_method') !== 'S256') {
    return ['invalid_request', 'code_challenge_method S256 is required'];
  }
  if (!/^[\w-]{43}$/.test(params.get('code_challenge') ?? '')) {
    return ['invalid_request', 'code_challenge is missing or malformed'];
  }
  return undefined;
}
