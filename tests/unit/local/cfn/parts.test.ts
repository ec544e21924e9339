import { describe, expect, it } from 'vitest';
import { type Deployment, deploy } from '../../../../local/cfn/deployment.ts';
import { functionParts } from '../../../../local/cfn/parts/functions.ts';
import { httpApiPart } from '../../../../local/cfn/parts/http-api.ts';
import { identityPart } from '../../../../local/cfn/parts/identity.ts';
import { eventSourceParts, queueParts } from '../../../../local/cfn/parts/queues.ts';
import { scheduleParts } from '../../../../local/cfn/parts/schedules.ts';
import { socketApiPart } from '../../../../local/cfn/parts/socket-api.ts';
import { tableParts } from '../../../../local/cfn/parts/tables.ts';
import { websiteParts } from '../../../../local/cfn/parts/websites.ts';
import type { TemplateResource } from '../../../../local/cfn/template.ts';

function deployed(resources: Record<string, [type: string, properties?: object]>): Deployment {
  const Resources: Record<string, TemplateResource> = Object.fromEntries(
    Object.entries(resources).map(([id, [Type, Properties = {}]]) => [
      id,
      { Type, Properties: Properties as Record<string, unknown> },
    ]),
  );
  const assets = new Map([
    ['code.zip', '/built/code'],
    ['site.zip', '/built/site'],
    ['packed.zip', '/built/packed.zip'],
  ]);
  return deploy([
    { name: 'Shop', region: 'eu-west-1', account: '1', template: { Resources }, assets },
  ]);
}

const get = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const nodeFunction = (properties: object = {}): [string, object] => [
  'AWS::Lambda::Function',
  { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { S3Key: 'code.zip' }, ...properties },
];

describe('functionParts', () => {
  it('takes everything from the template, with the defaults of Lambda', () => {
    const [part] = functionParts(
      deployed({
        MessageFunctionFunction12AB34CD: nodeFunction({ Environment: { Variables: { LIMIT: 3 } } }),
      }),
    );
    expect(part).toMatchObject({
      name: 'message',
      functionName: 'Shop-MessageFunctionFunction12AB34CD',
      codeDirectory: '/built/code',
      timeoutSeconds: 3,
      memorySize: 128,
      variables: { LIMIT: '3' },
    });
  });

  it('leaves out the providers of custom resources', () => {
    const deployment = deployed({
      Provider: ['AWS::Lambda::Function', { Runtime: 'python3.13' }],
      Copy: [
        'Custom::CDKBucketDeployment',
        { ServiceToken: get('Provider'), DestinationBucketName: 'b', SourceObjectKeys: [] },
      ],
    });
    expect(functionParts(deployment)).toEqual([]);
  });

  it.each([
    ['another runtime', { Runtime: 'python3.13' }, 'runtime python3.13 cannot run locally'],
    ['code that is no asset', { Code: { ZipFile: '' } }, 'its code is not an asset'],
  ])('stops at %s', (_name, properties, problem) => {
    expect(() => functionParts(deployed({ Fn: nodeFunction(properties) }))).toThrow(problem);
  });
});

