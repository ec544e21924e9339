import { type AccessRequest, CONDITION_KEYS } from './access-request.ts';
import { compileArnPattern, compilePattern, type Matches } from './pattern.ts';

/** A statement's `Condition`: operator to key to the values of the policy. */
export type ConditionBlock = Record<string, Record<string, unknown>>;

/** Whether a request meets a statement's conditions. */
export type Meets = (request: AccessRequest) => boolean;

type Values = readonly string[] | undefined;

interface Operator {
  /** How one value of the policy is compared with one of the request. */
  compile(value: string): Matches;
  /** For the `Not` operators: none of the policy's values may fit. */
  negated?: true;
}

const ignoringCase = (value: string): Matches => {
  const lower = value.toLowerCase();
  return (text) => text.toLowerCase() === lower;
};
const exactly =
  (value: string): Matches =>
  (text) =>
    text === value;

const OPERATORS: Record<string, Operator> = {
  StringEquals: { compile: exactly },
  StringNotEquals: { compile: exactly, negated: true },
  StringEqualsIgnoreCase: { compile: ignoringCase },
  StringNotEqualsIgnoreCase: { compile: ignoringCase, negated: true },
  StringLike: { compile: compilePattern },
  StringNotLike: { compile: compilePattern, negated: true },
  // AWS: ArnEquals and ArnLike behave identically.
  ArnEquals: { compile: compileArnPattern },
  ArnNotEquals: { compile: compileArnPattern, negated: true },
  ArnLike: { compile: compileArnPattern },
  ArnNotLike: { compile: compileArnPattern, negated: true },
  Bool: { compile: ignoringCase },
};

/**
 * Compiles a condition block; all of its entries must hold. Throws Error for an operator, a key or
 * a policy variable that is not evaluated here.
 */
export function compileConditions(block: ConditionBlock = {}): Meets | undefined {
  const tests = Object.entries(block).flatMap(([operator, entries]) =>
    Object.entries(entries).map(([key, value]) => compileEntry(operator, key, value)),
  );
  if (tests.length === 0) return undefined;
  return (request) => tests.every((test) => test(request));
}

function compileEntry(operatorName: string, keyName: string, value: unknown): Meets {
  const key = keyName.toLowerCase();
  if (!CONDITION_KEYS.has(key)) throw new Error(`the condition key ${keyName} is not evaluated`);
  const wanted = [value].flat().map(String);
  const variable = wanted.find((text) => text.includes('${'));
  if (variable) throw new Error(`the policy variable in ${variable} is not evaluated`);
  const test = compileOperator(operatorName, wanted);
  return (request) => test(request.context(key));
}

function compileOperator(name: string, wanted: readonly string[]): (values: Values) => boolean {
  if (name === 'Null') {
    const absent = wanted.map((text) => text.toLowerCase() === 'true');
    return (values) => absent.includes(values === undefined);
  }
  const [, set, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  if (!operator) throw new Error(`the condition operator ${name} is not evaluated`);
  const compiled = wanted.map(operator.compile);
  const fits = (text: string) =>
    compiled.some((matches) => matches(text)) !== (operator.negated === true);

  if (set === 'ForAllValues') return (values) => values?.every(fits) ?? true;
  if (set === 'ForAnyValue') return (values) => values?.some(fits) ?? ifExists !== undefined;
  // Without a value nothing fits, which is what a negated operator asks for.
  const whenAbsent = operator.negated === true || ifExists !== undefined;
  return (values) => {
    if (values === undefined) return whenAbsent;
    return operator.negated ? values.every(fits) : values.some(fits);
  };
}
