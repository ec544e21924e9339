import { isObject } from './integration.ts';

const RESERVED = '$';

/**
 * Compiles a route selection expression of the form `$request.body.<path>`. The result maps a text
 * frame to a route key: the selected value where such a route exists, else `$default`. Reserved
 * keys (`$connect`, `$disconnect`) cannot be selected by a client.
 * @throws {Error} for any other form of expression.
 */
export function compileRouteSelection(
  expression: string,
  routeKeys: Iterable<string>,
): (body: string) => string {
  const match = /^\$\{?request\.body\.([\w-]+(?:\.[\w-]+)*)\}?$/.exec(expression);
  if (match?.[1] === undefined) {
    throw new Error(`Unsupported route selection expression: ${expression}`);
  }
  const path = match[1].split('.');
  const selectable = new Set([...routeKeys].filter((key) => !key.startsWith(RESERVED)));

  return (body) => {
    const value = valueAt(parseJson(body), path);
    return typeof value === 'string' && selectable.has(value) ? value : '$default';
  };
}

function valueAt(root: unknown, path: string[]): unknown {
  let value = root;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is a normal input here: it selects `$default`.
    return undefined;
  }
}
