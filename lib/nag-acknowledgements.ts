import { type App, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { modelOfProfile } from './bedrock.ts';
import type { Config } from './config.ts';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName, functionConstructId } from './functions.ts';

/** One rule finding that is accepted, on exactly these resources, for this reason. */
export interface Acknowledgement {
  /** Rule id, with the finding in brackets where the rule has several per resource. */
  readonly id: string;
  /** Construct paths below the app. */
  readonly paths: readonly string[];
  readonly reason: string;
}

const SITES = ['Widget', 'Dashboard'] as const;
const BUCKETS = SITES.map((site) => `SwitchboardWeb/${site}/Bucket/Resource`);
const DISTRIBUTIONS = SITES.map((site) => `SwitchboardWeb/${site}/Distribution/Resource`);
const USER_POOL = 'SwitchboardBackend/Identity/UserPool/Resource';
/** The library's one copying function per stack; the hash is part of its fixed name. */
const DEPLOYERS = ['SwitchboardWeb', 'SwitchboardBackend'].map(
  (stack) => `${stack}/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/Resource`,
);
const CONNECTIONS_ARN =
  'Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketApiF12253BF>/prod';

/**
 * Every accepted finding of the rule packs under `config`, no more and no less: a test compares
 * this list with what the packs find.
 */
export function acknowledgements(config: Config): Acknowledgement[] {
  return [
    ...siteAcknowledgements(config),
    ...deployerAcknowledgements(),
    ...apiAcknowledgements(config),
    ...(config.oidc ? [] : IDENTITY),
    ...functionAcknowledgements(config),
    ...QUEUES,
  ];
}

/** Marks the findings as accepted. Throws when a path names no resource. */
export function acknowledgeFindings(app: App, config: Config): void {
  for (const { id, paths, reason } of acknowledgements(config)) {
    for (const path of paths) Validations.of(find(app, path)).acknowledge({ id, reason });
  }
}

function find(app: App, path: string): IConstruct {
  let node: IConstruct = app;
  for (const part of path.split('/')) node = node.node.findChild(part);
  return node;
}

function siteAcknowledgements(config: Config): Acknowledgement[] {
  const list: Acknowledgement[] = [
    {
      id: 'AwsSolutions-CFR1',
      paths: DISTRIBUTIONS,
      reason: 'Customers travel: a roaming customer must be able to ask about roaming.',
    },
    {
      id: 'AwsSolutions-CFR2',
      paths: DISTRIBUTIONS,
      reason:
        'Static public files only. The API is limited by stage throttles and per address; a web ACL can be attached to the distributions where an operator wants to pay for it.',
    },
  ];
  if (!config.accessLogs) {
    list.push(
      {
        id: 'AwsSolutions-S1',
        paths: BUCKETS,
        reason:
          'Only CloudFront can read these buckets, which hold public files. Context accessLogs=true records every access.',
      },
      {
        id: 'AwsSolutions-CFR3',
        paths: DISTRIBUTIONS,
        reason:
          "Logs would hold visitors' addresses for no purpose of the product. Context accessLogs=true turns them on.",
      },
    );
  }
  if (!config.domains) {
    list.push({
      id: 'AwsSolutions-CFR4',
      paths: DISTRIBUTIONS,
      reason:
        "CloudFront's own certificate fixes the TLS floor itself; with own domain names (context widgetDomain, dashboardDomain, certificateArn) it is TLS 1.2.",
    });
  }
  return list;
}

function deployerAcknowledgements(): Acknowledgement[] {
  return [
    {
      id: 'AwsSolutions-IAM5[Resource::<WidgetBucket0EFF0413.Arn>/*]',
      paths: ['SwitchboardWeb/Deployer/Role/DefaultPolicy/Resource'],
      reason: 'PutObject only, into the one bucket: names of built files change with each release.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::<DashboardBucketA782FB5B.Arn>/*]',
      paths: ['SwitchboardWeb/Deployer/Role/DefaultPolicy/Resource'],
      reason: 'PutObject only, into the one bucket: names of built files change with each release.',
    },
    {
      id: 'AwsSolutions-L1',
      paths: DEPLOYERS,
      reason: "The runtime of the library's own deployment function; it follows library updates.",
    },
    {
      id: 'Serverless-LambdaLatestVersion',
      paths: DEPLOYERS,
      reason: "The runtime of the library's own deployment function; it follows library updates.",
    },
    {
      id: 'Serverless-LambdaDLQ',
      paths: DEPLOYERS,
      reason: 'CloudFormation calls it, waits, and rolls back when it fails: nothing is lost.',
    },
    {
      id: 'Serverless-LambdaTracing',
      paths: DEPLOYERS,
      reason: 'Runs during deployments only, where CloudFormation reports what it did.',
    },
  ];
}