describe('queueParts and eventSourceParts', () => {
  const queues: Parameters<typeof deployed>[0] = {
    Dead: ['AWS::SQS::Queue'],
    Work: [
      'AWS::SQS::Queue',
      {
        VisibilityTimeout: 90,
        RedrivePolicy: { deadLetterTargetArn: get('Dead'), maxReceiveCount: 5 },
      },
    ],
    Fn: nodeFunction(),
  };

  it('puts a dead letter queue before the queue that names it', () => {
    expect(queueParts(deployed(queues))).toMatchObject([
      { name: 'Shop-Dead', visibilityTimeout: 30, retentionSeconds: 345_600 },
      {
        name: 'Shop-Work',
        visibilityTimeout: 90,
        redrive: { deadLetterArn: 'arn:aws:sqs:eu-west-1:1:Shop-Dead', maxReceiveCount: 5 },
      },
    ]);
  });

  it('reads what makes a FIFO queue, whose generated name has its suffix', () => {
    const [ordered, plain] = queueParts(
      deployed({
        Ordered: [
          'AWS::SQS::Queue',
          { FifoQueue: true, ContentBasedDeduplication: true, ReceiveMessageWaitTimeSeconds: 20 },
        ],
        Plain: ['AWS::SQS::Queue'],
      }),
    );
    expect(ordered).toMatchObject({
      name: 'Shop-Ordered.fifo',
      arn: 'arn:aws:sqs:eu-west-1:1:Shop-Ordered.fifo',
      fifo: true,
      contentBasedDeduplication: true,
      receiveWaitSeconds: 20,
    });
    expect(plain).toMatchObject({
      name: 'Shop-Plain',
      fifo: false,
      contentBasedDeduplication: false,
      receiveWaitSeconds: 0,
    });
  });

  it('reads a mapping whether it names its function or gives the ARN', () => {
    const mapping = { EventSourceArn: get('Work'), BatchSize: 7 };
    const parts = eventSourceParts(
      deployed({
        ...queues,
        ByName: ['AWS::Lambda::EventSourceMapping', { ...mapping, FunctionName: { Ref: 'Fn' } }],
        ByArn: ['AWS::Lambda::EventSourceMapping', { ...mapping, FunctionName: get('Fn') }],
        Off: [
          'AWS::Lambda::EventSourceMapping',
          { ...mapping, FunctionName: get('Fn'), Enabled: false },
        ],
      }),
    );
    const expected = {
      queueArn: 'arn:aws:sqs:eu-west-1:1:Shop-Work',
      functionArn: 'arn:aws:lambda:eu-west-1:1:function:Shop-Fn',
      batchSize: 7,
      batchWindowSeconds: 0,
      reportBatchItemFailures: false,
    };
    expect(parts).toEqual([expected, expected]);
  });

  it.each([
    ['a source that is no queue', { EventSourceArn: 'arn:aws:kinesis:r:1:x' }, 'not an SQS queue'],
    [
      'a batch of eleven without a window',
      { EventSourceArn: get('Work'), BatchSize: 11 },
      'needs a batching window of at least a second',
    ],
    [
      'a window of a FIFO queue',
      { EventSourceArn: get('Ordered'), MaximumBatchingWindowInSeconds: 1 },
      'a FIFO queue takes no batching window',
    ],
    [
      'a batch of eleven from a FIFO queue',
      { EventSourceArn: get('Ordered'), BatchSize: 11 },
      'a batch of a FIFO queue has at most 10 messages',
    ],
    [
      'a concurrency of one',
      { EventSourceArn: get('Work'), ScalingConfig: { MaximumConcurrency: 1 } },
      'MaximumConcurrency is from 2 to 1000',
    ],
    [
      'messages that come back while the function still may run',
      { EventSourceArn: get('Brief') },
      'Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds',
    ],
  ])('stops at %s', (_name, properties, problem) => {
    const deployment = deployed({
      ...queues,
      Ordered: ['AWS::SQS::Queue', { FifoQueue: true }],
      Brief: ['AWS::SQS::Queue', { VisibilityTimeout: 2 }],
      Map: ['AWS::Lambda::EventSourceMapping', { FunctionName: get('Fn'), ...properties }],
    });
    expect(() => eventSourceParts(deployment)).toThrow(problem);
  });
});

describe('tableParts', () => {
  const keys = {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  };

  it('keeps keys, indexes and the TTL attribute, and drops what only bills', () => {
    const index = {
      IndexName: 'pending',
      KeySchema: keys.KeySchema,
      Projection: { ProjectionType: 'KEYS_ONLY' },
    };
    const [part] = tableParts(
      deployed({
        Table: [
          'AWS::DynamoDB::Table',
          {
            ...keys,
            BillingMode: 'PAY_PER_REQUEST',
            GlobalSecondaryIndexes: [{ ...index, WarmThroughput: {} }],
            TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
          },
        ],
      }),
    );
    expect(part).toEqual({
      input: { TableName: 'Shop-Table', ...keys, GlobalSecondaryIndexes: [index] },
      ttlAttribute: 'ttl',
    });
  });
});

