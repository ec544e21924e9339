/** The part of big.js, which ships no types, that expressions need. */
declare module 'big.js' {
  export default class Big {
    constructor(value: string | Big);
    cmp(other: string | Big): -1 | 0 | 1;
    eq(other: string | Big): boolean;
    plus(other: string | Big): Big;
    minus(other: string | Big): Big;
    toFixed(): string;
    /** Decimal exponent of the first digit. */
    readonly e: number;
    /** -1 below zero. */
    readonly s: number;
    /** Significant digits. */
    readonly c: number[];
  }
}
