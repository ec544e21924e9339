/** What an SDK client signs with; the front door reads the key id alone. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * The key of whoever runs the cloud, for clients that are none of its functions: it may do
 * everything. The hyphen keeps it from being the name of a function, which is that one's key.
 */
export const ADMIN: Credentials = { accessKeyId: 'local-admin', secretAccessKey: 'local' };
