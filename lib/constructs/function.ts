import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { checkEnvironmentSize } from '../environment-size.ts';
import type { FunctionName, FunctionSpec } from '../functions.ts';

/** 512 MB: the least memory at which SDK calls are bound by the network and not by the CPU share. */
const MEMORY_MB = 512;

const BUNDLES = fileURLToPath(new URL('../../dist/lambdas/', import.meta.url));

/** Namespace of the functions' own metrics; one per stage, so that their alarms do not mix. */
export function metricsNamespace({ stage }: Config): string {
  return stage ? `Switchboard-${stage}` : 'Switchboard';
}

/** What a function needs besides its row of the function table. */
export interface SwitchboardFunctionProps {
  readonly name: FunctionName;
  readonly spec: FunctionSpec;
  readonly config: Config;
  /** Statements made from the row's grants. */
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * One Lambda function of the product: the built bundle, an own role that holds exactly the given
 * statements and writing to the own log group, logs as JSON with a retention.
 */
export class SwitchboardFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: SwitchboardFunctionProps) {
    super(scope, id);
    const { config, spec } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays,
      removalPolicy: config.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // The managed basic-execution policy would allow every log group of the account.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Switchboard ${props.name}`,
    });
    logGroup.grantWrite(role);
    for (const statement of props.statements) role.addToPolicy(statement);

    const environment = {
      ...props.environment,
      LOG_LEVEL: config.logLevel,
      POWERTOOLS_SERVICE_NAME: props.name,
      POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(config),
    };
    checkEnvironmentSize(props.name, environment);
    this.function = new LambdaFunction(this, 'Function', {
      description: spec.description,
      code: Code.fromAsset(`${BUNDLES}${props.name}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout: Duration.seconds(spec.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[config.logLevel],
      // START, END and REPORT lines cost more than our own log lines; metrics say the same.
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: config.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment,
    });
  }
}
