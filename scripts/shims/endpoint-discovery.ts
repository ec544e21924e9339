/**
 * Stands in for the cache of discovered endpoints in the DynamoDB client, which is made even though
 * no command of the SDK discovers any.
 */
export function resolveEndpointDiscoveryConfig<T>(config: T): T {
  return config;
}
