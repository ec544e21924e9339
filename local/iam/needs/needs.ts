import type { Call } from '../../front-door/call.ts';
import type { AccessRequest } from '../access-request.ts';
import { connectionNeeds } from './connections.ts';
import { dynamoNeeds } from './dynamodb.ts';
import type { Setting } from './setting.ts';
import { sqsNeeds } from './sqs.ts';

/**
 * Everything a call must be allowed to do; it is carried out only if all of it is. An operation
 * that is not known here needs the action of its own name.
 */
export function needsOf(call: Call, setting: Setting): AccessRequest[] {
  if (call.connection) return connectionNeeds(call.connection, setting);
  const needs = call.service === 'sqs' ? sqsNeeds : dynamoNeeds;
  return needs(call.operation, call.input, setting);
}
