import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type InvokeResult, NOT_PERMITTED } from '../../../../local/contracts.ts';
import { type ScheduleRule, startSchedules } from '../../../../local/schedule.ts';

const rule: ScheduleRule = {
  logicalId: 'EveryMinute',
  arn: 'arn:aws:events:eu-west-1:123456789012:rule/EveryMinute',
  region: 'eu-west-1',
  accountId: '123456789012',
  expression: 'rate(1 minute)',
  enabled: true,
  targets: [{ functionArn: 'arn:timers' }],
};

const invoker = { principal: 'events.amazonaws.com', sourceArn: rule.arn };

const invoke = vi.fn(async (): Promise<InvokeResult> => ({ ok: true, payload: null }));

beforeEach(() => {
  invoke.mockClear();
  vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00.400Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('startSchedules', () => {
  it.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 12],
    ['rate(1 hour)', 1],
    ['cron(* * * * ? *)', 60],
    ['cron(0/10 * * * ? *)', 6],
  ])('fires %s %i times an hour', async (expression, times) => {
    const schedules = startSchedules([{ ...rule, expression }], invoke);
    vi.advanceTimersByTime(3_600_000);
    await schedules.close();
    vi.advanceTimersByTime(3_600_000);
    expect(invoke).toHaveBeenCalledTimes(times);
  });

  it('sends the event of EventBridge', async () => {
    const schedules = startSchedules([rule], invoke);
    await schedules.fire('EveryMinute');
    await schedules.close();
    const event = {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '123456789012',
      time: '2026-11-22T10:00:00Z',
      region: 'eu-west-1',
      resources: [rule.arn],
      detail: {},
    };
    expect(invoke).toHaveBeenCalledExactlyOnceWith('arn:timers', event, invoker);
  });

  it('sends the input of the template instead where there is one', async () => {
    const targets = [{ functionArn: 'arn:timers', input: { sweep: true } }];
    const schedules = startSchedules([{ ...rule, targets }], invoke);
    await schedules.fire();
    await schedules.close();
    expect(invoke).toHaveBeenCalledExactlyOnceWith('arn:timers', { sweep: true }, invoker);
  });

  it('says why nothing runs when the rule may not invoke the function', async () => {
    const lines: string[] = [];
    const refuse = async (): Promise<InvokeResult> => ({
      ok: false,
      errorType: NOT_PERMITTED,
      errorMessage: 'no permission',
    });
    const schedules = startSchedules([rule], refuse, (line) => lines.push(line));
    await schedules.fire();
    await schedules.close();
    expect(lines).toEqual(['rule EveryMinute failed: no permission']);
  });

  it('leaves a disabled rule to be fired by hand', async () => {
    const schedules = startSchedules([{ ...rule, enabled: false }], invoke);
    vi.advanceTimersByTime(3_600_000);
    expect(invoke).not.toHaveBeenCalled();
    await schedules.fire('EveryMinute');
    await schedules.close();
    expect(invoke).toHaveBeenCalledOnce();
  });

  it('says which rule it does not know or cannot keep', async () => {
    const schedules = startSchedules([rule], invoke);
    await expect(schedules.fire('Nightly')).rejects.toThrow('no schedule rule Nightly');
    await schedules.close();
    expect(() => startSchedules([{ ...rule, expression: 'cron(0 3 * * ? *)' }], invoke)).toThrow(
      'rule EveryMinute: the laptop cloud cannot keep the schedule cron(0 3 * * ? *)',
    );
  });
});
