import Big from 'big.js';
import type { AttributeValue } from 'dynalite/db/index.js';
import { validationException } from '../errors.ts';

/** Decimal exponents and digits of a number attribute (Developer Guide, "Data types: Number"). */
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;
const MAX_DIGITS = 38;

/** Adds or subtracts two number attributes exactly. Throws ValidationException for anything else. */
export function arithmetic(
  operation: 'add' | 'subtract',
  left: AttributeValue,
  right: AttributeValue,
): AttributeValue {
  if (typeof left.N !== 'string' || typeof right.N !== 'string') {
    throw validationException('An operand in the update expression has an incorrect data type');
  }
  const a = new Big(left.N);
  const result = operation === 'add' ? a.plus(right.N) : a.minus(right.N);
  assertRange(result);
  return { N: result.toFixed() };
}

function assertRange({ e: exponent, c: digits }: Big): void {
  if (exponent > MAX_EXPONENT) {
    throw validationException(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (exponent < MIN_EXPONENT) {
    throw validationException(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (digits.length > MAX_DIGITS) {
    throw validationException('Attempting to store more than 38 significant digits in a Number');
  }
}
