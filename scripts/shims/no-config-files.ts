/**
 * Stands in for the SDK's reader of `~/.aws/config` and `~/.aws/credentials`. A function has
 * neither; on a laptop they belong to the developer and must not reach into the functions.
 */
export async function loadSharedConfigFiles(): Promise<{
  configFile: object;
  credentialsFile: object;
}> {
  return { configFile: {}, credentialsFile: {} };
}
