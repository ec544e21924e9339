import type { Node } from 'constructs';
import type { PolicyOverrides } from '../protocol/parse-policy.ts';
import { type BedrockConfig, readBedrock } from './bedrock.ts';
import { ConfigError } from './config-error.ts';
import { readPolicy } from './policy.ts';

/** Everything an operator can choose at deploy time, read from CDK context and validated. */
export interface Config {
  /** Suffix of stack names and of the sign-in domain, so that stages share an account. */
  readonly stage: string | undefined;
  /** True for throw-away stages: no deletion protection, data goes with the stack. */
  readonly ephemeral: boolean;
  /** True when this stack shall own the Region-wide API Gateway logging role. */
  readonly apiGatewayAccount: boolean;
  /** Origins besides the two sites that may call the API and frame the chat page. */
  readonly extraOrigins: readonly string[];
  /** Settings of an identity provider that replaces Cognito; undefined means Cognito. */
  readonly oidc: OidcConfig | undefined;
  /** Token claim that lists a person's groups. */
  readonly groupClaim: string;
  /** Group whose members may answer chats. */
  readonly agentGroup: string;
  /** Group whose members may also assign, edit agents and read metrics. */
  readonly supervisorGroup: string;
  /** Prefix of the hosted sign-in domain; derived from account and stage when undefined. */
  readonly signInPrefix: string | undefined;
  /** Own names of the sites, with the certificate (us-east-1) that covers both. */
  readonly domains: DomainConfig | undefined;
  /** True to keep CloudFront and S3 access logs in a log bucket. */
  readonly accessLogs: boolean;
  /** True to trace functions with X-Ray. */
  readonly tracing: boolean;
  /** Days that function and access logs are kept; a value CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Least severe log line that functions write. */
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** `owned`: free AWS-owned key. `managed`: AWS-managed KMS key, audited in CloudTrail, billed. */
  readonly tableEncryption: (typeof TABLE_ENCRYPTIONS)[number];
  /** SNS topic that every alarm notifies; alarms without it only show in CloudWatch. */
  readonly alarmTopicArn: string | undefined;
  /** Where the handoff deviates from its defaults; empty when nowhere. */
  readonly policy: PolicyOverrides;
  /** Model that puts the bot's answers into other words; undefined means none. */
  readonly bedrock: BedrockConfig | undefined;
}

/** An identity provider other than Cognito. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Origins the dashboard must reach for tokens, the issuer's own included. */
  readonly connectOrigins: readonly string[];
}

/** Own site names instead of `*.cloudfront.net`. */
export interface DomainConfig {
  readonly widget: string;
  readonly dashboard: string;
  readonly certificateArn: string;
}

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
const TABLE_ENCRYPTIONS = ['owned', 'managed'] as const;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = ['1', '3', '5', '7', '14', '30', '60', '90', '120', '150', '180', '365'];

/** Reads the context visible at `node`. Throws {@link ConfigError} on the first bad value. */
export function readConfig(node: Node): Config {
  const context = new ContextReader(node);
  return {
    stage: context.matching('stage', /^[a-z][a-z0-9-]{0,19}$/),
    ephemeral: context.flag('ephemeral'),
    apiGatewayAccount: context.flag('apiGatewayAccount'),
    extraOrigins: context.origins('extraOrigins'),
    oidc: readOidc(context),
    groupClaim: context.text('groupClaim') ?? 'cognito:groups',
    agentGroup: context.text('agentGroup') ?? 'agent',
    supervisorGroup: context.text('supervisorGroup') ?? 'supervisor',
    signInPrefix: context.matching('signInPrefix', /^(?!.*(aws|amazon|cognito))[a-z0-9-]{1,63}$/),
    domains: readDomains(context),
    accessLogs: context.flag('accessLogs'),
    tracing: context.flag('tracing'),
    logRetentionDays: Number(context.choice('logRetentionDays', RETENTION_DAYS) ?? '30'),
    logLevel: context.choice('logLevel', LOG_LEVELS) ?? 'INFO',
    tableEncryption: context.choice('tableEncryption', TABLE_ENCRYPTIONS) ?? 'owned',
    alarmTopicArn: context.matching('alarmTopicArn', /^arn:[^:]+:sns:[^:]+:\d{12}:.+$/),
    policy: readPolicy(node.tryGetContext('policy')),
    bedrock: readBedrock(node.tryGetContext('bedrock')),
  };
}

function readOidc(context: ContextReader): OidcConfig | undefined {
  const issuer = context.text('oidcIssuer');
  const clientId = context.text('oidcClientId');
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined) {
    throw new ConfigError('oidcIssuer and oidcClientId belong together: set both or neither');
  }
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== 'https:') {
    throw new ConfigError(`oidcIssuer must be an https URL, not "${issuer}"`);
  }
  const others = context.origins('oidcConnectOrigins');
  return { issuer, clientId, connectOrigins: [...new Set([new URL(issuer).origin, ...others])] };
}

function readDomains(context: ContextReader): DomainConfig | undefined {
  const widget = context.text('widgetDomain');
  const dashboard = context.text('dashboardDomain');
  const certificateArn = context.text('certificateArn');
  if (!widget && !dashboard && !certificateArn) return undefined;
  if (!widget || !dashboard || !certificateArn) {
    throw new ConfigError('widgetDomain, dashboardDomain and certificateArn belong together');
  }
  return { widget, dashboard, certificateArn };
}

/** `cdk -c key=value` hands over strings only, cdk.json and code real values: both are accepted. */
class ContextReader {
  private readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  text(key: string): string | undefined {
    const value: unknown = this.node.tryGetContext(key);
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new ConfigError(`${key} must be text`);
  }

  flag(key: string): boolean {
    return this.choice(key, ['true', 'false']) === 'true';
  }

  choice<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const value = this.text(key);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new ConfigError(`${key} must be one of ${allowed.join(', ')}`);
    return found;
  }

  matching(key: string, pattern: RegExp): string | undefined {
    const value = this.text(key);
    if (value !== undefined && !pattern.test(value)) {
      throw new ConfigError(`${key} must match ${pattern.source}, not "${value}"`);
    }
    return value;
  }

  origins(key: string): string[] {
    const value: unknown = this.node.tryGetContext(key);
    const list = Array.isArray(value) ? value : (this.text(key)?.split(',') ?? []);
    return list.map((item) => {
      const text = String(item).trim();
      // A path or trailing slash would never equal a browser's Origin header: refuse, not repair.
      if (!URL.canParse(text) || new URL(text).origin !== text) {
        throw new ConfigError(`${key} must list origins such as https://shop.example: "${text}"`);
      }
      return text;
    });
  }
}
