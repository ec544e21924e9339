/** What the laptop cloud makes of the properties of one type; names are separated by blanks. */
export interface PropertyRules {
  /** Have their effect. */
  read?: string;
  /** Have none that a program or its tests could see on one machine. */
  harmless?: string;
  /** Fine with this value, which is what AWS does without them; refused with any other. */
  only?: Record<string, unknown>;
  /** Refused, in words of their own; what no rule names is refused as well. */
  refused?: Record<string, string>;
  /** True where what no rule names is harmless. */
  othersHarmless?: true;
  /** Rules for the members of a property, or of each member of a list. */
  within?: Record<string, PropertyRules>;
}

const STREAMS = { StreamSpecification: 'streams are not emulated' };
const THROUGHPUT = 'ProvisionedThroughput OnDemandThroughput';
const throughput = Object.fromEntries(
  THROUGHPUT.split(' ').map((name) => [name, `throttling by ${name} is not emulated`]),
);

const index: PropertyRules = {
  read: 'IndexName KeySchema Projection',
  harmless: 'ContributorInsightsSpecification WarmThroughput',
  refused: throughput,
};

const table: PropertyRules = {
  read: 'TableName AttributeDefinitions KeySchema ResourcePolicy',
  harmless:
    'BillingMode DeletionProtectionEnabled PointInTimeRecoverySpecification Tags TableClass WarmThroughput ContributorInsightsSpecification',
  refused: {
    ...STREAMS,
    ...throughput,
    LocalSecondaryIndexes: 'local secondary indexes are not emulated',
  },
  within: {
    GlobalSecondaryIndexes: index,
    TimeToLiveSpecification: { read: 'AttributeName Enabled' },
    // A key of one's own would have to be granted to every caller.
    SSESpecification: { harmless: 'SSEEnabled', only: { SSEType: 'KMS' } },
  },
};

const behavior: PropertyRules = {
  read: 'PathPattern TargetOriginId ResponseHeadersPolicyId FunctionAssociations LambdaFunctionAssociations',
  harmless:
    'CachePolicyId OriginRequestPolicyId Compress ViewerProtocolPolicy AllowedMethods CachedMethods DefaultTTL MinTTL MaxTTL ForwardedValues RealtimeLogConfigArn',
};

/**
 * For every type that something runs for, which properties count. A property that would make AWS
 * behave otherwise than the laptop is to stop the start, so a rule has to name it to let it pass.
 */
