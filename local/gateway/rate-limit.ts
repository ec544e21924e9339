/** Answers whether one more request may pass now. */
export type RateLimit = () => boolean;

/**
 * A token bucket that holds one second's worth, as API Gateway throttles: requests pass at once
 * until it is empty, then `perSecond` of them each second. Infinity lets everything pass.
 */
export function createRateLimit(perSecond: number, now = () => performance.now()): RateLimit {
  if (!Number.isFinite(perSecond)) return () => true;
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(capacity, tokens + ((time - filledAt) / 1000) * perSecond);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
