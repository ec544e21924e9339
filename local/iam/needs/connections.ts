import type { Call } from '../../front-door/call.ts';
import type { AccessRequest } from '../access-request.ts';
import { requestFor, type Setting } from './setting.ts';

/** What a call to `@connections` must be allowed to do: one action, the method in the resource. */
export function connectionNeeds(
  { apiStagePath, method, connectionId }: NonNullable<Call['connection']>,
  setting: Setting,
): AccessRequest[] {
  const path = `${apiStagePath.replace(/^\/+/, '')}/${method}/@connections/${connectionId}`;
  const resource = `arn:aws:execute-api:${setting.region}:${setting.account}:${path}`;
  return [requestFor('execute-api:ManageConnections', resource, setting)];
}
