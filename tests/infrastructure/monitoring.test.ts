import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { type Assembly, type Resource, resources, synthesize, text } from './assembly.ts';

let assembly: Assembly;
let alarms: Map<string, Resource>;
beforeAll(async () => {
  assembly = await synthesize();
  alarms = resources(assembly.backend, 'AWS::CloudWatch::Alarm');
});
afterAll(() => assembly.remove());

function alarm(id: string): Record<string, unknown> {
  const found = alarms.get(`Alarms${id}`);
  if (!found) throw new Error(`No alarm ${id} among ${[...alarms.keys()].join(', ')}`);
  return found.Properties;
}

it.each(['candidates', 'timers'])('calls a person for the first dead letter of %s', (queue) => {
  const properties = alarm(`${queue}deadletters`);
  const [dimension] = properties.Dimensions as { Value: unknown }[];

  expect(properties).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
  });
  expect(text(dimension?.Value).toLowerCase()).toBe(`<${queue}deadletterqueue.queuename>`);
});

it('notices candidates that wait longer than half a minute', () => {
  expect(alarm('candidatesoldestmessage')).toMatchObject({
    MetricName: 'ApproximateAgeOfOldestMessage',
    Threshold: 30,
  });
});

it('notices timers only when they are later than their longest delay', () => {
  expect(alarm('timersoldestmessage').Threshold).toBeGreaterThan(15 * 60);
});

it.each(FUNCTION_NAMES.filter((name) => name !== 'authorize'))('notices errors of %s', (name) => {
  expect(alarm(`${name}errors`)).toMatchObject({ MetricName: 'Errors', Threshold: 0 });
});

it('notices errors of authorize, but not refused tickets, which anybody can make up', () => {
  const { Metrics, Threshold } = alarm('authorizeerrors') as {
    Metrics: { Expression?: string; MetricStat?: { Metric: { MetricName: string } } }[];
    Threshold: number;
  };

  expect(Threshold).toBe(0);
  expect(Metrics.find(({ Expression }) => Expression)?.Expression).toBe(
    'errors - FILL(refused, 0)',
  );
  expect(Metrics.map(({ MetricStat }) => MetricStat?.Metric)).toContainEqual({
    Namespace: 'Switchboard',
    MetricName: 'TicketRefused',
    Dimensions: [{ Name: 'service', Value: 'authorize' }],
  });
});

it('notices that the minute schedule fell silent', () => {
  expect(alarm('sweepsilent')).toMatchObject({
    MetricName: 'Invocations',
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

it('notices a customer for whom nobody is left', () => {
  expect(alarm('nobodyleft')).toMatchObject({
    Namespace: 'Switchboard',
    MetricName: 'NobodyLeft',
    Dimensions: [{ Name: 'service', Value: 'timers' }],
    Statistic: 'Sum',
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
});

it('has as many alarms as the cost page says', async () => {
  const page = await readFile(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');

  expect(page).toContain(`alarms (${alarms.size}, priced`);
});

it('notices failures of both APIs, stage by stage', () => {
  expect(alarm('socketintegrationerrors')).toMatchObject({
    MetricName: 'IntegrationError',
    Namespace: 'AWS/ApiGateway',
  });
  expect(alarm('socketexecutionerrors')).toMatchObject({ MetricName: 'ExecutionError' });
  expect(alarm('apiservererrors')).toMatchObject({ MetricName: '5xx' });
});

it('has a line in the operations page for each alarm', async () => {
  const page = await readFile(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');

  for (const { Properties } of alarms.values()) {
    expect(page).toContain(Properties.AlarmDescription as string);
  }
});
