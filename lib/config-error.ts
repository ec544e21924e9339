/** A context value that cannot mean anything; the message names the key and what it expects. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
