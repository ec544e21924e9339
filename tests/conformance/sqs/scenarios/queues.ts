import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Scenario } from '../stage.ts';
import { callsTo } from './calls.ts';

/** Values that are outside what an operation accepts. */
const OUTSIDE: readonly Scenario[] = (
  [
    ['MaxNumberOfMessages', [0, 11]],
    ['WaitTimeSeconds', [-1, 21]],
    ['VisibilityTimeout', [-1, 43_201]],
  ] as const
).flatMap(([member, values]) =>
  values.map((value) => ({
    name: `a receive with ${member} ${value} is refused`,
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('ranges'));
      await queue.receive({ [member]: value });
    },
  })),
);

/** Queues as a whole, and calls that make no sense. */
export const QUEUES: readonly Scenario[] = [
  ...OUTSIDE,
  {
    name: 'a delay outside of 0 to 900 seconds is refused',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('ranges'));
      await queue.send('x', { DelaySeconds: -1 });
      await queue.send('x', { DelaySeconds: 901 });
      await queue.depth();
    },
  },
  {
    name: 'a visibility timeout outside of 0 to 12 hours is refused',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('ranges'));
      await queue.send('x');
      const [message] = await queue.receive();
      await queue.visibleIn(message?.ReceiptHandle, -1);
      await queue.visibleIn(message?.ReceiptHandle, 43_201);
    },
  },
  {
    name: 'a handle that is none is refused',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('handles'));
      await queue.remove('nonsense');
      await queue.visibleIn('nonsense', 5);
      await queue.remove(undefined);
    },
  },
  {
    name: 'a queue that is not there is told',
    async play(stage) {
      const there = await stage.queue('there');
      const gone = callsTo(stage, { ...there, url: `${there.url}-not` });
      await gone.send('x');
      await gone.receive();
      await gone.remove('x');
      await gone.depth();
      await stage.call(new GetQueueUrlCommand({ QueueName: 'not-there' }));
    },
  },
  {
    name: 'a queue tells its settings',
    async play(stage) {
      const dead = await stage.queue('dead');
      const { url: QueueUrl } = await stage.queue('told', {
        delaySeconds: 5,
        visibilityTimeout: 45,
        receiveWaitSeconds: 3,
        redrive: { to: dead.arn, maxReceiveCount: 3 },
      });
      const ask = (...AttributeNames: QueueAttributeName[]) =>
        stage.call(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      await ask(
        'QueueArn',
        'DelaySeconds',
        'VisibilityTimeout',
        'ReceiveMessageWaitTimeSeconds',
        'MessageRetentionPeriod',
        'RedrivePolicy',
        'CreatedTimestamp',
      );
      await ask();
      await ask('FifoQueue');
    },
  },
  {
    name: 'a queue is purged of all it has, held and delayed ones too',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('purged', { visibilityTimeout: 1 }));
      await queue.send('held');
      await queue.receive();
      await queue.send('waits');
      await queue.send('delayed', { DelaySeconds: 1 });
      await stage.call(new PurgeQueueCommand({ QueueUrl: queue.url }));
      await queue.depth();
      await stage.pass(1);
      await queue.receive();
      await queue.send('after');
      await queue.receive();
    },
  },
  {
    name: 'dead letters are moved back, or to another queue',
    async play(stage) {
      const dead = callsTo(stage, await stage.queue('dead'));
      const other = callsTo(stage, await stage.queue('other'));
      const redrive = { to: dead.arn, maxReceiveCount: 1 };
      const queue = callsTo(stage, await stage.queue('work', { visibilityTimeout: 0, redrive }));
      const move = async (DestinationArn?: string) => {
        await stage.call(
          new StartMessageMoveTaskCommand({
            SourceArn: dead.arn,
            ...(DestinationArn !== undefined && { DestinationArn }),
          }),
        );
        await stage.pass(1);
      };
      await queue.send('back');
      await queue.receive();
      await queue.receive();
      await move();
      await dead.depth();
      await queue.receive();
      await queue.receive();
      await move(other.arn);
      await other.receive();
      await dead.depth();
    },
  },
  {
    name: 'a queue that takes no dead letters cannot be moved',
    async play(stage) {
      const { arn: SourceArn } = await stage.queue('plain');
      await stage.call(new StartMessageMoveTaskCommand({ SourceArn }));
    },
  },
];
