import { evaluateCondition } from './conditions.ts';
import { TemplateError } from './errors.ts';
import type { Scope } from './scope.ts';

/** What `AWS::NoValue` resolves to: its property or list element is left out. */
export const noValue = Symbol('AWS::NoValue');

/**
 * The template value with every intrinsic function evaluated. Throws `TemplateError` for a
 * function it does not know and for arguments of the wrong shape.
 */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    if (value.includes('{{resolve:')) {
      throw new TemplateError(scope.where, `dynamic reference ${value} cannot be resolved locally`);
    }
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolveValue(item, scope)).filter((item) => item !== noValue);
  }
  if (typeof value !== 'object' || value === null) return value;

  const entries = Object.entries(value);
  const called = entries.find(([key]) => key === 'Ref' || key.startsWith('Fn::'));
  if (called) {
    if (entries.length > 1) {
      throw new TemplateError(scope.where, `${called[0]} stands beside other keys`);
    }
    return call(called[0], called[1], scope);
  }
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolveValue(item, scope)] as const)
      .filter(([, item]) => item !== noValue),
  );
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.ref(text(name, 'Ref', scope)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = attributePath(argument, scope);
    return scope.attribute(logicalId, attribute);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = tuple(argument, 2, 'Fn::Join', scope);
    return list(resolveValue(parts, scope), 'Fn::Join', scope)
      .map((part) => text(part, 'Fn::Join', scope))
      .join(text(separator, 'Fn::Join', scope));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, values] = tuple(argument, 2, 'Fn::Select', scope);
    const at = Number(resolveValue(index, scope));
    const selected = list(resolveValue(values, scope), 'Fn::Select', scope)[at];
    if (selected === undefined)
      throw new TemplateError(scope.where, `Fn::Select has no item ${at}`);
    return selected;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = tuple(argument, 2, 'Fn::Split', scope);
    return text(resolveValue(source, scope), 'Fn::Split', scope).split(
      text(separator, 'Fn::Split', scope),
    );
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = tuple(argument, 3, 'Fn::If', scope);
    const holds = evaluateCondition({ Condition: condition }, scope, resolveValue);
    return resolveValue(holds ? whenTrue : whenFalse, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, attribute] = tuple(argument, 3, 'Fn::FindInMap', scope).map((part) =>
      text(resolveValue(part, scope), 'Fn::FindInMap', scope),
    );
    return scope.mapping(map ?? '', key ?? '', attribute ?? '');
  },
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(resolveValue(argument, scope), 'Fn::ImportValue', scope)),
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolveValue(argument, scope), 'Fn::Base64', scope)).toString('base64'),
};

function call(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw new TemplateError(scope.where, `unknown intrinsic function ${name}`);
  return intrinsic(argument, scope);
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = Array.isArray(argument)
    ? tuple(argument, 2, 'Fn::Sub', scope)
    : [argument, {}];
  const known = (resolveValue(variables, scope) ?? {}) as Record<string, unknown>;
  return text(template, 'Fn::Sub', scope).replace(
    subVariable,
    (_match, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const value =
        name in known
          ? known[name]
          : name.includes('.')
            ? scope.attribute(...attributePath(name, scope))
            : scope.ref(name);
      return text(value, 'Fn::Sub', scope);
    },
  );
}

/** `${Name}`, `${Name.Attribute}`, and `${!Literal}`, which stays as it is without the mark. */
export const subVariable = /\$\{(!?)([^}]+)\}/g;

/** Both spellings of `Fn::GetAtt`: `["Id", "Attribute"]` and `"Id.Attribute"`. */
export function attributePath(argument: unknown, scope: Pick<Scope, 'where'>): [string, string] {
  const [logicalId, ...rest] =
    typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt', scope);
  if (typeof logicalId !== 'string' || !rest.length || rest.some((r) => typeof r !== 'string')) {
    throw new TemplateError(scope.where, 'Fn::GetAtt needs a logical id and an attribute name');
  }
  return [logicalId, rest.join('.')];
}

function text(value: unknown, name: string, scope: Pick<Scope, 'where'>): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(scope.where, `${name} needs a string, not ${JSON.stringify(value)}`);
}

function list(value: unknown, name: string, scope: Pick<Scope, 'where'>): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(scope.where, `${name} needs a list, not ${JSON.stringify(value)}`);
}

function tuple(value: unknown, length: number, name: string, scope: Scope): unknown[] {
  if (Array.isArray(value) && value.length === length) return value;
  throw new TemplateError(scope.where, `${name} needs a list of ${length}`);
}
