import { App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/config.ts';
import { ConfigError } from '../../lib/config-error.ts';
import { type Assembly, resource, resources, synthesize } from './assembly.ts';

const read = (context: Record<string, unknown>) => readConfig(new App({ context }).node);

describe('context values', () => {
  it.each([
    [{ stage: 'Dev Stage' }, /stage must match/],
    [{ ephemeral: 'yes' }, /ephemeral must be one of true, false/],
    [{ extraOrigins: ['https://shop.example/'] }, /extraOrigins must list origins/],
    [{ extraOrigins: 'shop.example' }, /extraOrigins must list origins/],
    [{ oidcIssuer: 'https://id.example' }, /belong together/],
    [{ oidcIssuer: 'http://id.example', oidcClientId: 'x' }, /must be an https URL/],
    [{ widgetDomain: 'chat.example' }, /belong together/],
    [{ signInPrefix: 'my-aws-desk' }, /signInPrefix must match/],
    [{ logRetentionDays: 31 }, /logRetentionDays must be one of/],
    [{ alarmTopicArn: 'operators' }, /alarmTopicArn must match/],
  ])('refuses %j', (context, message) => {
    expect(() => read(context)).toThrow(ConfigError);
    expect(() => read(context)).toThrow(message);
  });

  it('takes the texts of the command line for what they mean', () => {
    const config = read({
      ephemeral: 'true',
      logRetentionDays: '7',
      extraOrigins: 'https://a.example, https://b.example',
    });

    expect(config).toMatchObject({
      ephemeral: true,
      logRetentionDays: 7,
      extraOrigins: ['https://a.example', 'https://b.example'],
    });
  });
});

describe('without any context', () => {
  let assembly: Assembly;
  beforeAll(async () => {
    assembly = await synthesize();
  });
  afterAll(() => assembly.remove());

  it('leaves the Region-wide logging role of API Gateway alone', () => {
    assembly.backend.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  it('keeps no access logs of visitors and traces nothing', () => {
    assembly.web.resourceCountIs('AWS::S3::Bucket', 2);
    assembly.backend.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { TracingConfig: Match.anyValue() },
      0,
    );
  });
});

describe('a throw-away stage with everything switched on', () => {
  let assembly: Assembly;
  beforeAll(async () => {
    assembly = await synthesize({
      stage: 'dev',
      ephemeral: true,
      apiGatewayAccount: true,
      accessLogs: true,
      tracing: true,
      tableEncryption: 'managed',
      alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:operators',
      widgetDomain: 'chat.example',
      dashboardDomain: 'desk.example',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/one',
    });
  });
  afterAll(() => assembly.remove());

  it('goes away with its data', () => {
    const table = resource(assembly.backend, 'AWS::DynamoDB::Table', 'ConversationTable');
    const pool = resource(assembly.backend, 'AWS::Cognito::UserPool', 'IdentityUserPool');
    const groups = [...resources(assembly.backend, 'AWS::Logs::LogGroup').values()];

    expect(table.Properties.DeletionProtectionEnabled).toBe(false);
    for (const { DeletionPolicy } of [table, pool, ...groups])
      expect(DeletionPolicy).toBe('Delete');
    assembly.web.resourceCountIs('Custom::S3AutoDeleteObjects', 3);
  });

  it('owns the logging role, and its socket stage waits for it', () => {
    assembly.backend.resourceCountIs('AWS::ApiGateway::Account', 1);
    assembly.backend.hasResource('AWS::ApiGatewayV2::Stage', {
      Properties: { StageName: 'prod' },
      DependsOn: [Match.stringLikeRegexp('SocketLoggingAccount')],
    });
  });

  it('logs accesses, traces functions and uses the audited key', () => {
    assembly.web.resourcePropertiesCountIs(
      'AWS::CloudFront::Distribution',
      { DistributionConfig: Match.objectLike({ Logging: Match.anyValue() }) },
      2,
    );
    assembly.backend.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { TracingConfig: { Mode: 'Active' } },
      7,
    );
    assembly.backend.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true },
    });
  });

  it('serves its own names with TLS 1.2 and lets exactly these call the API', () => {
    assembly.web.resourcePropertiesCountIs(
      'AWS::CloudFront::Distribution',
      {
        DistributionConfig: Match.objectLike({
          ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: 'TLSv1.2_2021' }),
        }),
      },
      2,
    );
    assembly.backend.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: Match.objectLike({
        AllowOrigins: ['https://chat.example', 'https://desk.example'],
      }),
    });
  });

  it('tells the topic of every alarm, and when it is over', () => {
    const alarms = [...resources(assembly.backend, 'AWS::CloudWatch::Alarm').values()];

    expect(alarms.length).toBeGreaterThan(0);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toEqual(['arn:aws:sns:eu-west-1:111122223333:operators']);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
    }
  });
});
