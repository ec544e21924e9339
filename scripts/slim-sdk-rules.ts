import { fileURLToPath } from 'node:url';
import {
  absent,
  barrel,
  type SlimRule,
  shimmed,
  stubs,
  type UsedCommands,
  usedShapes,
} from './slim-sdk.ts';

const shim = (name: string) => fileURLToPath(new URL(`./shims/${name}.ts`, import.meta.url));
const core = (path: string) => `@smithy/core/dist-es/submodules/${path}.js`;
const awsCore = (path: string) => `@aws-sdk/core/dist-es/submodules/${path}.js`;

/** The commands that adapters send. The build fails when a bundle holds any other. */
export const USED_COMMANDS = {
  'client-dynamodb': ['GetItem', 'PutItem', 'Query', 'TransactWriteItems', 'UpdateItem'],
  'client-sqs': ['SendMessage', 'SendMessageBatch'],
  'client-apigatewaymanagementapi': ['DeleteConnection', 'PostToConnection'],
} as const satisfies UsedCommands;

/** What the document client offers of these commands. */
const DOCUMENT_COMMANDS = ['Get', 'Put', 'Query', 'TransactWrite', 'Update'];

/** Everything that is left out of, or made smaller in, the SDK of a bundle, and why it may be. */
export const SLIM_RULES: readonly SlimRule[] = [
  // None of the commands streams events or bodies, up or down.
  barrel(
    core('event-streams/index'),
    ['export { EventStreamSerde }', 'eventStreamSerdeProvider }'],
    [stubs(['EventStreamSerde', 'eventStreamSerdeProvider'])],
  ),
  absent(core('serde/util-stream/sdk-stream-mixin'), ['sdkStreamMixin']),
  shimmed(
    '@smithy/signature-v4/dist-es/HeaderFormatter.js',
    shim('header-formatter'),
    ['HeaderFormatter'],
    ['Int64'],
  ),

  // Digests in JavaScript for where Node has no OpenSSL; Lambda's has.
  absent(core('checksum/sha256/Sha256Js'), ['Sha256Js']),
  absent(core('checksum/md5/Md5Js'), ['Md5Js']),

  // Clients retry in standard mode. AWS_RETRY_MODE=adaptive fails the first call by name.
  absent(core('retry/util-retry/AdaptiveRetryStrategy'), ['AdaptiveRetryStrategy']),

  // Settings come from the environment alone; the region is never asked of an EC2 instance.
  shimmed(core('config/shared-ini-file-loader/loadSharedConfigFiles'), shim('no-config-files'), [
    'loadSharedConfigFiles',
  ]),
  absent(core('config/config-resolver/regionConfig/getInstanceMetadataRegion'), [
    'getInstanceMetadataRegion',
  ]),

  // One host name for each service and region.
  ...endpointRules(),
  absent(core('endpoints/middleware-endpoint/service-customizations/s3'), [
    'isArnBucketName',
    'isDnsCompatibleBucketName',
    'resolveParamsForS3',
  ]),

  // No command of the SDK discovers endpoints.
  shimmed(
    '@aws-sdk/middleware-endpoint-discovery/dist-es/resolveEndpointDiscoveryConfig.js',
    shim('endpoint-discovery'),
    ['resolveEndpointDiscoveryConfig'],
  ),
  absent('@aws-sdk/client-dynamodb/dist-es/commands/DescribeEndpointsCommand.js', [
    'DescribeEndpointsCommand',
  ]),

  // Dates by Node instead of by tables of days and months.
  shimmed(core('serde/date-utils'), shim('timestamps'), [
    'dateToUtcString',
    'parseEpochTimestamp',
    'parseRfc3339DateTime',
    'parseRfc3339DateTimeWithOffset',
    'parseRfc7231DateTime',
  ]),
  shimmed(core('serde/schema-serde-lib/schema-date-utils'), shim('timestamps'), [
    '_parseEpochTimestamp',
    '_parseRfc3339DateTimeWithOffset',
    '_parseRfc7231DateTime',
  ]),

  // Classes and schemas of errors that only other commands throw.
  ...Object.entries(USED_COMMANDS).map(([client, commands]) => usedShapes(client, commands)),
  documentClientRule(),
];

function endpointRules(): SlimRule[] {
  const hosts = {
    'client-dynamodb': 'dynamodb',
    'client-sqs': 'sqs',
    'client-apigatewaymanagementapi': 'execute-api',
  };
  return [
    ...Object.entries(hosts).map(([client, host]) =>
      barrel(
        `@aws-sdk/${client}/dist-es/endpoint/endpointResolver.js`,
        ['export const defaultEndpointResolver = (', 'customEndpointFunctions.aws ='],
        [
          `import { regionalEndpoints } from ${JSON.stringify(shim('regional-endpoints'))};`,
          `export const defaultEndpointResolver = regionalEndpoints('${host}');`,
        ],
      ),
    ),
    shimmed(
      awsCore('client/util-endpoints/lib/aws/partition'),
      shim('user-agent-prefix'),
      ['getUserAgentPrefix'],
      ['partition', 'setPartitionInfo', 'useDefaultPartitionInfo'],
    ),
  ];
}

/** The package does not say that its modules have no side effects, so all of them are bundled. */
function documentClientRule(): SlimRule {
  return barrel(
    '@aws-sdk/lib-dynamodb/dist-es/index.js',
    ['export * from "./commands"', 'export * from "./DynamoDBDocumentClient"'],
    ['DynamoDBDocumentClient', ...DOCUMENT_COMMANDS.map((name) => `commands/${name}Command`)].map(
      (name) => `export * from './${name}';`,
    ),
  );
}
