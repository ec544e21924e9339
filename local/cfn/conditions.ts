import { TemplateError } from './errors.ts';
import type { Scope } from './scope.ts';

/**
 * Whether a condition expression holds: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, or the
 * `Condition` of another name. `resolve` evaluates the operands of `Fn::Equals`.
 * Throws `TemplateError` for anything else.
 */
export function evaluateCondition(
  expression: unknown,
  scope: Scope,
  resolve: (value: unknown, scope: Scope) => unknown,
): boolean {
  const [name, argument] =
    typeof expression === 'object' && expression !== null
      ? (Object.entries(expression)[0] ?? [])
      : [];
  const operands = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Condition':
      return evaluateCondition(scope.condition(String(argument)), scope, resolve);
    case 'Fn::Equals': {
      const [left, right] = operands.map((operand) => resolve(operand, scope));
      return String(left) === String(right);
    }
    case 'Fn::And':
      return operands.every((operand) => evaluateCondition(operand, scope, resolve));
    case 'Fn::Or':
      return operands.some((operand) => evaluateCondition(operand, scope, resolve));
    case 'Fn::Not':
      return !evaluateCondition(operands[0], scope, resolve);
    default:
      throw new TemplateError(
        scope.where,
        `unknown condition function ${name ?? JSON.stringify(expression)}`,
      );
  }
}
