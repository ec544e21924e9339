import { validationException } from './errors.ts';

interface Expression {
  type: string;
  name?: string;
  args: unknown[];
}

const EQUALITIES = new Set(['=', '<>', 'in', 'contains']);
const SCALARS = new Set(['S', 'N', 'B', 'BOOL', 'NULL']);

/**
 * Refuses what dynalite would answer wrongly without a word: whether a list, map or set equals
 * another. Looks at the parsed condition and filter of a request; throws ValidationException.
 */
export function assertComparable(input: Record<string, unknown>): void {
  for (const parsed of [input._condition, input._filter]) {
    const expression = (parsed as { expression?: Expression } | undefined)?.expression;
    if (expression) visit(expression);
  }
}

function visit(expression: Expression): void {
  const name = expression.type === 'function' ? expression.name : expression.type;
  for (const operand of expression.args) {
    if (isExpression(operand)) visit(operand);
    else if (EQUALITIES.has(name ?? '') && isDocument(operand)) {
      throw validationException(
        `The local engine cannot compare lists, maps or sets with ${name}; compare scalars, use size() or contains()`,
      );
    }
  }
}

function isExpression(operand: unknown): operand is Expression {
  return typeof (operand as Expression | null)?.type === 'string';
}

/** A literal list, map or set; a path is an array, and its value is not known yet. */
function isDocument(operand: unknown): boolean {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) return false;
  const [type = 'S'] = Object.keys(operand);
  return !SCALARS.has(type);
}