describe('scheduleParts', () => {
  it('reads targets, inputs and the state', () => {
    const [rule] = scheduleParts(
      deployed({
        Fn: nodeFunction(),
        Tick: [
          'AWS::Events::Rule',
          {
            ScheduleExpression: 'rate(1 minute)',
            State: 'DISABLED',
            Targets: [{ Arn: get('Fn'), Input: '{"a":1}' }],
          },
        ],
      }),
    );
    expect(rule).toMatchObject({
      logicalId: 'Tick',
      expression: 'rate(1 minute)',
      enabled: false,
      targets: [{ functionArn: 'arn:aws:lambda:eu-west-1:1:function:Shop-Fn', input: { a: 1 } }],
    });
  });

  it('stops at a rule without a schedule', () => {
    expect(() => scheduleParts(deployed({ Rule: ['AWS::Events::Rule'] }))).toThrow(
      'it has no schedule',
    );
  });
});

describe('identityPart', () => {
  it('stops when there is no user pool client, or more than one', () => {
    const client: [string] = ['AWS::Cognito::UserPoolClient'];
    expect(() => identityPart(deployed({}))).toThrow('needs one user pool client, has 0');
    expect(() => identityPart(deployed({ A: client, B: client }))).toThrow('has 2');
  });
});

describe('socketApiPart and httpApiPart', () => {
  const api = (protocol: string, integration: object, route: object = {}, rest = {}) =>
    deployed({
      Fn: nodeFunction(),
      Api: ['AWS::ApiGatewayV2::Api', { ProtocolType: protocol }],
      Stage: ['AWS::ApiGatewayV2::Stage', { ApiId: { Ref: 'Api' }, StageName: 'prod' }],
      Integration: ['AWS::ApiGatewayV2::Integration', { ApiId: { Ref: 'Api' }, ...integration }],
      Route: [
        'AWS::ApiGatewayV2::Route',
        {
          ApiId: { Ref: 'Api' },
          RouteKey: '$default',
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
          ...route,
        },
      ],
      ...rest,
    });
  const uri = {
    'Fn::Join': [
      '',
      ['arn:aws:apigateway:r:lambda:path/2015-03-31/functions/', get('Fn'), '/invocations'],
    ],
  };
  const proxy = { IntegrationType: 'AWS_PROXY', IntegrationUri: uri, TimeoutInMillis: 9000 };

  it('finds the function in an invocation URI, and the timeout', () => {
    expect(socketApiPart(api('WEBSOCKET', proxy)).routes.$default).toEqual({
      integration: {
        type: 'AWS_PROXY',
        functionArn: 'arn:aws:lambda:eu-west-1:1:function:Shop-Fn',
        timeoutMs: 9000,
      },
      returnResponse: false,
    });
  });

  it('answers on a route only with both a response and the expression that selects it', () => {
    const response = {
      Answer: [
        'AWS::ApiGatewayV2::RouteResponse',
        { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'Route' }, RouteResponseKey: '$default' },
      ],
    };
    const selects = { RouteResponseSelectionExpression: '$default' };
    const answers = (...[route, rest]: [object, object?]) =>
      socketApiPart(api('WEBSOCKET', proxy, route, rest)).routes.$default?.returnResponse;

    expect(answers(selects, response)).toBe(true);
    expect(answers({}, response)).toBe(false);
    expect(answers(selects)).toBe(false);
  });

  it('hands on the scopes of a route', () => {
    const scopes = { AuthorizationType: 'JWT', AuthorizationScopes: ['tickets/write'] };
    expect(
      httpApiPart(api('HTTP', { ...proxy, PayloadFormatVersion: '2.0' }, scopes)).routes.$default,
    ).toMatchObject({ authorizer: 'jwt', authorizationScopes: ['tickets/write'] });
  });

  it('stops at CORS with credentials for every origin', () => {
    const CorsConfiguration = { AllowOrigins: ['*'], AllowCredentials: true };
    const deployment = deployed({
      Api: ['AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', CorsConfiguration }],
    });
    expect(() => httpApiPart(deployment)).toThrow('needs named origins, not *');
  });

  it('stops at a token that is read from elsewhere', () => {
    const authorizer = {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.querystring.token'],
    };
    const deployment = api(
      'HTTP',
      { ...proxy, PayloadFormatVersion: '2.0' },
      {},
      { Jwt: ['AWS::ApiGatewayV2::Authorizer', authorizer] },
    );
    expect(() => httpApiPart(deployment)).toThrow('read from the header Authorization only');
  });

  it.each<[string, () => unknown, string]>([
    ['a missing API', () => socketApiPart(deployed({})), 'needs one WEBSOCKET API, has 0'],
    [
      'an HTTP integration of a socket',
      () => socketApiPart(api('WEBSOCKET', { IntegrationType: 'HTTP_PROXY' })),
      'type HTTP_PROXY is not emulated',
    ],
    [
      'an integration without a function',
      () => socketApiPart(api('WEBSOCKET', { IntegrationType: 'AWS_PROXY' })),
      'names no Lambda function',
    ],
    [
      'a route to nowhere',
      () => socketApiPart(api('WEBSOCKET', proxy, { Target: 'integrations/none' })),
      'its integration is not in the template',
    ],
    [
      'IAM authorization of $connect',
      () =>
        socketApiPart(
          api('WEBSOCKET', proxy, { RouteKey: '$connect', AuthorizationType: 'AWS_IAM' }),
        ),
      'authorization AWS_IAM is not emulated',
    ],
    [
      'a second stage',
      () =>
        socketApiPart(
          api(
            'WEBSOCKET',
            proxy,
            {},
            {
              Other: ['AWS::ApiGatewayV2::Stage', { ApiId: { Ref: 'Api' }, StageName: 'beta' }],
            },
          ),
        ),
      'needs one stage, has 2',
    ],
    [
      'payload format 1.0',
      () => httpApiPart(api('HTTP', { ...proxy, PayloadFormatVersion: '1.0' })),
      'payload format 2.0',
    ],
    [
      'a Lambda authorizer of the HTTP API',
      () =>
        httpApiPart(
          api('HTTP', { ...proxy, PayloadFormatVersion: '2.0' }, { AuthorizationType: 'CUSTOM' }),
        ),
      'authorization CUSTOM is not emulated',
    ],
  ])('stops at %s', (_name, read, problem) => {
    expect(read).toThrow(problem);
  });
});

