/**
 * Published prices in US dollars, us-east-1, without free tiers, each for the unit that its name says.
 * Collected second-hand and not read off the pages named here: those are where to check them before
 * a total is relied on.
 */
export const PRICES = {
  /** aws.amazon.com/api-gateway/pricing: per message of up to 32 KB, either way, first thousand million. */
  socketMessage: 1.0 / 1e6,
  /** As above: per minute that a socket is connected. */
  connectionMinute: 0.25 / 1e6,
  /** As above: HTTP API, per request, first 300 million. */
  httpRequest: 1.0 / 1e6,
  /** aws.amazon.com/lambda/pricing */
  lambdaRequest: 0.2 / 1e6,
  /** As above: arm64, per GB and second, initialisation included since August 2025. */
  lambdaGbSecond: 0.0000133334,
  /** aws.amazon.com/dynamodb/pricing/on-demand, standard table class. */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  /** aws.amazon.com/sqs/pricing: standard queues, per request of up to 64 KB. */
  queueRequest: 0.4 / 1e6,
  /** aws.amazon.com/cloudwatch/pricing: logs, per GB taken in. */
  logGigabyte: 0.5,
} as const;

/** Assumed, not measured: what a function is billed for, apart from how often it runs. */
export const LAMBDA = {
  memoryGb: 0.5,
  /** The function's own work in one invocation, in ms. */
  ownMs: 5,
  /** Round trips inside a Region, in ms, added up as if none ran beside another. */
  callMs: { transaction: 12, table: 5, queue: 8, push: 10 },
  /** Share of invocations that load the function first, and for how long. */
  coldShare: 0.01,
  coldMs: 400,
} as const;
