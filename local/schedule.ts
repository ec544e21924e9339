import { randomUUID } from 'node:crypto';
import { type Closable, type Invoke, type InvokeResult, NOT_PERMITTED } from './contracts.ts';

/** One EventBridge rule with a schedule. */
export interface ScheduleRule {
  logicalId: string;
  arn: string;
  region: string;
  accountId: string;
  /** `rate(1 minute)`, or `cron(...)` that fires on minutes only. */
  expression: string;
  enabled: boolean;
  /** Functions to invoke; `input` replaces the event when the template sets one. */
  targets: { functionArn: string; input?: unknown }[];
}

/** The rules, ticking. */
export interface Schedules extends Closable {
  /** Fires one rule by its logical id, or all of them, now; resolves with the results. */
  fire(logicalId?: string): Promise<InvokeResult[]>;
}

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Starts every enabled rule. The first firing is one period away, as on AWS. Throws for an
 * expression it cannot keep.
 */
export function startSchedules(
  rules: ScheduleRule[],
  invoke: Invoke,
  log: (line: string) => void = console.warn,
): Schedules {
  const fireTarget = async (
    rule: ScheduleRule,
    { functionArn, input }: ScheduleRule['targets'][number],
  ): Promise<InvokeResult> => {
    const invoker = { principal: 'events.amazonaws.com', sourceArn: rule.arn } as const;
    const result = await invoke(functionArn, input ?? scheduledEvent(rule), invoker);
    // A function that fails says so itself; here none has run.
    if (!result.ok && result.errorType === NOT_PERMITTED) {
      log(`rule ${rule.logicalId} failed: ${result.errorMessage}`);
    }
    return result;
  };
  const run = (rule: ScheduleRule): Promise<InvokeResult[]> =>
    Promise.all(rule.targets.map((target) => fireTarget(rule, target)));
  const timers = rules
    .map((rule) => ({ rule, periodMs: periodOf(rule) }))
    .filter(({ rule }) => rule.enabled)
    .map(({ rule, periodMs }) => setInterval(() => void run(rule), periodMs).unref());
  return {
    async fire(logicalId) {
      const chosen = rules.filter(
        (rule) => logicalId === undefined || rule.logicalId === logicalId,
      );
      if (!chosen.length) throw new Error(`no schedule rule ${logicalId ?? 'in the template'}`);
      return (await Promise.all(chosen.map(run))).flat();
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function periodOf({ logicalId, expression }: ScheduleRule): number {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return Number(rate[1]) * (unitMs[rate[2] ?? ''] ?? 0);
  const cron = /^cron\((?:\*|[0*]\/(\d+)) \* \* \* \? \*\)$/.exec(expression);
  if (cron) return Number(cron[1] ?? 1) * 60_000;
  throw new Error(`rule ${logicalId}: the laptop cloud cannot keep the schedule ${expression}`);
}

function scheduledEvent(rule: ScheduleRule): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: rule.accountId,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region: rule.region,
    resources: [rule.arn],
    detail: {},
  };
}
