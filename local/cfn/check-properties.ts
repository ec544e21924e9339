import { isDeepStrictEqual } from 'node:util';
import { TemplateError } from './errors.ts';
import { PROPERTY_RULES, type PropertyRules } from './property-rules.ts';

/** A resource with nothing left to resolve. */
interface CheckedResource {
  stack: string;
  logicalId: string;
  type: string;
  attributes: Record<string, string>;
  properties: Record<string, unknown>;
}

/**
 * Throws `TemplateError` for the first property that changes what AWS does and that the laptop
 * cloud would ignore. Functions behind custom resources are left out: they never run here.
 */
export function checkProperties(resources: readonly CheckedResource[]): void {
  const providers = new Set(
    resources.map(({ properties }) => properties.ServiceToken).filter(Boolean),
  );
  for (const resource of resources) {
    const rules = PROPERTY_RULES[resource.type];
    if (!rules || providers.has(resource.attributes.Arn)) continue;
    const problem = problemIn(resource.properties, rules, '');
    if (problem !== undefined) throw new TemplateError(resource, problem);
  }
}

function problemIn(
  properties: Record<string, unknown>,
  rules: PropertyRules,
  at: string,
): string | undefined {
  const passing = new Set(`${rules.read ?? ''} ${rules.harmless ?? ''}`.split(' '));
  for (const [name, value] of Object.entries(properties)) {
    const path = `${at}${name}`;
    const within = rules.within?.[name];
    if (within) {
      for (const member of [value].flat()) {
        const problem = problemIn(member as Record<string, unknown>, within, `${path}.`);
        if (problem !== undefined) return problem;
      }
    } else if (rules.only && name in rules.only) {
      const allowed = rules.only[name];
      if (!isSame(value, allowed)) return `${path} can only be ${JSON.stringify(allowed)} locally`;
    } else if (!passing.has(name)) {
      const own = rules.refused?.[name];
      if (own !== undefined) return `${path}: ${own}`;
      if (!rules.othersHarmless) return `${path} is not emulated`;
    }
  }
  return undefined;
}

/** Templates may write a boolean as a text. */
function isSame(value: unknown, allowed: unknown): boolean {
  return isDeepStrictEqual(value, allowed) || String(value) === String(allowed);
}
