import type { AccessRequest } from '../access-request.ts';

/** Who makes a call, and in which cloud. */
export interface Setting {
  account: string;
  region: string;
  /** The caller's role. */
  roleArn: string;
  /** Name of the partition key of a table or of one of its indexes; undefined if unknown. */
  partitionKey(table: string, index?: string): string | undefined;
}

/** Values of the condition keys that only some requests have. */
export type OwnKeys = (key: string) => readonly string[] | undefined;

/** A request with the condition keys of every call and its own. */
export function requestFor(
  action: string,
  resource: string,
  setting: Setting,
  own?: OwnKeys,
): AccessRequest {
  return {
    action,
    resource,
    context(key) {
      switch (key) {
        // The laptop serves plain HTTP where an SDK would have used TLS.
        case 'aws:securetransport':
          return ['true'];
        case 'aws:principalarn':
          return [setting.roleArn];
        case 'aws:principalisawsservice':
          return ['false'];
        case 'aws:requestedregion':
          return [setting.region];
        // There is but one account.
        case 'aws:principalaccount':
        case 'aws:resourceaccount':
          return [setting.account];
        default:
          return own?.(key);
      }
    },
  };
}
