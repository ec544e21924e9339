import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deploy } from '../../../../local/cfn/deployment.ts';
import { PROPERTY_RULES } from '../../../../local/cfn/property-rules.ts';
import type { TemplateResource } from '../../../../local/cfn/template.ts';

function deployed(Resources: Record<string, TemplateResource>) {
  return deploy([
    { name: 'Shop', region: 'eu-west-1', account: '1', template: { Resources }, assets: new Map() },
  ]);
}
const one = (Type: string, Properties: Record<string, unknown>) => () =>
  deployed({ It: { Type, Properties } });

describe('a property that AWS would act upon and the laptop cloud would not', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['AWS::DynamoDB::Table', { StreamSpecification: {} }, 'StreamSpecification: streams'],
    ['AWS::DynamoDB::Table', { LocalSecondaryIndexes: [] }, 'local secondary indexes'],
    ['AWS::DynamoDB::Table', { ProvisionedThroughput: {} }, 'throttling by ProvisionedThroughput'],
    [
      'AWS::DynamoDB::Table',
      { GlobalSecondaryIndexes: [{ IndexName: 'a' }, { OnDemandThroughput: {} }] },
      'GlobalSecondaryIndexes.OnDemandThroughput',
    ],
    [
      'AWS::DynamoDB::Table',
      { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'k' } },
      'SSESpecification.KMSMasterKeyId is not emulated',
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      { Replicas: [{ Region: 'eu-west-1', ResourcePolicy: {} }] },
      'Replicas.ResourcePolicy is not emulated',
    ],
    ['AWS::SQS::Queue', { KmsMasterKeyId: 'k' }, 'keys of KMS'],
    ['AWS::SQS::Queue', { MaximumMessageSize: 1024 }, 'MaximumMessageSize: a limit'],
    ['AWS::SQS::Queue', { RedriveAllowPolicy: {} }, 'who may use a dead-letter queue'],
    [
      'AWS::SQS::Queue',
      { FifoThroughputLimit: 'perMessageGroupId' },
      'FifoThroughputLimit can only be "perQueue" locally',
    ],
    ['AWS::Lambda::Function', { Layers: ['arn:x'] }, 'layers'],
    ['AWS::Lambda::Function', { ReservedConcurrentExecutions: 1 }, 'reserved concurrency'],
    ['AWS::Lambda::Function', { VpcConfig: {} }, 'networks of functions'],
    ['AWS::Lambda::Function', { PackageType: 'Image' }, 'PackageType can only be "Zip"'],
    ['AWS::Lambda::Function', { FileSystemConfigs: [] }, 'FileSystemConfigs is not emulated'],
    ['AWS::Lambda::EventInvokeConfig', { DestinationConfig: {} }, 'destinations of functions'],
    ['AWS::Lambda::EventSourceMapping', { FilterCriteria: {} }, 'filters are not emulated'],
    [
      'AWS::Lambda::EventSourceMapping',
      { ProvisionedPollerConfig: {} },
      'ProvisionedPollerConfig is not emulated',
    ],
    ['AWS::Events::Rule', { EventPattern: {} }, 'rules for events'],
    ['AWS::Events::Rule', { Targets: [{ InputPath: '$.x' }] }, 'Targets.InputPath'],
    ['AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true }, 'can only be false'],
    ['AWS::ApiGatewayV2::Stage', { RouteSettings: {} }, 'throttling of a single route'],
    ['AWS::ApiGatewayV2::Stage', { StageVariables: {} }, 'stage variables'],
    ['AWS::ApiGatewayV2::Route', { ApiKeyRequired: true }, 'ApiKeyRequired can only be false'],
    ['AWS::ApiGatewayV2::Integration', { RequestParameters: {} }, 'parameter mapping'],
    ['AWS::ApiGatewayV2::Integration', { CredentialsArn: 'arn:x' }, 'a role of the integration'],
    ['AWS::ApiGatewayV2::RouteResponse', { ResponseModels: {} }, 'ResponseModels'],
    ['AWS::ApiGatewayV2::Authorizer', { AuthorizerResultTtlInSeconds: 9 }, 'ResultTtlInSeconds'],
    ['AWS::IAM::Role', { Path: '/service/' }, 'Path can only be "/" locally'],
    ['AWS::Cognito::UserPool', { LambdaConfig: {} }, 'triggers of the user pool'],
    ['AWS::Cognito::UserPoolClient', { GenerateSecret: true }, 'GenerateSecret can only be false'],
    ['AWS::S3::Bucket', { NotificationConfiguration: {} }, 'events of buckets'],
    [
      'AWS::CloudFront::Distribution',
      { DistributionConfig: { Restrictions: {} } },
      'DistributionConfig.Restrictions is not emulated',
    ],
    [
      'AWS::CloudFront::Distribution',
      { DistributionConfig: { CacheBehaviors: [{ TrustedKeyGroups: [] }] } },
      'DistributionConfig.CacheBehaviors.TrustedKeyGroups',
    ],
  ])('of %s stops the start: %o', (type, properties, problem) => {
    const start = one(type, properties);

    expect(start).toThrow(`Shop / It (${type}): `);
    expect(start).toThrow(problem);
  });

  it('is none of the functions behind custom resources, which never run here', () => {
    const provider = { Type: 'AWS::Lambda::Function', Properties: { Layers: ['arn:x'] } };
    const custom = {
      Type: 'Custom::CDKBucketDeployment',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] } },
    };

    expect(() => deployed({ Provider: provider, Copy: custom })).not.toThrow();
    expect(() => deployed({ Provider: provider })).toThrow('layers');
  });
});

it('what AWS does anyway may be said', () => {
  expect(one('AWS::ApiGatewayV2::Route', { ApiKeyRequired: false })).not.toThrow();
  expect(one('AWS::ApiGatewayV2::Route', { ApiKeyRequired: 'false' })).not.toThrow();
  expect(one('AWS::SQS::Queue', { DeduplicationScope: 'queue' })).not.toThrow();
});

it('a new kind of emulated resource cannot do without rules', () => {
  const source = readFileSync('local/cfn/resource-types.ts', 'utf8');
  const [, emulated = ''] = source.split('const emulated');
  const types = [...(emulated.split('\n};')[0] ?? '').matchAll(/'((?:AWS|Custom)::[\w:]+)'/g)];
  // These have rules where they are read, or nothing but names.
  const elsewhere = ['AWS::Lambda::Permission'];
  const nameOnly = ['AWS::Cognito::UserPoolGroup', 'AWS::Cognito::UserPoolDomain'];

  const without = types.map(([, type]) => type ?? '').filter((type) => !PROPERTY_RULES[type]);

  expect(types.length).toBeGreaterThan(20);
  expect(without.sort()).toEqual([...nameOnly, ...elsewhere].sort());
});
