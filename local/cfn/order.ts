import { TemplateError } from './errors.ts';
import { attributePath, subVariable } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

/**
 * Logical ids so that each comes after everything it names by `Ref`, `Fn::GetAtt`, `Fn::Sub` or
 * `DependsOn`. Throws `TemplateError` naming the circle if there is one.
 */
export function dependencyOrder(
  stack: string,
  resources: Record<string, TemplateResource>,
): string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (logicalId: string): void => {
    if (done.has(logicalId)) return;
    if (path.includes(logicalId)) {
      const circle = [...path.slice(path.indexOf(logicalId)), logicalId].join(' -> ');
      throw new TemplateError({ stack, logicalId }, `circular dependency: ${circle}`);
    }
    const resource = resources[logicalId];
    if (!resource) return;
    path.push(logicalId);
    for (const dependency of dependenciesOf(stack, logicalId, resource)) visit(dependency);
    path.pop();
    done.add(logicalId);
    order.push(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId);
  return order;
}

function dependenciesOf(stack: string, logicalId: string, resource: TemplateResource): string[] {
  const found = new Set<string>([resource.DependsOn ?? []].flat());
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) collect(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, argument] of Object.entries(value)) {
      if (key === 'Ref') found.add(String(argument));
      else if (key === 'Fn::GetAtt') {
        const where = { stack, logicalId, type: resource.Type };
        found.add(attributePath(argument, { where })[0]);
      } else {
        if (key === 'Fn::Sub') {
          const template = Array.isArray(argument) ? argument[0] : argument;
          for (const [, literal, name = ''] of String(template).matchAll(subVariable)) {
            if (!literal) found.add(name.split('.')[0] ?? name);
          }
        }
        collect(argument);
      }
    }
  };
  collect(resource.Properties);
  return [...found];
}
