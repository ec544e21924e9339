// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
import { describe, expect, it } from 'vitest';
import { deploy } from '../../../../local/cfn/deployment.ts';
import type { StackArtifact, Template } from '../../../../local/cfn/template.ts';

function stack(name: string, template: Template): StackArtifact {
  return { name, region: 'eu-west-1', account: '123456789012', template, assets: new Map() };
}

describe('deploy', () => {
  it('resolves resources after what they refer to, whatever the order in the template', () => {
    const template: Template = {
      Resources: {
        Last: { Type: 'AWS::CDK::Metadata', DependsOn: 'Work' },
        Work: {
          Type: 'AWS::SQS::Queue',
          Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
        },
        Dead: {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: { 'Fn::Sub': '${Topic}-dead' } },
        },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
      },
    };

    const { resources } = deploy([stack('Shop', template)]);

    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Topic', 'Dead', 'Work', 'Last']);
    expect(resources[2]?.properties).toEqual({
      RedrivePolicy: {
        deadLetterTargetArn:
          'arn:aws:sqs:eu-west-1:123456789012:arn:aws:sns:eu-west-1:123456789012:alarms-dead',
      },
    });
  });

  it('feeds exports of earlier stacks to imports of later ones', () => {
    const web = stack('Web', {
      Resources: { Site: { Type: 'AWS::CloudFront::Distribution' } },
      Outputs: {
        Domain: {
          Value: { 'Fn::GetAtt': ['Site', 'DomainName'] },
          Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Domain' } },
        },
      },
    });
    const backend = stack('Backend', {
      Resources: {},
      Outputs: {
        Origin: { Value: { 'Fn::Join': ['', ['https://', { 'Fn::ImportValue': 'Web:Domain' }]] } },
      },
    });

    const { outputs } = deploy([web, backend]);

    expect(outputs.Backend?.Origin).toBe(`https://${outputs.Web?.Domain}`);
    expect(() => deploy([backend, web])).toThrow(
      'Backend / Outputs.Origin: imports Web:Domain, which no earlier stack exports',
    );
  });

  it('gives the same names on every start', () => {
    const template = { Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api' } } };
    const refs = [1, 2].map(() => deploy([stack('Shop', template)]).resources[0]?.ref);
    expect(refs[0]).toMatch(/^[a-z][a-z0-9]{9}$/);
    expect(refs[1]).toBe(refs[0]);
  });

  it('leaves out resources and outputs whose condition does not hold', () => {
    const template: Template = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' } },
      Outputs: { Url: { Value: { Ref: 'Queue' }, Condition: 'IsProd' } },
    };
    const { resources, outputs } = deploy([stack('Shop', template)]);
    expect(resources).toEqual([]);
    expect(outputs.Shop).toEqual({});
  });

  it('lists what it accepts without running it', () => {
    const template = {
      Resources: {
        Role: { Type: 'AWS::IAM::Role' },
        BucketPolicy: { Type: 'AWS::S3::BucketPolicy' },
        Alarm: { Type: 'AWS::CloudWatch::Alarm' },
        Queue: { Type: 'AWS::SQS::Queue' },
      },
    };
    expect(deploy([stack('Shop', template)]).notEmulated).toEqual([
      'policies of buckets and topics',
      'logs, alarms and dashboards',
    ]);
  });

  const queue = { Type: 'AWS::SQS::Queue' };
  it.each<[string, Template, string]>([
    [
      'a resource type it does not know',
      { Resources: { Db: { Type: 'AWS::RDS::DBInstance' } } },
      'Shop / Db (AWS::RDS::DBInstance): the laptop cloud does not know this resource type',
    ],
    [
      'an attribute it does not emulate',
      {
        Resources: {
          Queue: queue,
          Other: { ...queue, Properties: { QueueName: { 'Fn::GetAtt': ['Queue', 'Colour'] } } },
        },
      },
      'Shop / Other (AWS::SQS::Queue): attribute Colour of Queue (AWS::SQS::Queue) is not emulated',
    ],
    [
      'a reference to nothing',
      { Resources: { Queue: { ...queue, Properties: { QueueName: { Ref: 'Gone' } } } } },
      'Shop / Queue (AWS::SQS::Queue): refers to Gone, which is not in the template',
    ],
    [
      'a circle',
      { Resources: { A: { ...queue, DependsOn: 'B' }, B: { ...queue, DependsOn: ['A'] } } },
      'Shop / A: circular dependency: A -> B -> A',
    ],
    [
      'a parameter without a value',
      {
        Parameters: { Key: { Type: 'String' } },
        Resources: { Queue: { ...queue, Properties: { QueueName: { Ref: 'Key' } } } },
      },
      'Shop / Queue (AWS::SQS::Queue): parameter Key has no default',
    ],
    [
      'a parameter from SSM',
      {
        Parameters: { Key: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/my/key' } },
        Resources: { Queue: { ...queue, Properties: { QueueName: { Ref: 'Key' } } } },
      },
      'SSM parameter /my/key cannot be read locally',
    ],
    ['a macro', { Resources: {}, Transform: 'AWS::Serverless' }, 'Shop: Transform (macros)'],
  ])('stops at %s, saying where', (_name, template, message) => {
    expect(() => deploy([stack('Shop', template)])).toThrow(message);
  });
});
