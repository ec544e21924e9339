import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type {
  ConnectionView,
  InvocationView,
  ItemsView,
  Overview,
} from '../../local/console/contracts.ts';
import { openAgent, openCustomer } from './laptop-cloud.ts';

let cloud: Cloud;

beforeAll(async () => {
  const assemblyDir = await prepareAssembly(() => {});
  cloud = await startCloud({ assemblyDir, basePort: 0, console: true });
});

afterAll(() => cloud.close());

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${cloud.consoleUrl}/api/${path}`)).json()) as T;
}

const eventually = <T>(read: () => Promise<T>, assess: (value: T) => void) =>
  expect
    .poll(
      async () => {
        try {
          assess(await read());
          return 'as it should be';
        } catch (error) {
          return error;
        }
      },
      { timeout: 10_000 },
    )
    .toBe('as it should be');

describe('the console of a running cloud', () => {
  it('shows what a conversation did: calls with capacity, items, connections', async () => {
    const { sessionId } = await openCustomer(cloud);

    const [connect] = await get<InvocationView[]>('functions/connect');
    expect(connect).toMatchObject({ trigger: '$connect', initMs: expect.any(Number) });
    expect(connect?.calls.some(({ writeUnits }) => writeUnits > 0)).toBe(true);

    const { tables } = await get<Overview>('overview');
    const partition = encodeURIComponent(`S#${sessionId}`);
    const { items } = await get<ItemsView>(`tables/${tables[0]?.name}?partition=${partition}`);
    expect(items.map(({ sk }) => sk)).toContain('HEAD');

    const connections = await get<ConnectionView[]>('connections');
    expect(connections).toMatchObject([{ who: { role: 'customer', sessionId } }]);
  });

  it('counts each SDK call for the invocation that made it, side by side', async () => {
    cloud.resetCalls();
    await Promise.all(Array.from({ length: 6 }, () => openCustomer(cloud)));
    const counted = Object.values(cloud.calls().connect ?? {});
    const total = counted.reduce((sum, { calls }) => sum + calls, 0);
    const invocations = (await get<InvocationView[]>('functions/connect')).slice(0, 6);
    expect(invocations.reduce((sum, { calls }) => sum + calls.length, 0)).toBe(total);
    expect(new Set(invocations.map(({ calls }) => calls.length)).size).toBe(1);
  });

  it('drops a connection as a lost network does', async () => {
    const { socket } = await openAgent(cloud, 'jonas');
    const agent = async () =>
      (await get<ConnectionView[]>('connections')).find(({ who }) => who.role === 'agent');
    const connectionId = encodeURIComponent((await agent())?.connectionId ?? '');

    await fetch(`${cloud.consoleUrl}/api/connections/${connectionId}`, { method: 'DELETE' });

    expect(await socket.closed).toBe(1006);
    await eventually(
      () => get<InvocationView[]>('functions/disconnect'),
      (invocations) => expect(invocations[0]?.trigger).toBe('$disconnect'),
    );
  });

  it('orders faults that strike', async () => {
    const order = { kind: 'server_error', where: { function: 'authorize' } };
    await fetch(`${cloud.consoleUrl}/api/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    await expect(openCustomer(cloud)).rejects.toThrow('refused with 500');
    await fetch(`${cloud.consoleUrl}/api/faults`, { method: 'DELETE' });
    const [failed] = await get<InvocationView[]>('functions/authorize');
    expect(failed?.calls.some(({ errorType }) => errorType === 'InternalServerError')).toBe(true);
    await openCustomer(cloud);
  });

  it('finds the messages of the last run where they are kept', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kept-'));
    const options = { assemblyDir: await prepareAssembly(() => {}), basePort: 0, console: true };
    const first = await startCloud({ ...options, dataDir });
    const { credentials } = first;
    const client = new SQSClient({
      endpoint: first.urls.frontDoor,
      region: 'us-east-1',
      credentials,
    });
    const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
    const QueueUrl = QueueUrls.find((url) => url.includes('TimersQueue'));
    await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'of the last run', DelaySeconds: 900 }),
    );
    client.destroy();
    await first.close();

    const second = await startCloud({ ...options, dataDir });
    const name = QueueUrl?.split('/').at(-1);
    const messages = await (await fetch(`${second.consoleUrl}/api/queues/${name}`)).json();
    await second.close();
    rmSync(dataDir, { recursive: true });

    expect(messages).toMatchObject([{ body: 'of the last run', state: 'delayed' }]);
  });

  it('is not there unless it is asked for', async () => {
    const plain = await startCloud({
      assemblyDir: await prepareAssembly(() => {}),
      basePort: 0,
    });
    await plain.close();
    expect(plain.consoleUrl).toBeUndefined();
  });
});