function apiAcknowledgements(config: Config): Acknowledgement[] {
  const list: Acknowledgement[] = [
    {
      id: 'AwsSolutions-APIG4',
      paths: ['$disconnect', '$default', 'ping'].map(
        (route) => `SwitchboardBackend/Socket/Api/${route}-Route/Resource`,
      ),
      reason:
        'A WebSocket API authorizes at $connect only; the identity found there rides on every later event, and each use case checks it.',
    },
    {
      id: 'AwsSolutions-APIG4',
      paths: ['SwitchboardBackend/Agent/Api/POST--tickets/Resource'],
      reason:
        'Customers have no account. The function checks the Origin, limits tickets per address, and a ticket opens only its own session.',
    },
  ];
  if (config.apiGatewayAccount) {
    list.push({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      paths: ['SwitchboardBackend/Socket/LoggingRole/Resource'],
      reason: 'API Gateway demands exactly this policy for its Region-wide logging role.',
    });
  }
  return list;
}

const IDENTITY: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-COG2',
    paths: [USER_POOL],
    reason: 'Optional, by authenticator app: call centres with shared desks often ban phones.',
  },
  {
    id: 'AwsSolutions-COG8',
    paths: [USER_POOL],
    reason:
      'The Plus plan is billed per agent. Essentials has what is used; raise it for compromised-password checks.',
  },
];

function functionAcknowledgements(config: Config): Acknowledgement[] {
  const list: Acknowledgement[] = [
    {
      id: 'Serverless-LambdaDLQ',
      paths: FUNCTION_NAMES.map((name) => functionPath(name)),
      reason:
        'None loses an event: gateways invoke synchronously and the client retries, queues have their own dead-letter queues, and the next minute repeats a failed sweep.',
    },
    connections('POST', 'pushes a frame to a socket of the one API and stage'),
    connections('DELETE', 'closes a superseded socket of the one API and stage'),
    ...modelAcknowledgements(config),
  ];
  if (config.tracing) {
    list.push({
      id: 'AwsSolutions-IAM5[Resource::*]',
      paths: FUNCTION_NAMES.map((name) => policyPath(name)),
      reason: 'X-Ray has no resource to name for PutTraceSegments and PutTelemetryRecords.',
    });
  } else {
    list.push({
      id: 'Serverless-LambdaTracing',
      paths: FUNCTION_NAMES.map((name) => functionPath(name)),
      reason:
        'Neither kind of API forwards traces, so a trace would hold one Lambda segment that metrics already describe. Context tracing=true turns it on.',
    });
  }
  return list;
}

/** Only an inference profile needs a wildcard; a foundation model is called where it is. */
function modelAcknowledgements({ bedrock }: Config): Acknowledgement[] {
  const model = bedrock && modelOfProfile(bedrock.modelId);
  if (!model) return [];
  return [
    {
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${model}]`,
      paths: FUNCTION_NAMES.filter((name) => FUNCTIONS[name].grants.model).map(policyPath),
      reason:
        'An inference profile picks the Region of its one model at each call; a condition allows the model through that profile only.',
    },
  ];
}

function connections(method: 'POST' | 'DELETE', purpose: string): Acknowledgement {
  return {
    id: `AwsSolutions-IAM5[${CONNECTIONS_ARN}/${method}/@connections/*]`,
    paths: FUNCTION_NAMES.filter((name) =>
      FUNCTIONS[name].grants.connections?.includes(method),
    ).map(policyPath),
    reason: `The wildcard is the connection id, known only at run time: ${purpose}.`,
  };
}

function functionPath(name: FunctionName): string {
  return `SwitchboardBackend/${functionConstructId(name)}/Function/Resource`;
}

function policyPath(name: FunctionName): string {
  return `SwitchboardBackend/${functionConstructId(name)}/Role/DefaultPolicy/Resource`;
}

const QUEUES: readonly Acknowledgement[] = [
  {
    id: 'Serverless-SQSRedrivePolicy',
    paths: ['Candidates', 'Timers'].map(
      (queue) => `SwitchboardBackend/${queue}/DeadLetterQueue/Resource`,
    ),
    reason: 'These are the dead-letter queues; their alarms call a person.',
  },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    paths: ['Candidates', 'Timers'].map((queue) => `SwitchboardBackend/${queue}/Consumer/Resource`),
    reason:
      'An SQS source has no failure destination: the queue redrives to its dead-letter queue.',
  },
  {
    id: 'Serverless-EventBusDLQ',
    paths: ['SwitchboardBackend/Sweep/Resource'],
    reason:
      'A missed sweep is repeated a minute later; a stored one would be stale. An alarm tells when sweeps stop.',
  },
];