describe('websiteParts', () => {
  const site = (behavior: object = {}, copy: object = {}) =>
    deployed({
      Bucket: ['AWS::S3::Bucket'],
      Files: [
        'Custom::CDKBucketDeployment',
        {
          DestinationBucketName: { Ref: 'Bucket' },
          SourceObjectKeys: ['site.zip'],
          SystemMetadata: { 'Cache-Control': 'max-age=60' },
          ...copy,
        },
      ],
      Site: [
        'AWS::CloudFront::Distribution',
        {
          DistributionConfig: {
            Origins: [{ Id: 'o', DomainName: get('Bucket', 'RegionalDomainName') }],
            DefaultCacheBehavior: { TargetOriginId: 'o', ...behavior },
          },
        },
      ],
    });
  const parts = (deployment: Deployment) => websiteParts(deployment, (text) => text);

  it('joins a distribution with the files copied into its bucket', () => {
    const [part] = parts(site());
    expect(part?.behaviors).toHaveLength(1);
    expect(part?.behaviors[0]?.bucket).toMatchObject({
      listable: false,
      syncs: [
        {
          sources: [{ directory: '/built/site', markers: {} }],
          prune: true,
          metadata: { 'cache-control': 'max-age=60' },
        },
      ],
    });
  });

  it.each<[string, Deployment, string]>([
    ['a function at the edge', site({ FunctionAssociations: [{}] }), 'functions at the edge'],
    ['an origin that is no bucket', site({ TargetOriginId: 'other' }), 'an origin is not a bucket'],
    [
      'a headers policy that is not in the template',
      site({ ResponseHeadersPolicyId: '67f7725c' }),
      'unknown response headers policy 67f7725c',
    ],
    ['a packed source', site({}, { SourceObjectKeys: ['packed.zip'] }), 'is not a folder'],
    ['a copy that is not unpacked', site({}, { Extract: false }), 'extract: false'],
  ])('stops at %s', (_name, deployment, problem) => {
    expect(() => parts(deployment)).toThrow(problem);
  });
});
