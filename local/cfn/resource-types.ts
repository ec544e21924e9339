import { createHash } from 'node:crypto';

/** What a resource type needs to name itself. */
interface ResourceContext {
  stack: string;
  logicalId: string;
  region: string;
  account: string;
  /** Resolved properties. */
  properties: Record<string, unknown>;
}

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export interface ResourceIdentity {
  ref: string;
  attributes: Record<string, string>;
}

/** A resource type the start accepts. */
export interface ResourceType {
  identify(context: ResourceContext): ResourceIdentity;
  /** Set when nothing runs for it: what people call this kind of resource. */
  notEmulated?: string;
}

const lowerAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The same id on every start, so that data kept on disk and open browser tabs stay valid. */
function stableId({ stack, logicalId }: ResourceContext, length: number): string {
  const digest = createHash('sha256').update(`${stack}/${logicalId}`).digest();
  return Array.from(digest.subarray(0, length), (byte, index) =>
    lowerAlphabet.charAt(byte % (index === 0 ? 26 : lowerAlphabet.length)),
  ).join('');
}

function nameOf(context: ResourceContext, property: string): string {
  const given = context.properties[property];
  return typeof given === 'string' ? given : `${context.stack}-${context.logicalId}`;
}

function arn({ region, account }: ResourceContext, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

const table = (context: ResourceContext): ResourceIdentity => {
  const name = nameOf(context, 'TableName');
  return { ref: name, attributes: { Arn: arn(context, 'dynamodb', `table/${name}`) } };
};

const byId =
  (attribute: string, length = 7) =>
  (context: ResourceContext): ResourceIdentity => {
    const id = stableId(context, length);
    return { ref: id, attributes: { [attribute]: id } };
  };

const named =
  (property: string, arnOf?: (context: ResourceContext, name: string) => string) =>
  (context: ResourceContext): ResourceIdentity => {
    const name = nameOf(context, property);
    return { ref: name, attributes: arnOf ? { Arn: arnOf(context, name) } : {} };
  };

const emulated: Record<string, ResourceType['identify']> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (context) => {
    const { QueueName: given, FifoQueue: fifo } = context.properties;
    const suffix = given === undefined && fifo === true ? '.fifo' : '';
    const name = nameOf(context, 'QueueName') + suffix;
    const url = `https://sqs.${context.region}.amazonaws.com/${context.account}/${name}`;
    return {
      ref: url,
      attributes: { Arn: arn(context, 'sqs', name), QueueName: name, QueueUrl: url },
    };
  },
  'AWS::Lambda::Function': named('FunctionName', (context, name) =>
    arn(context, 'lambda', `function:${name}`),
  ),
  'AWS::Lambda::EventSourceMapping': byId('Id', 12),
  'AWS::Events::Rule': named('Name', (context, name) => arn(context, 'events', `rule/${name}`)),
  'AWS::ApiGatewayV2::Api': (context) => {
    const id = stableId(context, 10);
    const scheme = context.properties.ProtocolType === 'WEBSOCKET' ? 'wss' : 'https';
    const endpoint = `${scheme}://${id}.execute-api.${context.region}.amazonaws.com`;
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
  },
  'AWS::ApiGatewayV2::Stage': named('StageName'),
  'AWS::ApiGatewayV2::Route': byId('RouteId'),
  'AWS::ApiGatewayV2::RouteResponse': byId('RouteResponseId'),
  'AWS::ApiGatewayV2::Integration': byId('IntegrationId'),
  'AWS::ApiGatewayV2::IntegrationResponse': byId('IntegrationResponseId'),
  'AWS::ApiGatewayV2::Authorizer': byId('AuthorizerId'),
  'AWS::ApiGatewayV2::Deployment': byId('DeploymentId'),
  'AWS::S3::Bucket': (context) => {
    const name = nameOf(context, 'BucketName').toLowerCase().slice(0, 63);
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${context.region}.amazonaws.com`,
      },
    };
  },
  'AWS::CloudFront::Distribution': (context) => {
    const id = stableId(context, 13);
    return {
      ref: `E${id.toUpperCase()}`,
      attributes: { Id: `E${id.toUpperCase()}`, DomainName: `d${id}.cloudfront.net` },
    };
  },
  'AWS::CloudFront::ResponseHeadersPolicy': byId('Id', 16),
  'Custom::CDKBucketDeployment': (context) => ({
    ref: stableId(context, 12),
    attributes: { DestinationBucketArn: String(context.properties.DestinationBucketArn ?? '') },
  }),
  'AWS::Cognito::UserPool': (context) => {
    const id = `${context.region}_${stableId(context, 9)}`;
    const provider = `cognito-idp.${context.region}.amazonaws.com/${id}`;
    return {
      ref: id,
      attributes: {
        Arn: arn(context, 'cognito-idp', `userpool/${id}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
        UserPoolId: id,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': byId('ClientId', 26),
  'AWS::Cognito::UserPoolGroup': named('GroupName'),
  'AWS::Cognito::UserPoolDomain': named('Domain'),
  'AWS::IAM::Role': named(
    'RoleName',
    ({ account }, name) => `arn:aws:iam::${account}:role/${name}`,
  ),
  'AWS::IAM::Policy': byId('Id'),
  'AWS::IAM::ManagedPolicy': byId('PolicyArn'),
  'AWS::Lambda::Permission': byId('Id'),
  'AWS::SQS::QueuePolicy': byId('Id'),
};

const permissions = 'policies of buckets and topics';
const observability = 'logs, alarms and dashboards';
const delivery = 'cache and origin settings of CloudFront';
const notifications = 'alarm notifications';
const maintenance = 'deployment helpers';

const notEmulated: Record<string, [kind: string, identify: ResourceType['identify']]> = {
  'AWS::S3::BucketPolicy': [permissions, byId('Id')],
  'AWS::SNS::TopicPolicy': [permissions, byId('Id')],
  'AWS::Logs::LogGroup': [
    observability,
    named('LogGroupName', (context, name) => arn(context, 'logs', `log-group:${name}:*`)),
  ],
  'AWS::Logs::MetricFilter': [observability, byId('Id')],
  'AWS::Logs::QueryDefinition': [observability, byId('QueryDefinitionId')],
  'AWS::Logs::ResourcePolicy': [observability, byId('Id')],
  'AWS::CloudWatch::Alarm': [
    observability,
    named('AlarmName', (context, name) => arn(context, 'cloudwatch', `alarm:${name}`)),
  ],
  'AWS::CloudWatch::CompositeAlarm': [
    observability,
    named('AlarmName', (context, name) => arn(context, 'cloudwatch', `alarm:${name}`)),
  ],
  'AWS::CloudWatch::Dashboard': [observability, named('DashboardName')],
  'AWS::ApiGateway::Account': [observability, byId('Id')],
  'AWS::SNS::Topic': [
    notifications,
    (context) => {
      const name = nameOf(context, 'TopicName');
      const topicArn = arn(context, 'sns', name);
      return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
    },
  ],
  'AWS::SNS::Subscription': [notifications, byId('Arn')],
  'AWS::CloudFront::OriginAccessControl': [delivery, byId('Id')],
  'AWS::CloudFront::CachePolicy': [delivery, byId('Id')],
  'AWS::CloudFront::OriginRequestPolicy': [delivery, byId('Id')],
  'AWS::Lambda::LayerVersion': [maintenance, byId('LayerVersionArn')],
  'AWS::Lambda::EventInvokeConfig': [maintenance, byId('Id')],
  'AWS::CDK::Metadata': [maintenance, byId('Id')],
  'Custom::S3AutoDeleteObjects': [maintenance, byId('Id')],
  'Custom::LogRetention': [maintenance, byId('Id')],
  'AWS::Cognito::ManagedLoginBranding': [
    'look of the sign-in page',
    byId('ManagedLoginBrandingId'),
  ],
};

/** The type's entry, or undefined when the laptop cloud does not know it. */
export function resourceType(type: string): ResourceType | undefined {
  const identify = emulated[type];
  if (identify) return { identify };
  const accepted = notEmulated[type];
  return accepted && { notEmulated: accepted[0], identify: accepted[1] };
}
