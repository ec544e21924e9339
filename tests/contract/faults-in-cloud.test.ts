import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { customerTicket, openCustomer, originsOf, request, socketAddress } from './laptop-cloud.ts';

let cloud: Cloud;
const logged: string[] = [];
const invoked: string[] = [];
beforeAll(async () => {
  cloud = await startCloud({
    assemblyDir: await prepareAssembly(() => {}),
    basePort: 0,
    limits: { idleMs: 1500, integrationMs: 1000 },
    faults: { seed: 7, orders: [{ kind: 'gone', rate: 0 }] },
    onLog: (entry) => {
      if (entry.kind === 'fault') logged.push(entry.text);
      if (entry.kind === 'invocation') invoked.push(entry.functionName);
    },
  });
  await cloud.warm();
});
afterAll(() => cloud?.close());
afterEach(() => cloud.faults.restart(7));

const ticket = () =>
  request<{ message?: string }>(cloud, 'POST', '/tickets', {
    body: {},
    origin: originsOf(cloud).customer,
  });

describe('a cloud', () => {
  it('starts with the faults it was given', () => {
    expect(cloud.faults.seed).toBe(7);
    expect(cloud.faults.list()).toEqual([{ id: 'f1', kind: 'gone', rate: 0, injected: 0 }]);
  });

  it('takes orders in process and over HTTP, and logs each strike in one line', async () => {
    const url = `${cloud.urls.frontDoor}/_control/faults`;
    const order = { kind: 'server_error', where: { function: 'api' }, count: 1 };
    await fetch(url, { method: 'POST', body: JSON.stringify(order) });

    const { status } = await ticket();
    const state = (await (await fetch(url)).json()) as { injected: unknown };

    expect(status).toBe(201);
    expect(cloud.faults.list()).toEqual([{ id: 'f1', ...order, injected: 1 }]);
    expect(state.injected).toEqual({ server_error: 1 });
    expect(cloud.faults.injected()).toEqual(state.injected);
    expect(logged.at(-1)).toMatch(/^f1 server_error: function api, service dynamodb, operation /);
    expect(logged.at(-1)).not.toContain('\n');
  });

  it('keeps $disconnect from the function when told to, and only then', async () => {
    const told = () => invoked.filter((name) => name === 'disconnect').length;
    const [lost, other] = [await openCustomer(cloud), await openCustomer(cloud)];
    const before = told();
    cloud.faults.add({ kind: 'dropped_disconnect', count: 1 });

    lost.socket.terminate();
    await expect.poll(() => cloud.faults.injected().dropped_disconnect, { interval: 5 }).toBe(1);
    other.socket.terminate();

    await expect.poll(told, { interval: 5 }).toBeGreaterThan(before);
    expect(told()).toBe(before + 1);
  });

  it('answers both APIs as AWS does when a function takes longer than its integration may', async () => {
    const { ticket: secret } = await customerTicket(cloud);
    const socket = new WebSocket(`${socketAddress(cloud)}?ticket=${secret}`, {
      origin: originsOf(cloud).customer,
    });
    await once(socket, 'open');
    cloud.faults.add({ kind: 'latency', ms: 1200, where: { service: 'lambda' }, count: 2 });

    socket.send('{"type":"session.hello"}');
    const [[frame], { status, body }] = await Promise.all([once(socket, 'message'), ticket()]);
    socket.terminate();

    expect([status, body]).toEqual([503, { message: 'Service Unavailable' }]);
    expect(JSON.parse(String(frame))).toMatchObject({ message: 'Endpoint request timed out' });
  });

  it('closes a socket on which nothing is said', async () => {
    const { socket } = await openCustomer(cloud);

    expect(await socket.closed).toBe(1001);
  });

  it('answers 500 for a killed function, and the next request as ever', async () => {
    const where = { function: 'api', service: 'dynamodb' };
    cloud.faults.add({ kind: 'killed_function', where, afterCalls: 1, count: 1 });

    const killed = await ticket();
    const next = await ticket();

    expect([killed.status, next.status]).toEqual([500, 201]);
    expect(cloud.faults.injected()).toEqual({ killed_function: 1 });
  });
});
