import { Match } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assembly, resource, synthesize, text } from './assembly.ts';

let assembly: Assembly;
beforeAll(async () => {
  assembly = await synthesize();
});
afterAll(() => assembly.remove());

describe('conversation table', () => {
  it('has the two string keys, pays per request and expires items by ttl', () => {
    assembly.backend.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: Match.arrayWith([
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ]),
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it('projects only what the card shows into the pending index and only keys into the due index', () => {
    const { Properties } = resource(assembly.backend, 'AWS::DynamoDB::Table', 'ConversationTable');

    expect(Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'pending',
        KeySchema: [
          { AttributeName: 'pendingQueue', KeyType: 'HASH' },
          { AttributeName: 'pendingSort', KeyType: 'RANGE' },
        ],
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['card', 'version', 'customerLostAt'],
        },
      },
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'dueShard', KeyType: 'HASH' },
          { AttributeName: 'dueSort', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  it('can be restored to any second and cannot be deleted by accident', () => {
    assembly.backend.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });
});

describe.each([
  { queue: 'Candidates', consumer: 'AnalyzeFunction' },
  { queue: 'Timers', consumer: 'TimersFunction' },
])('queue $queue', ({ queue, consumer }) => {
  it('hides a message for at least six times the timeout of its consumer', () => {
    const lambda = resource(assembly.backend, 'AWS::Lambda::Function', consumer);
    const { Properties } = resource(assembly.backend, 'AWS::SQS::Queue', `${queue}Queue`);

    expect(Properties.VisibilityTimeout).toBeGreaterThanOrEqual(
      6 * Number(lambda.Properties.Timeout),
    );
  });

  it('moves a message to its own dead-letter queue after five receives', () => {
    const { Properties } = resource(assembly.backend, 'AWS::SQS::Queue', `${queue}Queue`);
    const policy = Properties.RedrivePolicy as {
      maxReceiveCount: number;
      deadLetterTargetArn: unknown;
    };

    expect(policy.maxReceiveCount).toBe(5);
    expect(text(policy.deadLetterTargetArn)).toBe(`<${queue}DeadLetterQueue.Arn>`);
  });

  it('is standard: order lives in the data', () => {
    const { Properties } = resource(assembly.backend, 'AWS::SQS::Queue', `${queue}Queue`);

    expect(Properties.FifoQueue).toBeUndefined();
  });

  it('feeds its consumer in batches that fail message by message', () => {
    const mapping = resource(
      assembly.backend,
      'AWS::Lambda::EventSourceMapping',
      `${queue}Consumer`,
    );

    expect(text(mapping.Properties.FunctionName)).toBe(`<${consumer}>`);
    expect(text(mapping.Properties.EventSourceArn)).toBe(`<${queue}Queue.Arn>`);
    expect(mapping.Properties).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(mapping.Properties.MaximumBatchingWindowInSeconds ?? 0).toBe(0);
    expect(mapping.Properties.ScalingConfig).toEqual({ MaximumConcurrency: expect.any(Number) });
  });
});

it('refuses plain-text access to every queue, dead-letter queues included', () => {
  const policies = assembly.backend.findResources('AWS::SQS::QueuePolicy', {
    Properties: {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            Effect: 'Deny',
          }),
        ],
      },
    },
  });

  assembly.backend.resourceCountIs('AWS::SQS::Queue', 4);
  expect(Object.keys(policies)).toHaveLength(4);
});
