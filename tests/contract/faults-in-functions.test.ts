import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaults, type Faults } from '../../local/faults/faults.ts';
import { createFunctions, type Functions } from '../../local/functions.ts';
import { type LocalServices, startLocalServices } from './local-services.ts';

/** Writes one item after the other, then reads the table, and says how many events it has seen. */
const WRITER = `
import { createRequire } from 'node:module';
const require = createRequire(process.env.MODULES);
const { DynamoDBClient, GetItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
let events = 0;
export const handler = async (event) => {
  events += 1;
  const names = event.items ?? event.Records?.map(({ body }) => body) ?? ['scheduled'];
  for (const name of names) {
    const key = { pk: { S: 'P' }, sk: { S: name + '-' + events } };
    await client.send(new PutItemCommand({ TableName: 'chats', Item: key }));
    await client.send(new GetItemCommand({ TableName: 'chats', Key: key }));
  }
  return { events };
};`;

let folder: string;
let faults: Faults;
let services: LocalServices;
let functions: Functions;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
  writeFileSync(join(folder, 'index.mjs'), WRITER);
  faults = createFaults({ seed: 2 });
  services = await startLocalServices({ faults });
  await services.dynamo.createTable({
    TableName: 'chats',
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });
  const { invocations, onRun } = services.strikes;
  functions = createFunctions(
    ['writer', 'other'].map((name) => ({
      name,
      functionName: `Shop-${name}`,
      arn: `arn:aws:lambda:eu-west-1:111122223333:function:Shop-${name}`,
      region: 'eu-west-1',
      codeDirectory: folder,
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      timeoutSeconds: 10,
      memorySize: 256,
      variables: { MODULES: import.meta.url },
    })),
    { frontDoorUrl: services.door.url, environments: 2, faults: invocations, onRun },
  );
});
afterEach(async () => {
  await functions.close();
  await services.close();
  rmSync(folder, { recursive: true });
});

async function written(): Promise<string[]> {
  const { Items } = await services.clients.documents.send(new ScanCommand({ TableName: 'chats' }));
  return (Items ?? []).map(({ sk }) => String(sk));
}

const died = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: expect.stringContaining('Runtime exited with error'),
};

describe('a killed function', () => {
  it('dies when its nth call has been carried out, and the next event starts afresh', async () => {
    faults.add({ kind: 'killed_function', where: { function: 'writer' }, afterCalls: 3, count: 1 });

    const killed = await functions.invoke('writer', { items: ['a', 'b', 'c'] });
    const after = await written();
    const next = await functions.invoke('writer', { items: ['d'] });

    expect(killed).toEqual(died);
    expect(after).toEqual(['a-1', 'b-1']);
    expect(next).toEqual({ ok: true, payload: { events: 1 } });
    expect(faults.injected()).toEqual({ killed_function: 1 });
  });

  it('dies before its first call', async () => {
    faults.add({ kind: 'killed_function', count: 1 });

    const killed = await functions.invoke('writer', { items: ['a'] });

    expect(killed).toEqual(died);
    expect(await written()).toEqual([]);
  });

  it('dies at a call of the chosen operation only', async () => {
    const where = { function: 'writer', operation: 'PutItem' };
    faults.add({ kind: 'killed_function', where, afterCalls: 2 });

    const killed = await functions.invoke('writer', { items: ['a', 'b', 'c'] });

    expect(killed).toEqual(died);
    expect(await written()).toEqual(['a-1', 'b-1']);
    expect(services.door.calls().writer?.['dynamodb:GetItem']?.calls).toBe(1);
  });

  it('lives when it makes fewer calls, and the next event is another matter', async () => {
    // With this seed the first event is doomed and the second is not.
    faults.restart(4, [{ kind: 'killed_function', afterCalls: 3, rate: 0.5 }]);

    const results = [
      await functions.invoke('writer', { items: ['a'] }),
      await functions.invoke('writer', { items: ['b'] }),
    ];

    expect(results).toEqual([
      { ok: true, payload: { events: 1 } },
      { ok: true, payload: { events: 2 } },
    ]);
    expect(faults.injected()).toEqual({});
  });

  it('takes neither another function nor another environment of its own with it', async () => {
    faults.add({ kind: 'killed_function', where: { function: 'writer' }, afterCalls: 1, count: 1 });

    const results = await Promise.all([
      functions.invoke('writer', { items: ['a'] }),
      functions.invoke('writer', { items: ['b'] }),
      functions.invoke('other', { items: ['c'] }),
    ]);

    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true, true]);
    expect(results[2]).toMatchObject({ ok: true });
    expect((await written()).toSorted()).toEqual(['a-1', 'b-1', 'c-1']);
  });
});

describe('a retried event', () => {
  const batch = { Records: [{ messageId: '1', body: 'm' }] };

  it('of a queue or a schedule is handled twice', async () => {
    faults.add({ kind: 'retried', where: { function: 'writer' } });

    const result = await functions.invoke('writer', batch);
    await functions.invoke('writer', { source: 'aws.events' });

    expect(result).toEqual({ ok: true, payload: { events: 2 } });
    expect(await written()).toEqual(['m-1', 'm-2', 'scheduled-3', 'scheduled-4']);
  });

  it('is none that a gateway waits for', async () => {
    faults.add({ kind: 'retried' });

    await functions.invoke('writer', { items: ['a'] });

    expect(await written()).toEqual(['a-1']);
  });
});

it('an event can be late on its way to a function, while SDK calls are not', async () => {
  faults.add({ kind: 'latency', ms: 80, where: { service: 'lambda', function: 'writer' } });
  await functions.warm();
  const timed = async (name: string) => {
    const startedAt = performance.now();
    await functions.invoke(name, { items: [] });
    return performance.now() - startedAt;
  };

  expect(await timed('writer')).toBeGreaterThanOrEqual(79);
  expect(await timed('other')).toBeLessThan(79);
  expect(faults.injected()).toEqual({ latency: 1 });
});
