import { isObject } from './integration.ts';
import type { SocketIntegration } from './socket-options.ts';

/** A MOCK integration's answer: its status, and the rendered response template if there is one. */
export interface MockResponse {
  statusCode: number;
  body?: string;
}

/** What the templates may refer to. */
export interface MockInput {
  context: Record<string, unknown>;
  body: string;
}

type Render = (input: MockInput) => string;

/**
 * Compiles a MOCK integration once. Templates may hold literals, `$context.<field>` and
 * `$input.body`; this is the part of the template language that a keep-alive needs.
 * The result throws when the request template does not render to an object with `statusCode`,
 * which API Gateway answers with an internal server error.
 * @throws {Error} for a directive or reference outside that part.
 */
export function compileMock(
  integration: Extract<SocketIntegration, { type: 'MOCK' }>,
): (input: MockInput) => MockResponse {
  const request = compileTemplate(integration.requestTemplate ?? '');
  const response =
    integration.responseTemplate === undefined
      ? undefined
      : compileTemplate(integration.responseTemplate);

  return (input) => {
    const rendered: unknown = JSON.parse(request(input));
    if (!isObject(rendered) || typeof rendered.statusCode !== 'number') {
      throw new Error('The request template gave no statusCode.');
    }
    return {
      statusCode: rendered.statusCode,
      ...(response === undefined ? {} : { body: response(input) }),
    };
  };
}

function compileTemplate(template: string): Render {
  const directive = /#(?:set|if|else|elseif|end|foreach|define|macro|parse|include|#|\*)/.exec(
    template,
  );
  if (directive !== null) throw new Error(`Unsupported template directive: ${directive[0]}`);

  const parts = template.split(/(\$!?(?:\{[a-zA-Z][\w.]*\}|[a-zA-Z]\w*(?:\.\w+)*))/);
  const renders = parts.map((part): Render => {
    if (!part.startsWith('$')) return () => part;
    const reference = part.replace(/[$!{}]/g, '');
    if (reference === 'input.body') return (input) => input.body;
    const field = /^context\.(\w+)$/.exec(reference)?.[1];
    if (field === undefined) throw new Error(`Unsupported template reference: ${part}`);
    return (input) => String(input.context[field] ?? '');
  });
  return (input) => renders.map((render) => render(input)).join('');
}
