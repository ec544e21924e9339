import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws_rds as rds, aws_sqs as sqs } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Cloud, type CloudLogEntry, startCloud } from '../../../../local/cloud.ts';
import { signInAs } from '../../../../local/oidc/sign-in.ts';
import { synthesizeFixture } from './fixture/app.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloud-'));
const entries: CloudLogEntry[] = [];
let cloud: Cloud;
let assemblyDir: string;

beforeAll(async () => {
  assemblyDir = synthesizeFixture(folder);
  cloud = await startCloud({ assemblyDir, basePort: 0, onLog: (entry) => entries.push(entry) });
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

interface Frame {
  type: string;
  [field: string]: unknown;
}

/** An open socket whose frames can be awaited by type. */
async function connect(ticket = 'good') {
  const socket = new WebSocket(`${cloud.outputs.SwitchboardBackend?.SocketUrl}?ticket=${ticket}`);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    for (const check of waiting) check();
  });
  await once(socket, 'open');
  return {
    send: (frame: Frame) => socket.send(JSON.stringify(frame)),
    received: (type: string) =>
      new Promise<Frame>((resolve) => {
        const check = (): void => {
          const frame = frames.find((candidate) => candidate.type === type);
          if (!frame) return;
          waiting.delete(check);
          resolve(frame);
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

describe('a cloud started from a template', () => {
  it('gives outputs in the shape of cdk deploy, with local addresses', () => {
    const { urls, outputs } = cloud;
    expect(outputs.SwitchboardBackend).toEqual({
      SocketUrl: `${urls.socket}/prod`,
      ApiUrl: urls.httpApi,
      Issuer: urls.issuer,
      ClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
    });
    expect(outputs.SwitchboardWeb).toMatchObject({
      WidgetUrl: urls.widget,
      DashboardUrl: urls.dashboard,
    });
    expect(JSON.stringify(outputs)).not.toMatch(/execute-api|cloudfront\.net|cognito-idp/);
  });

  it('names what it does not run', () => {
    expect(cloud.notEmulated).toContain('policies of buckets and topics');
    expect(cloud.functions.toSorted()).toEqual(['api', 'authorize', 'socket', 'worker']);
  });

  it('lets the authorizer decide and carries its context to the functions', async () => {
    const refused = new WebSocket(`${cloud.urls.socket}/prod?ticket=bad`);
    const [error] = (await once(refused, 'error')) as [Error];
    expect(error.message).toContain('403');

    const client = await connect();
    client.send({ type: 'hello' });
    expect(await client.received('ack')).toEqual({ type: 'ack', of: 'hello', role: 'customer' });
    await client.close();
  });

  it('answers a MOCK route from its template, without any function', async () => {
    const client = await connect();
    const before = entries.length;
    client.send({ type: 'ping' });
    expect(await client.received('pong')).toEqual({ type: 'pong' });
    const events = entries.slice(before).filter((entry) => entry.kind === 'invocation');
    expect(events).toEqual([]);
    await client.close();
  });

  it('carries SDK calls of an unmodified bundle to the table, the queue and @connections', async () => {
    const client = await connect();
    cloud.resetCalls();
    client.send({ type: 'table', id: '1' });
    client.send({ type: 'push' });
    client.send({ type: 'queue', text: 'my bill is wrong' });

    expect(await client.received('pushed')).toEqual({ type: 'pushed' });
    expect(await client.received('analyzed')).toEqual({
      type: 'analyzed',
      text: 'my bill is wrong',
    });
    await client.close();

    const calls = cloud.calls();
    expect(calls.socket?.['dynamodb:PutItem']).toMatchObject({ calls: 1, errors: 0 });
    expect(calls.socket?.['sqs:SendMessage']).toMatchObject({ calls: 1, errors: 0 });
    expect(calls.worker?.['execute-api:PostToConnection']).toMatchObject({ calls: 1, errors: 0 });
  });

  it('serves the HTTP API with the CORS rules and the JWT authorizer of the template', async () => {
    const { SwitchboardBackend: backend, SwitchboardWeb: web } = cloud.outputs;
    const tokens = await signInAs({
      issuer: backend?.Issuer ?? '',
      clientId: backend?.ClientId ?? '',
      redirectUri: `${web?.DashboardUrl}/`,
      personaSub: 'asha',
    });
    const origin = web?.WidgetUrl ?? '';

    const open = await fetch(`${backend?.ApiUrl}/tickets`, { method: 'POST', headers: { origin } });
    const refused = await fetch(`${backend?.ApiUrl}/escalations`);
    const allowed = await fetch(`${backend?.ApiUrl}/escalations`, {
      headers: { authorization: `Bearer ${tokens.idToken}` },
    });

    expect(open.headers.get('access-control-allow-origin')).toBe(origin);
    expect(await open.json()).toMatchObject({ path: '/tickets', sub: null, widget: origin });
    expect(refused.status).toBe(401);
    expect(await allowed.json()).toMatchObject({ path: '/escalations', sub: 'asha' });
  });

  it('gives functions a callback address that the front door serves', async () => {
    const response = await fetch(`${cloud.urls.httpApi}/tickets`, { method: 'POST' });
    const { callback } = (await response.json()) as { callback: string };
    expect(callback).toMatch(new RegExp(`^${cloud.urls.frontDoor}/[a-z0-9]{10}/prod$`));
  });

  it('fires the schedule with the event of EventBridge', async () => {
    const results = await cloud.fireSchedule();
    expect(results).toEqual([
      {
        ok: true,
        payload: {
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          source: 'aws.events',
          detailType: 'Scheduled Event',
        },
      },
    ]);
  });

  it('serves both sites with local addresses in config and policy', async () => {
    const config = await fetch(`${cloud.urls.dashboard}/config.json`);
    expect(await config.json()).toEqual({
      apiUrl: cloud.urls.httpApi,
      socketUrl: `${cloud.urls.socket}/prod`,
      issuer: cloud.urls.issuer,
      clientId: cloud.outputs.SwitchboardBackend?.ClientId,
    });

    const own = await fetch(`${cloud.urls.dashboard}/queue/billing`);
    const page = await fetch(cloud.urls.widget);
    expect([own.status, await own.text()]).toEqual([
      200,
      '<!doctype html><title>dashboard</title>',
    ]);
    expect(await page.text()).toContain('<title>widget</title>');
    const { httpApi, socket, issuer } = cloud.urls;
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'self'; connect-src 'self' ${httpApi} ${socket} ${issuer}`,
    );
    expect(page.headers.get('permissions-policy')).toBe('camera=()');
  });

  it('reports every invocation with its trigger', async () => {
    await cloud.invoke('worker', { Records: [] });
    expect(await cloud.invoke('nobody', {})).toMatchObject({
      ok: false,
      errorType: 'ResourceNotFoundException',
    });
    const invocations = entries.filter((entry) => entry.kind === 'invocation');
    const triggers = new Set(
      invocations.map(({ functionName, trigger }) => `${functionName} ${trigger}`),
    );
    expect([...triggers]).toEqual(
      expect.arrayContaining([
        'authorize $connect authorizer',
        'socket $connect',
        'socket $default',
        'api POST /tickets',
        'worker schedule',
        'worker direct',
      ]),
    );
  });
});

/** How many server sockets this process has, closed ones having been swept away. */
async function openServers(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
}

describe('startCloud', () => {
  it('leaves no port behind when it closes', async () => {
    const second = await startCloud({ assemblyDir, basePort: 0 });
    const addresses = Object.values(second.urls).map((url) => new URL(url).port);
    await second.close();
    for (const port of addresses) {
      const server = createServer().listen(Number(port), '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
    expect(new Set(addresses).size).toBe(6);
  });

  it('keeps the table in a folder from one start to the next', async () => {
    const dataDir = join(folder, 'data');
    const item = { pk: { S: 'kept' }, sk: { S: '1' } };
    const ask = async (target: string, body: object): Promise<unknown> => {
      const running = await startCloud({ assemblyDir, basePort: 0, dataDir });
      const response = await fetch(running.urls.frontDoor, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${target}`,
          authorization: `AWS4-HMAC-SHA256 Credential=${running.credentials.accessKeyId}/20260101/us-east-1/dynamodb/aws4_request`,
        },
        body: JSON.stringify({ TableName: 'SwitchboardBackend-TableCD117FA1', ...body }),
      });
      const answer = await response.json();
      await running.close();
      return answer;
    };
    await ask('PutItem', { Item: item });
    expect(await ask('GetItem', { Key: item })).toEqual({ Item: item });
  });

  it.each<[string, Parameters<typeof synthesizeFixture>[1], string]>([
    [
      'a resource type it does not know',
      (stack) => {
        new rds.CfnDBInstance(stack, 'Database', {});
      },
      'SwitchboardBackend / Database (AWS::RDS::DBInstance): the laptop cloud does not know',
    ],
    [
      'a schedule it cannot keep',
      (stack) => {
        const rule = stack.node.findChild('EveryMinute').node.defaultChild as unknown as {
          scheduleExpression: string;
        };
        rule.scheduleExpression = 'cron(15 10 ? * MON *)';
      },
      'cannot keep the schedule cron(15 10 ? * MON *)',
    ],
    [
      'a property it would have to ignore',
      (stack) => {
        new sqs.CfnQueue(stack, 'Small', { maximumMessageSize: 1024 });
      },
      '/ Small (AWS::SQS::Queue): MaximumMessageSize: a limit below that of the service',
    ],
    [
      'a queue it cannot make',
      (stack) => {
        const { attrArn } = new sqs.CfnQueue(stack, 'Unordered');
        const redrivePolicy = { deadLetterTargetArn: attrArn, maxReceiveCount: 1 };
        new sqs.CfnQueue(stack, 'Ordered', { fifoQueue: true, redrivePolicy });
      },
      'Dead-letter queue must be the same type of queue as the source',
    ],
  ])('stops at %s and leaves nothing running', async (_name, change, message) => {
    const broken = synthesizeFixture(mkdtempSync(join(folder, 'broken-')), change);
    const before = await openServers();
    await expect(startCloud({ assemblyDir: broken, basePort: 0 })).rejects.toThrow(message);
    expect(await openServers()).toBe(before);
  });
});
