import type { AccessRequest } from '../access-request.ts';
import { requestFor, type Setting } from './setting.ts';

/** What a call to SQS must be allowed to do: a batch is the single action, many times. */
export function sqsNeeds(
  operation: string,
  input: Record<string, unknown>,
  setting: Setting,
): AccessRequest[] {
  const { QueueUrl: url, QueueName: name, SourceArn: arn } = input;
  const queue = String(url ?? name ?? '')
    .split('/')
    .at(-1);
  const resource =
    typeof arn === 'string' ? arn : `arn:aws:sqs:${setting.region}:${setting.account}:${queue}`;
  return [requestFor(`sqs:${operation.replace(/Batch$/, '')}`, resource, setting)];
}
