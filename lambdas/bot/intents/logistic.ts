/** A logistic formula: `1 / (1 + exp(-(bias + Σ weight × value)))`. */
export interface Logistic {
  bias: number;
  weights: readonly number[];
}

/** One observation for the fit. */
export interface Observation {
  values: readonly number[];
  /** 1 if it was right. */
  target: 0 | 1;
  /** How much it counts. */
  weight: number;
}

const RIDGE = 1e-4;
const STEPS = 30;

/** The log odds of the formula's value. */
export function logOdds({ bias, weights }: Logistic, values: readonly number[]): number {
  let sum = bias;
  for (let at = 0; at < weights.length; at++) sum += (weights[at] ?? 0) * (values[at] ?? 0);
  return sum;
}

/** The value (0..1) of the formula. */
export function logistic(formula: Logistic, values: readonly number[]): number {
  return 1 / (1 + Math.exp(-logOdds(formula, values)));
}

/**
 * Fits the formula to observations by Newton's method on the weighted log loss with a small ridge
 * (iteratively reweighted least squares). Deterministic.
 */
export function fitLogistic(observations: readonly Observation[]): Logistic {
  const size = (observations[0]?.values.length ?? 0) + 1;
  const total = observations.reduce((sum, { weight }) => sum + weight, 0);
  let beta = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const slope = beta.map((value, at) => (at === 0 ? 0 : RIDGE * value));
    const curve = beta.map((_, row) =>
      beta.map((_, column) => (row === column ? (row === 0 ? 1e-9 : RIDGE) : 0)),
    );
    for (const { values, target, weight } of observations) {
      const formula = { bias: beta[0] as number, weights: beta.slice(1) };
      const chance = logistic(formula, values);
      const error = ((chance - target) * weight) / total;
      const spread = (chance * (1 - chance) * weight) / total;
      const row = [1, ...values];
      for (let i = 0; i < size; i++) {
        slope[i] = (slope[i] as number) + error * (row[i] as number);
        const line = curve[i] as number[];
        for (let j = 0; j < size; j++) {
          line[j] = (line[j] as number) + spread * (row[i] as number) * (row[j] as number);
        }
      }
    }
    const change = solve(curve, slope);
    beta = beta.map((value, at) => value - (change[at] as number));
    if (Math.max(...change.map(Math.abs)) < 1e-7) break;
  }
  return { bias: beta[0] ?? 0, weights: beta.slice(1) };
}

/** Solves a small symmetric positive system by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] as number]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    }
    const found = rows[pivot] as number[];
    rows[pivot] = rows[column] as number[];
    rows[column] = found;
    for (let row = 0; row < size; row++) {
      const other = rows[row] as number[];
      const factor = row === column ? 0 : (other[column] as number) / (found[column] as number);
      if (factor === 0) continue;
      for (let at = column; at <= size; at++) {
        other[at] = (other[at] as number) - factor * (found[at] as number);
      }
    }
  }
  return rows.map((row, at) => (row[size] as number) / (row[at] as number));
}
