/**
 * Stands in for the cache of discovered endpoints in the SDK's clients, which is made even though
 * endpoint discovery is off and nothing is ever put in. Saves 7 KB in every bundle.
 */
export default class LruCache<K, V> extends Map<K, V> {
  constructor(_capacity: number) {
    super();
  }

  peek(key: K): V | undefined {
    return this.get(key);
  }
}
