/** Whether a text fits a compiled pattern. */
export type Matches = (text: string) => boolean;

/** Compiles IAM's wildcards: `*` is any text, `?` any one character, everything else itself. */
export function compilePattern(pattern: string): Matches {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard < 0) return (text) => text === pattern;
  if (pattern === '*') return () => true;
  if (wildcard === pattern.length - 1 && pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^]*')
    .replaceAll('?', '[^]');
  const regex = new RegExp(`^${source}$`, 'u');
  return (text) => regex.test(text);
}

/** True when one of the patterns fits. */
export function compileAny(patterns: readonly string[]): Matches {
  const compiled = patterns.map(compilePattern);
  const [only] = compiled;
  if (only && compiled.length === 1) return only;
  return (text) => compiled.some((matches) => matches(text));
}

/**
 * Compiles a pattern as `ArnLike` reads it: each of an ARN's six parts is matched by itself, so
 * that no wildcard reaches over a colon before the resource.
 */
export function compileArnPattern(pattern: string): Matches {
  const parts = arnParts(pattern).map(compilePattern);
  return (text) => {
    const given = arnParts(text);
    return given.length === parts.length && parts.every((matches, i) => matches(given[i] ?? ''));
  };
}

const ARN_PARTS = 6;

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
