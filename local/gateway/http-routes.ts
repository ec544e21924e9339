import type { HttpRoute } from './http-options.ts';

/** A matched route with the path's variables, percent-decoded. */
export interface HttpMatch {
  routeKey: string;
  route: HttpRoute;
  pathParameters: Record<string, string>;
}

type Segment = { kind: 'literal' | 'variable' | 'greedy'; text: string };

interface CompiledRoute {
  routeKey: string;
  route: HttpRoute;
  method: string;
  segments: Segment[];
}

const SPECIFICITY = { literal: 0, variable: 1, greedy: 2 };

/**
 * Compiles route keys into a matcher with the service's priority: literal before variable before
 * greedy segment, a method before `ANY`, `$default` last. The matcher returns undefined when
 * nothing matches, and throws `URIError` on a malformed percent encoding.
 * @throws {Error} for a route key outside the service's grammar.
 */
export function compileRoutes(
  routes: Record<string, HttpRoute>,
): (method: string, path: string) => HttpMatch | undefined {
  const compiled = Object.entries(routes)
    .filter(([routeKey]) => routeKey !== '$default')
    .map(([routeKey, route]) => compile(routeKey, route))
    .sort(byPriority);
  const fallback = routes.$default;

  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const { routeKey, route, method: routeMethod, segments } of compiled) {
      if (routeMethod !== 'ANY' && routeMethod !== method) continue;
      const pathParameters = matchSegments(segments, parts);
      if (pathParameters !== undefined) return { routeKey, route, pathParameters };
    }
    return fallback && { routeKey: '$default', route: fallback, pathParameters: {} };
  };
}

function compile(routeKey: string, route: HttpRoute): CompiledRoute {
  const match = /^([A-Z]+) (\/\S*)$/.exec(routeKey);
  const [, method, path] = match ?? [];
  if (method === undefined || path === undefined) {
    throw new Error(`Unsupported HTTP route key: ${routeKey}`);
  }
  const segments = path
    .split('/')
    .slice(1)
    .map((text): Segment => {
      const variable = /^\{([^{}+]+)(\+?)\}$/.exec(text);
      if (variable?.[1] === undefined) return { kind: 'literal', text };
      return { kind: variable[2] === '+' ? 'greedy' : 'variable', text: variable[1] };
    });
  const greedyAt = segments.findIndex(({ kind }) => kind === 'greedy');
  if (greedyAt >= 0 && greedyAt !== segments.length - 1) {
    throw new Error(`A greedy variable must end the path: ${routeKey}`);
  }
  return { routeKey, route, method, segments };
}

function byPriority(a: CompiledRoute, b: CompiledRoute): number {
  for (let i = 0; i < Math.max(a.segments.length, b.segments.length); i += 1) {
    const [left, right] = [a.segments[i], b.segments[i]];
    if (left === undefined || right === undefined) {
      return (left === undefined ? 1 : 0) - (right === undefined ? 1 : 0);
    }
    const difference = SPECIFICITY[left.kind] - SPECIFICITY[right.kind];
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function matchSegments(segments: Segment[], parts: string[]): Record<string, string> | undefined {
  const greedy = segments.at(-1)?.kind === 'greedy';
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [i, { kind, text }] of segments.entries()) {
    const value = kind === 'greedy' ? parts.slice(i).join('/') : (parts[i] ?? '');
    if (kind === 'literal') {
      if (value !== text) return undefined;
    } else {
      if (value === '') return undefined;
      parameters.push([text, decodeURIComponent(value)]);
    }
  }
  return Object.fromEntries(parameters);
}
