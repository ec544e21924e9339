import type { AttributeValue } from 'dynalite/db/index.js';

/** A document path: attribute names and list indexes. */
export type Path = (string | number)[];

/** A path, a literal value, or a function or arithmetic of operands. */
export type Operand = Path | AttributeValue | Call;

/** A function, an operator or a connective of a parsed expression. */
export interface Call {
  type: string;
  /** Of a function. */
  name?: string;
  args: Operand[];
}

/** One clause of a parsed update expression. */
export interface UpdateClause {
  type: 'set' | 'remove' | 'add' | 'delete';
  path: Path;
  val?: Operand;
}

/** What dynalite's parsers leave in a request that passed validation. */
export interface ParsedExpressions {
  _condition?: { expression: Call; nestedPaths: object };
  _filter?: { expression: Call; pathHeads: object; nestedPaths: object };
  _projection?: { paths: Path[]; nestedPaths: object };
  _updates?: { sections: UpdateClause[]; paths: Path[]; nestedPaths: object };
}

/** Tells an operator or function from a path and from a literal. */
export function isCall(operand: Operand): operand is Call {
  return !Array.isArray(operand) && typeof operand.type === 'string';
}

/** What expressions and error messages call it: the function's name or the operator. */
export function nameOf(call: Call): string {
  return call.type === 'function' ? (call.name ?? '') : call.type.toUpperCase();
}
