import type { AccessRequest } from '../access-request.ts';
import { requestFor, type Setting } from './setting.ts';

type Input = Record<string, unknown>;

/** What moving the messages of a dead-letter queue needs on it, by the SQS Developer Guide. */
const MOVE_ACTIONS = [
  'StartMessageMoveTask',
  'ReceiveMessage',
  'DeleteMessage',
  'GetQueueAttributes',
];

/** What a call to SQS must be allowed to do: a batch is the single action, many times. */
export function sqsNeeds(operation: string, input: Input, setting: Setting): AccessRequest[] {
  const need = (action: string, queueArn: string) => requestFor(`sqs:${action}`, queueArn, setting);
  if (operation === 'StartMessageMoveTask') {
    const { SourceArn: source, DestinationArn: destination } = input;
    return [
      ...MOVE_ACTIONS.map((action) => need(action, String(source))),
      ...(destination == null ? [] : [need('SendMessage', String(destination))]),
    ];
  }
  // The member that the operation reads, whatever others the request has.
  const queue = operation === 'GetQueueUrl' ? input.QueueName : input.QueueUrl;
  const name = String(queue ?? '')
    .split('/')
    .at(-1);
  const arn = `arn:aws:sqs:${setting.region}:${setting.account}:${name}`;
  return [need(operation.replace(/Batch$/, ''), arn)];
}
