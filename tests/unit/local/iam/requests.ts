import type { AccessRequest } from '../../../../local/iam/access-request.ts';
import type { Setting } from '../../../../local/iam/needs/setting.ts';

export const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Chats';
export const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Timers';
export const ROLE = 'arn:aws:iam::111122223333:role/MessageRole';

/** A policy variable, which nothing here resolves; not a template literal. */
export const VARIABLE = ['$', '{aws:userid}'].join('');

/** One table `Chats` with the key `pk` and an index `due` with the key `duePk`. */
export const SETTING: Setting = {
  account: '111122223333',
  region: 'eu-west-1',
  roleArn: ROLE,
  partitionKey: (table, index) =>
    table === 'Chats' ? { '': 'pk', due: 'duePk' }[index ?? ''] : undefined,
};

/** A request with the given values of condition keys. */
export function asking(
  action: string,
  resource: string,
  values: Record<string, readonly string[]> = {},
): AccessRequest {
  return { action, resource, context: (key) => values[key] };
}
