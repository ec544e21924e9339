import { beforeAll, describe, expect, it } from 'vitest';
import { iamPart } from '../../local/cfn/parts/iam.ts';
import { eventSourceParts } from '../../local/cfn/parts/queues.ts';
import { partitionKeys, tableParts } from '../../local/cfn/parts/tables.ts';
import { NOT_PERMITTED } from '../../local/contracts.ts';
import { type Access, createAccess, POLLER_ACTIONS } from '../../local/iam/access.ts';
import { SERVED } from '../../local/iam/access-request.ts';
import { record } from './grants/record.ts';
import {
  POLICY,
  playDeadAddress,
  playHandoff,
  playLoss,
  playSecondWindow,
  playSweep,
} from './grants/scenes.ts';
import { fullestDeployment } from './grants/templates.ts';
import { invokeGrants, type RoleGrant, roleGrants } from './grants/walk.ts';

/** Why nothing here can need these: the front door does not serve them. */
const OTHER_SERVICES: Record<string, string> = {
  logs: 'Lambda writes the log group itself; on the laptop lines go to the terminal',
  xray: 'Lambda sends traces itself where a deployment asks for them; nothing is traced here',
  bedrock: 'a model is called at AWS itself; a laptop has none',
};

const deployment = fullestDeployment();
const iam = iamPart(deployment);
const sources = eventSourceParts(deployment);
const serviceOf = (action: string) => action.split(':')[0] ?? '';
const isServed = ({ action }: RoleGrant) => SERVED.some((served) => served === serviceOf(action));

const access = (part: typeof iam) =>
  createAccess({
    iam: part,
    account: deployment.resources[0]?.account ?? '',
    region: deployment.resources[0]?.region ?? '',
    partitionKey: partitionKeys(tableParts(deployment)),
    log: () => {},
  });

/** True when only Lambda's pollers use it, on behalf of the function that the queue feeds. */
function isForPollers({ functionName, action, resource }: RoleGrant): boolean {
  const { functionArn } = iam.functions.find(({ name }) => name === functionName) ?? {};
  return (
    POLLER_ACTIONS.some((one) => one === action) &&
    sources.some((source) => source.functionArn === functionArn && source.queueArn === resource)
  );
}

const all = roleGrants(iam);
const forPollers = all.filter(isForPollers);
const forCalls = all.filter((grant) => isServed(grant) && !isForPollers(grant));
const others = all.filter((grant) => !isServed(grant));
const byName = <T extends { name: string }>(grants: T[]) =>
  grants.map((grant) => [grant.name, grant] as const);

let accesses: Access[];
beforeAll(async () => {
  const handoff = await record({}, async (recorded) => {
    const lines = await playHandoff(recorded.cloud);
    expect(lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
  });
  const losses = await record(POLICY, async (recorded) => {
    await playSecondWindow(recorded);
    await playDeadAddress(recorded);
    await playLoss(recorded);
    await playSweep(recorded);
  });
  accesses = [...handoff, ...losses];
}, 180_000);

it('allows everything that a handoff and its losses need', () => {
  expect(accesses.length).toBeGreaterThan(200);
  expect(accesses.filter(({ allowed }) => !allowed)).toEqual([]);
});

describe('a call is refused without the grant that', () => {
  it.each(byName(forCalls))('%s', (_name, { functionName, action, without }) => {
    const reduced = access(without);
    const calls = accesses.flatMap((one) =>
      one.kind === 'call' && one.call.caller === functionName ? [one.call] : [],
    );

    const refusals = calls.map(reduced.authorize).filter((answer) => answer !== undefined);

    // None: the grant is more than the function needs, or a scene is missing.
    expect(refusals.length, 'recorded calls that need the grant').toBeGreaterThan(0);
    const role = iam.functions.find(({ name }) => name === functionName)?.role.name;
    for (const { errorType, output } of refusals) {
      expect(errorType).toBe('AccessDeniedException');
      const message = String(output.message ?? output.Message);
      expect(message).toContain(`assumed-role/${role}/`);
      expect(message.toLowerCase()).toContain(`to perform: ${action.toLowerCase()} on resource:`);
    }
  });
});

describe('the start is refused without the grant that', () => {
  it.each(byName(forPollers))('%s', (_name, { action, without }) => {
    const start = () => sources.forEach(access(without).checkEventSource);

    expect(start).toThrow(
      `execution role does not have permissions to call ${action.slice('sqs:'.length)} on SQS`,
    );
  });

  it('and with all of them it is not', () => {
    expect(() => sources.forEach(access(iam).checkEventSource)).not.toThrow();
    expect(forPollers).toHaveLength(sources.length * POLLER_ACTIONS.length);
  });
});

describe('an invocation is refused without the permission that', () => {
  it.each(byName(invokeGrants(iam)))('%s', async (_name, { functionArn, without }) => {
    const invoke = access(without).guard(async () => ({ ok: true, payload: null }));
    const invocations = accesses.flatMap((one) =>
      one.kind === 'invocation' && one.functionArn === functionArn ? [one.invoker] : [],
    );

    const results = await Promise.all(
      invocations.map((invoker) => invoke(functionArn, {}, invoker)),
    );

    expect(results).toContainEqual(
      expect.objectContaining({ ok: false, errorType: NOT_PERMITTED }),
    );
  });
});

describe('a grant that is not tried', () => {
  it('is of a service that is not served here, for a reason', () => {
    const services = new Set(others.map(({ action }) => serviceOf(action)));

    expect([...services].toSorted()).toEqual(Object.keys(OTHER_SERVICES).toSorted());
  });
});