export const PROPERTY_RULES: Readonly<Record<string, PropertyRules>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': {
    ...table,
    // The policy of a global table stands in its replicas.
    read: 'TableName AttributeDefinitions KeySchema',
    refused: {
      ...table.refused,
      WriteProvisionedThroughputSettings: 'throttling by provisioned throughput is not emulated',
      WriteOnDemandThroughputSettings: 'throttling by on-demand throughput is not emulated',
    },
    within: {
      ...table.within,
      Replicas: {
        harmless:
          'Region PointInTimeRecoverySpecification DeletionProtectionEnabled Tags TableClass ContributorInsightsSpecification',
      },
    },
  },
  'AWS::SQS::Queue': {
    read: 'QueueName DelaySeconds VisibilityTimeout MessageRetentionPeriod ReceiveMessageWaitTimeSeconds FifoQueue ContentBasedDeduplication',
    harmless: 'SqsManagedSseEnabled Tags',
    only: { DeduplicationScope: 'queue', FifoThroughputLimit: 'perQueue' },
    refused: {
      KmsMasterKeyId: 'keys of KMS are not emulated',
      MaximumMessageSize: 'a limit below that of the service is not emulated',
      RedriveAllowPolicy: 'who may use a dead-letter queue is not emulated',
    },
    within: { RedrivePolicy: { read: 'deadLetterTargetArn maxReceiveCount' } },
  },
  'AWS::SQS::QueuePolicy': { read: 'Queues PolicyDocument' },
  'AWS::Lambda::Function': {
    read: 'FunctionName Code Handler Runtime Timeout MemorySize Environment Role',
    harmless: 'Architectures Description LoggingConfig Tags TracingConfig RuntimeManagementConfig',
    only: { PackageType: 'Zip' },
    refused: {
      Layers: 'layers are not emulated',
      ReservedConcurrentExecutions: 'reserved concurrency is not emulated',
      VpcConfig: 'networks of functions are not emulated',
      DeadLetterConfig: 'dead letters of functions are not emulated',
    },
  },
  'AWS::Lambda::EventInvokeConfig': {
    harmless: 'FunctionName Qualifier MaximumEventAgeInSeconds MaximumRetryAttempts',
    refused: { DestinationConfig: 'destinations of functions are not emulated' },
  },
  'AWS::Lambda::EventSourceMapping': {
    read: 'EventSourceArn FunctionName Enabled BatchSize MaximumBatchingWindowInSeconds FunctionResponseTypes',
    harmless: 'Tags MetricsConfig',
    refused: { FilterCriteria: 'filters are not emulated' },
    within: { ScalingConfig: { read: 'MaximumConcurrency' } },
  },
  'AWS::Events::Rule': {
    read: 'Name ScheduleExpression State',
    harmless: 'Description Tags',
    only: { EventBusName: 'default' },
    refused: { EventPattern: 'rules for events are not emulated' },
    within: { Targets: { read: 'Arn Input', harmless: 'Id RetryPolicy' } },
  },
  'AWS::ApiGatewayV2::Api': {
    read: 'ProtocolType RouteSelectionExpression',
    harmless: 'Name Description Tags Version',
    only: { DisableExecuteApiEndpoint: false },
    within: {
      CorsConfiguration: {
        read: 'AllowOrigins AllowMethods AllowHeaders ExposeHeaders MaxAge AllowCredentials',
      },
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    read: 'ApiId StageName',
    harmless: 'AccessLogSettings AutoDeploy DeploymentId Description Tags',
    refused: {
      RouteSettings: 'throttling of a single route is not emulated',
      StageVariables: 'stage variables are not emulated',
    },
    within: {
      // One machine hardly gets to the rates of a whole stage.
      DefaultRouteSettings: {
        harmless:
          'DetailedMetricsEnabled LoggingLevel DataTraceEnabled ThrottlingBurstLimit ThrottlingRateLimit',
      },
    },
  },
  'AWS::ApiGatewayV2::Deployment': { harmless: 'ApiId StageName Description' },
  'AWS::ApiGatewayV2::Route': {
    read: 'ApiId RouteKey Target AuthorizationType AuthorizerId AuthorizationScopes RouteResponseSelectionExpression',
    harmless: 'OperationName',
    only: { ApiKeyRequired: false },
    refused: { RequestParameters: 'required parameters of a route are not emulated' },
  },
  'AWS::ApiGatewayV2::RouteResponse': {
    read: 'ApiId RouteId',
    only: { RouteResponseKey: '$default' },
  },
  'AWS::ApiGatewayV2::Integration': {
    read: 'ApiId IntegrationType IntegrationUri PayloadFormatVersion TimeoutInMillis RequestTemplates TemplateSelectionExpression',
    harmless: 'Description IntegrationMethod',
    only: { ConnectionType: 'INTERNET' },
    refused: {
      RequestParameters: 'parameter mapping is not emulated',
      ResponseParameters: 'parameter mapping is not emulated',
      CredentialsArn: 'a role of the integration is not emulated',
    },
  },
  'AWS::ApiGatewayV2::IntegrationResponse': {
    read: 'ApiId IntegrationId IntegrationResponseKey ResponseTemplates TemplateSelectionExpression',
  },
  'AWS::ApiGatewayV2::Authorizer': {
    read: 'ApiId AuthorizerType AuthorizerUri IdentitySource JwtConfiguration',
    harmless: 'Name',
  },
  'AWS::IAM::Role': {
    read: 'RoleName AssumeRolePolicyDocument Policies ManagedPolicyArns PermissionsBoundary',
    harmless: 'Description MaxSessionDuration Tags',
    only: { Path: '/' },
  },
  'AWS::IAM::Policy': { read: 'PolicyDocument Roles', harmless: 'PolicyName Users Groups' },
  'AWS::IAM::ManagedPolicy': {
    read: 'PolicyDocument Roles',
    harmless: 'ManagedPolicyName Description Path Users Groups',
  },
  'AWS::Cognito::UserPool': {
    othersHarmless: true,
    refused: { LambdaConfig: 'triggers of the user pool are not emulated' },
  },
  'AWS::Cognito::UserPoolClient': {
    read: 'CallbackURLs LogoutURLs',
    othersHarmless: true,
    only: { GenerateSecret: false },
  },
  'AWS::S3::Bucket': {
    othersHarmless: true,
    refused: {
      NotificationConfiguration: 'events of buckets are not emulated',
      WebsiteConfiguration: 'websites of buckets are not emulated',
    },
  },
  'AWS::CloudFront::Distribution': {
    harmless: 'Tags',
    within: {
      DistributionConfig: {
        read: 'DefaultRootObject CustomErrorResponses Origins',
        harmless:
          'Aliases Comment Enabled HttpVersion IPV6Enabled Logging PriceClass ViewerCertificate WebACLId',
        within: { DefaultCacheBehavior: behavior, CacheBehaviors: behavior },
      },
    },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    within: {
      ResponseHeadersPolicyConfig: {
        read: 'SecurityHeadersConfig CorsConfig CustomHeadersConfig',
        harmless: 'Name Comment',
      },
    },
  },
  'Custom::CDKBucketDeployment': {
    read: 'DestinationBucketName DestinationBucketKeyPrefix SourceObjectKeys SourceMarkers SourceMarkersConfig SystemMetadata Prune Extract Include Exclude',
    harmless:
      'ServiceToken SourceBucketNames WaitForDistributionInvalidation OutputObjectKeys RetainOnDelete DistributionId DistributionPaths DestinationBucketArn',
  },
};
