const BINS = 10;

/**
 * Expected calibration error: probabilities in ten bins of equal width, the gap between a bin's
 * mean probability and its share of true cases, weighted by the bin's size (Naeini et al., 2015).
 * NaN of nothing.
 */
export function calibrationError(
  expected: readonly boolean[],
  probabilities: readonly number[],
): number {
  const bins = Array.from({ length: BINS }, () => ({ probability: 0, positives: 0 }));
  probabilities.forEach((probability, row) => {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(probability * BINS)))];
    if (!bin) return;
    bin.probability += probability;
    bin.positives += expected[row] ? 1 : 0;
  });
  const gap = bins.reduce((sum, bin) => sum + Math.abs(bin.probability - bin.positives), 0);
  return gap / probabilities.length;
}
