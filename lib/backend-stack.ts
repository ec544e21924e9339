import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { writePolicySetting } from '../protocol/policy-setting.ts';
import type { Config } from './config.ts';
import { AgentApi } from './constructs/agent-api.ts';
import { ConversationTable } from './constructs/conversation-table.ts';
import { EscalationQueue } from './constructs/escalation-queue.ts';
import { SwitchboardFunction } from './constructs/function.ts';
import { Identity, type SignIn } from './constructs/identity.ts';
import { Monitoring } from './constructs/monitoring.ts';
import { SocketApi } from './constructs/socket-api.ts';
import { WebConfig } from './constructs/web-config.ts';
import {
  type EnvironmentName,
  FUNCTION_NAMES,
  FUNCTIONS,
  type FunctionName,
  functionConstructId,
  type WorkQueueName,
} from './functions.ts';
import { toStatements } from './grants.ts';
import type { WebStack } from './web-stack.ts';

/** Messages handed to one invocation. */
const BATCH_SIZE = 10;
/** Concurrent batches: enough for a rush, few enough that a backlog cannot throttle the table. */
const MAX_CONCURRENCY: Readonly<Record<WorkQueueName, number>> = { candidates: 20, timers: 10 };

/** Second stack: data, queues, functions, both APIs, sign-in and alarms. */
export class BackendStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { readonly config: Config; readonly web: WebStack },
  ) {
    super(scope, id, props);
    const { config, web } = props;
    const allowedOrigins = [web.widget.url, web.dashboard.url, ...config.extraOrigins];

    const { table } = new ConversationTable(this, 'Conversation', config);
    const queues = {
      candidates: new EscalationQueue(this, 'Candidates', {
        consumerTimeoutSeconds: FUNCTIONS.analyze.timeoutSeconds,
      }),
      timers: new EscalationQueue(this, 'Timers', {
        consumerTimeoutSeconds: FUNCTIONS.timers.timeoutSeconds,
      }),
    };
    const socket = new SocketApi(this, 'Socket', config);
    const signIn = this.createSignIn(config, web.dashboard.url);

    const functions = this.createFunctions(
      config,
      { table, queues, socket },
      {
        TABLE_NAME: table.tableName,
        CANDIDATES_QUEUE_URL: queues.candidates.queue.queueUrl,
        TIMERS_QUEUE_URL: queues.timers.queue.queueUrl,
        SOCKET_CALLBACK_URL: socket.stage.callbackUrl,
        HANDOFF_POLICY: Object.keys(config.policy).length
          ? writePolicySetting(config.policy)
          : undefined,
        BEDROCK: config.bedrock && JSON.stringify(config.bedrock),
        ALLOWED_ORIGINS: allowedOrigins.join(','),
        GROUP_CLAIM: config.groupClaim,
        AGENT_GROUP: config.agentGroup,
        SUPERVISOR_GROUP: config.supervisorGroup,
      },
    );
    socket.addRoutes(functions);
    this.consume(queues, functions);
    new Rule(this, 'Sweep', {
      description: 'Fires the safety net: late timers, unassessed candidates, lost agents',
      schedule: Schedule.rate(Duration.minutes(1)),
      // A late sweep is worth nothing: the next minute's does its work.
      targets: [
        new LambdaFunction(functions.timers, {
          maxEventAge: Duration.minutes(1),
          retryAttempts: 0,
        }),
      ],
    });

    const agentApi = new AgentApi(this, 'Agent', {
      config,
      handler: functions.api,
      signIn,
      allowedOrigins,
    });
    new Monitoring(this, 'Alarms', {
      config,
      functions,
      queues,
      socketStage: socket.stage,
      agentStage: agentApi.stage,
    });

    const addresses = { socketUrl: socket.stage.url, apiUrl: agentApi.url };
    const webConfig = new WebConfig(this, 'WebConfig', config);
    webConfig.write('Widget', web.widget.bucket, addresses);
    webConfig.write('Dashboard', web.dashboard.bucket, {
      ...addresses,
      issuer: signIn.issuer,
      clientId: signIn.clientId,
      ...(signIn.signInDomain ? { signInDomain: signIn.signInDomain } : {}),
      region: this.region,
    });

    this.output('SocketUrl', addresses.socketUrl, 'WebSocket API');
    this.output('ApiUrl', addresses.apiUrl, 'HTTP API');
    this.output('Issuer', signIn.issuer, 'OpenID issuer of agents');
    this.output('ClientId', signIn.clientId, 'Public client of the dashboard');
    this.output('TableName', table.tableName, 'Conversation table');
    this.output(
      'CandidatesDeadLetterQueueArn',
      queues.candidates.deadLetterQueue.queueArn,
      'Redrive source',
    );
    this.output(
      'TimersDeadLetterQueueArn',
      queues.timers.deadLetterQueue.queueArn,
      'Redrive source',
    );
  }

  private createSignIn(config: Config, dashboardUrl: string): SignIn {
    if (config.oidc) {
      return {
        issuer: config.oidc.issuer,
        clientId: config.oidc.clientId,
        signInDomain: undefined,
      };
    }
    return new Identity(this, 'Identity', { config, dashboardUrl });
  }

  private createFunctions(
    config: Config,
    parts: {
      table: ConversationTable['table'];
      queues: Readonly<Record<WorkQueueName, EscalationQueue>>;
      socket: SocketApi;
    },
    environment: Readonly<Record<EnvironmentName, string | undefined>>,
  ): Record<FunctionName, IFunction> {
    const targets = {
      table: parts.table,
      queues: { candidates: parts.queues.candidates.queue, timers: parts.queues.timers.queue },
      socketApi: parts.socket.api,
      socketStageName: parts.socket.stage.stageName,
      model: config.bedrock,
    };
    const entries = FUNCTION_NAMES.map((name) => {
      const spec = FUNCTIONS[name];
      const made = new SwitchboardFunction(this, functionConstructId(name), {
        name,
        spec,
        config,
        statements: toStatements(spec.grants, targets),
        environment: Object.fromEntries(
          spec.environment.flatMap((key) => {
            const value = environment[key];
            return value === undefined ? [] : [[key, value]];
          }),
        ),
      });
      return [name, made.function as IFunction] as const;
    });
    return Object.fromEntries(entries) as Record<FunctionName, IFunction>;
  }

  private consume(
    queues: Readonly<Record<WorkQueueName, EscalationQueue>>,
    functions: Readonly<Record<FunctionName, IFunction>>,
  ): void {
    for (const name of FUNCTION_NAMES) {
      const { consumes } = FUNCTIONS[name].grants;
      if (!consumes) continue;
      new EventSourceMapping(queues[consumes], 'Consumer', {
        target: functions[name],
        eventSourceArn: queues[consumes].queue.queueArn,
        batchSize: BATCH_SIZE,
        maxConcurrency: MAX_CONCURRENCY[consumes],
        reportBatchItemFailures: true,
      });
    }
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
