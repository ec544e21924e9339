import { Duration } from 'aws-cdk-lib';
import type { HttpStage, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { FunctionName, WorkQueueName } from '../functions.ts';
import type { EscalationQueue } from './escalation-queue.ts';
import { metricsNamespace } from './function.ts';

/** What is watched. */
export interface MonitoringProps {
  readonly config: Config;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  readonly queues: Readonly<Record<WorkQueueName, EscalationQueue>>;
  readonly socketStage: WebSocketStage;
  readonly agentStage: HttpStage;
}

/**
 * Age at which a queue's oldest message is an incident. A customer waits on a candidate; a timer
 * may rest for its whole delay, at most 15 minutes, before it is due.
 */
const OLDEST_MESSAGE_SECONDS: Readonly<Record<WorkQueueName, number>> = {
  candidates: 30,
  timers: 20 * 60,
};

const FIVE_MINUTES = Duration.minutes(5);

/** Alarms for everything that loses or delays a customer; docs/OPERATIONS.md says what to do. */
export class Monitoring extends Construct {
  private readonly topic: ITopic | undefined;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { alarmTopicArn } = props.config;
    this.topic = alarmTopicArn ? Topic.fromTopicArn(this, 'Topic', alarmTopicArn) : undefined;

    for (const [name, queue] of Object.entries(props.queues) as [
      WorkQueueName,
      EscalationQueue,
    ][]) {
      this.watchQueue(name, queue);
    }
    for (const [name, handler] of Object.entries(props.functions)) {
      if (name === 'authorize') continue;
      this.alarmAbove(
        `${name}-errors`,
        `Function ${name} fails`,
        0,
        handler.metricErrors({ statistic: 'Sum', period: FIVE_MINUTES }),
      );
    }
    this.alarmAbove(
      'throttles',
      'Lambda refuses invocations: the concurrency limit is reached',
      0,
      new MathExpression({
        expression: Object.keys(props.functions).join(' + '),
        usingMetrics: Object.fromEntries(
          Object.entries(props.functions).map(([name, handler]) => [
            name,
            handler.metricThrottles({ statistic: 'Sum', period: FIVE_MINUTES }),
          ]),
        ),
        period: FIVE_MINUTES,
      }),
    );
    this.watchAuthorizer(props);
    this.watchSweep(props.functions.timers);
    this.watchWaiting(props.config);
    this.watchApis(props);
  }

  private watchQueue(name: WorkQueueName, { queue, deadLetterQueue }: EscalationQueue): void {
    this.alarmAbove(
      `${name}-dead-letters`,
      `Poison messages in the dead-letter queue of ${name}`,
      0,
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
    );
    this.alarmAbove(
      `${name}-oldest-message`,
      `Messages of ${name} wait too long`,
      OLDEST_MESSAGE_SECONDS[name],
      queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      3,
    );
  }

  /**
   * A refused ticket must be thrown, as API Gateway answers 401 to nothing else, and so counts as
   * an error of the function. Whoever makes up tickets shall not wake anybody.
   */
  private watchAuthorizer({ config, functions }: MonitoringProps): void {
    const sum = { statistic: 'Sum', period: FIVE_MINUTES };
    this.alarmAbove(
      'authorize-errors',
      'Function authorize fails',
      0,
      new MathExpression({
        expression: 'errors - FILL(refused, 0)',
        usingMetrics: {
          errors: functions.authorize.metricErrors(sum),
          refused: new Metric({
            namespace: metricsNamespace(config),
            metricName: 'TicketRefused',
            dimensionsMap: { service: 'authorize' },
            ...sum,
          }),
        },
        period: FIVE_MINUTES,
      }),
    );
  }

  /** The minute schedule is the safety net of everything else: its silence is the alarm. */
  private watchSweep(timers: IFunction): void {
    const alarm = new Alarm(this, 'sweep-silent', {
      alarmDescription: 'The minute schedule has not run: late timers and lost agents go unseen',
      metric: timers.metricInvocations({ statistic: 'Sum', period: FIVE_MINUTES }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.notify(alarm);
  }

  /**
   * Everybody who could take a session let it pass. The software is well, but a customer waits
   * for nobody, and only people can change that. Counted where waiting sessions are routed.
   */
  private watchWaiting(config: Config): void {
    this.alarmAbove(
      'nobody-left',
      'A customer waits and every agent of the queue let the chat pass',
      0,
      new Metric({
        namespace: metricsNamespace(config),
        metricName: 'NobodyLeft',
        dimensionsMap: { service: 'timers' },
        statistic: 'Sum',
        period: FIVE_MINUTES,
      }),
    );
  }

  private watchApis({ socketStage, agentStage }: MonitoringProps): void {
    this.alarmAbove(
      'socket-integration-errors',
      'The WebSocket API got errors from its functions',
      0,
      socketStage.metric('IntegrationError', { statistic: 'Sum', period: FIVE_MINUTES }),
    );
    this.alarmAbove(
      'socket-execution-errors',
      'The WebSocket API itself failed',
      0,
      socketStage.metric('ExecutionError', { statistic: 'Sum', period: FIVE_MINUTES }),
    );
    this.alarmAbove(
      'api-server-errors',
      'The HTTP API answered 5xx',
      0,
      agentStage.metricServerError({ statistic: 'Sum', period: FIVE_MINUTES }),
    );
  }

  private alarmAbove(
    id: string,
    alarmDescription: string,
    threshold: number,
    metric: IMetric,
    evaluationPeriods = 1,
  ): void {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.notify(alarm);
  }

  private notify(alarm: Alarm): void {
    if (!this.topic) return;
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}
