import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleSources } from '../../../../local/console/api.ts';
import type { FaultsView, ItemsView, MessageView } from '../../../../local/console/contracts.ts';
import { createHistory } from '../../../../local/console/history.ts';
import { startConsole } from '../../../../local/console/server.ts';
import { tableView } from '../../../../local/console/tables.ts';
import type { Closable } from '../../../../local/contracts.ts';
import { createDynamoEngine } from '../../../../local/dynamodb/engine.ts';
import { createFaults } from '../../../../local/faults/faults.ts';
import { FAULT_KINDS } from '../../../../local/faults/kinds.ts';
import { createSqsEngine } from '../../../../local/sqs/engine.ts';

const table = {
  TableName: 'things',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
};

let parts: Closable[];
let url: string;
let sources: ReturnType<typeof createSources>;
let dropped: string[];

function createSources() {
  const dynamodb = createDynamoEngine();
  const sqs = createSqsEngine({ baseUrl: () => 'http://sqs' });
  const history = createHistory(['message', 'api']);
  const connection = {
    connectionId: 'abc=',
    connectedAt: 1,
    lastActiveAt: 2,
    identity: { sourceIp: '127.0.0.1' },
    authorizer: { role: 'agent' },
  };
  const sockets = {
    connections: () => [connection],
    drop: (id: string) => id === connection.connectionId && dropped.push(id) > 0,
  };
  const faults = createFaults();
  const tables = [tableView({ input: table })];
  const all = { history, sqs, dynamodb, tables, sockets, faults, faultKinds: FAULT_KINDS };
  return all satisfies ConsoleSources;
}

beforeEach(async () => {
  dropped = [];
  sources = createSources();
  await sources.dynamodb.createTable(table);
  const started = await startConsole(sources, 0);
  ({ url } = started);
  parts = [sources.dynamodb, sources.sqs, started];
});

afterEach(async () => {
  for (const part of parts.reverse()) await part.close();
});

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${url}/api/${path}`)).json()) as T;
}

const post = (path: string, body: unknown) =>
  fetch(`${url}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** With headers that `fetch` would not let a page set. */
function rawStatus(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('who the console answers', () => {
  const port = () => new URL(url).port;

  it.each<[string, () => Record<string, string>, number]>([
    ['its own page', () => ({ origin: url, 'sec-fetch-site': 'same-origin' }), 200],
    ['a program without a browser', () => ({}), 200],
    ['the address by number', () => ({ host: `127.0.0.1:${port()}` }), 200],
    ['a name that was made to lead here', () => ({ host: `evil.test:${port()}` }), 403],
    ['another port', () => ({ host: 'localhost:1' }), 403],
    ['a script of another page', () => ({ origin: 'https://evil.test' }), 403],
    ['a page without an origin', () => ({ origin: 'null' }), 403],
    ['another page of this machine', () => ({ origin: 'http://localhost:1' }), 403],
    ['an image in another page', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ['another port of this machine', () => ({ 'sec-fetch-site': 'same-site' }), 403],
  ])('%s', async (_who, headers, status) => {
    expect(await rawStatus('/api/overview', headers())).toBe(status);
  });

  it('lets a link of another page open it, and nothing more', async () => {
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await rawStatus('/', visit)).toBe(200);
    expect(await rawStatus('/api/faults', visit, 'POST')).toBe(403);
  });

  it('tells a client what is wrong with its address and its body', async () => {
    expect(await rawStatus('//', {})).toBe(400);
    expect((await post('faults', 'x'.repeat(70_000))).status).toBe(413);
    expect((await post('faults', null)).status).toBe(400);
  });

  it('reads no body that a foreign form could send', async () => {
    const type = { 'content-type': 'text/plain' };
    expect(await rawStatus('/api/faults', type, 'POST')).toBe(415);
  });
});

describe('the page of the console', () => {
  it('comes with its files, under a policy that lets nothing else in', async () => {
    const page = await fetch(url);
    const script = await fetch(`${url}/console.js`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await page.text()).toContain('<script type="module" src="console.js">');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await script.text()).length).toBeGreaterThan(10_000);
    expect((await fetch(`${url}/../server.ts`)).status).toBe(404);
  });
});

describe('what the console shows', () => {
  it('the invocations of a function with calls and lines, the latest first', async () => {
    const { history } = sources;
    const at = Date.now();
    const call = { caller: 'api', service: 'sqs', operation: 'SendMessage', ms: 2 } as const;
    const calls = [{ ...call, readUnits: 0, writeUnits: 0, errorType: 'ThrottlingException' }];
    const common = { functionName: 'api', at, ms: 5, calls: [] };
    const run = { requestId: 'r1', durationMs: 4, memorySizeMb: 256 };
    history.line({ functionName: 'api', stream: 'stdout', line: 'hello', requestId: 'r1' });
    history.finished({ ...common, trigger: 'first', result: { ok: true, payload: 1 }, calls, run });
    const result = { ok: false, errorType: 'TypeError', errorMessage: 'no' } as const;
    history.finished({ ...common, trigger: 'second', result });

    expect(await get('functions/api')).toMatchObject([
      { trigger: 'second', error: 'TypeError: no', calls: [], lines: [] },
      {
        id: 'r1',
        trigger: 'first',
        durationMs: 4,
        lines: ['hello'],
        calls: [{ number: 1, operation: 'SendMessage', errorType: 'ThrottlingException' }],
      },
    ]);
    expect(await get('overview')).toMatchObject({
      functions: [
        { name: 'message', invocations: 0, failures: 0 },
        { name: 'api', invocations: 2, failures: 1, lastAt: at, lastMs: 5 },
      ],
      connections: 1,
    });
  });

  it('messages with body and attributes, and sends dead letters back', async () => {
    const { sqs } = sources;
    const dead = sqs.createQueue({ name: 'dead' });
    const redrive = { deadLetterArn: dead.arn, maxReceiveCount: 1 };
    const work = sqs.createQueue({ name: 'work', visibilityTimeout: 0, redrive });
    const queue = sqs.queueByArn(work.arn);
    const attributes = { kind: { DataType: 'String', StringValue: '<b>' } };
    queue.send({ body: 'poison', attributes, senderId: 's' });
    queue.send({ body: 'later', attributes: {}, senderId: 's', delaySeconds: 60 });
    for (const _ of [1, 2]) await queue.receive({ max: 1, waitMs: 0 });

    expect(await get('overview')).toMatchObject({
      queues: [
        { name: 'dead', visible: 1, deadLettersOf: ['work'] },
        { name: 'work', visible: 0, delayed: 1, deadLettersOf: [] },
      ],
    });
    expect(await get('queues/dead')).toMatchObject([
      { body: 'poison', state: 'visible', attributes: { kind: '<b>' }, deadLetterOf: 'work' },
    ]);
    expect(await (await post('queues/dead/send-back', {})).json()).toEqual({ moved: 1 });
    const back = await get<MessageView[]>('queues/work');
    expect(back.map(({ body, state }) => [body, state])).toEqual([
      ['later', 'delayed'],
      ['poison', 'visible'],
    ]);
  });

  it('refuses to send back from a queue that takes no dead letters', async () => {
    sources.sqs.createQueue({ name: 'plain' });
    const response = await post('queues/plain/send-back', {});
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      message: 'The source queue must be configured as a dead-letter queue.',
    });
  });

  it('items by key or all of them, page by page', async () => {
    for (let sk = 0; sk < 30; sk += 1) {
      const Item = { pk: { S: 'a/b' }, sk: { N: String(sk) }, list: { L: [{ NULL: true }] } };
      const input = { TableName: 'things', Item };
      await sources.dynamodb.handle({ operation: 'PutItem', input, accessKeyId: 'test' });
    }

    const newest = await get<ItemsView>('tables/things?partition=a%2Fb&order=newest');
    const rest = await get<ItemsView>(
      `tables/things?partition=a%2Fb&order=newest&next=${newest.next}`,
    );
    const one = await get<ItemsView>('tables/things?partition=a%2Fb&sort=7');
    const all = await get<ItemsView>('tables/things');

    expect(newest.items[0]).toEqual({ pk: 'a/b', sk: 29, list: [null] });
    expect([newest.items.length, rest.items.length, rest.next]).toEqual([25, 5, undefined]);
    expect(one.items.map(({ sk }) => sk)).toEqual([7]);
    expect(all.items).toHaveLength(25);
    expect((await fetch(`${url}/api/tables/things?next=%7B`)).status).toBe(400);
  });

  it('connections, and drops one', async () => {
    expect(await get('connections')).toEqual([
      { connectionId: 'abc=', who: { role: 'agent' }, since: 1, lastActiveAt: 2 },
    ]);
    const remove = (id: string) => fetch(`${url}/api/connections/${id}`, { method: 'DELETE' });
    expect((await remove('abc%3D')).status).toBe(200);
    expect((await remove('other')).status).toBe(404);
    expect(dropped).toEqual(['abc=']);
  });

  it('faults: orders, tells why not, ends one and all', async () => {
    const order = { kind: 'throttle', where: { function: 'api' }, count: 2 };
    const added = (await (await post('faults', order)).json()) as FaultsView;
    expect(added.inForce).toMatchObject([order]);
    expect(added.kinds.latency).toMatchObject({ ms: 'required' });
    await post('faults', { kind: 'gone' });
    await post('faults', { kind: 'gone' });

    const refused = await post('faults', { kind: 'latency' });
    expect([refused.status, await refused.json()]).toEqual([400, { message: 'latency needs ms' }]);

    const remove = (path: string) => fetch(`${url}/api/${path}`, { method: 'DELETE' });
    expect((await remove(`faults/${added.inForce[0]?.id}`)).status).toBe(200);
    expect((await get<FaultsView>('faults')).inForce).toHaveLength(2);
    await remove('faults');
    expect(sources.faults.list()).toEqual([]);
  });

  it.each(['functions/none', 'queues/none', 'tables/none', 'nothing', 'functions/api/x/y'])(
    'answers 404 for %s',
    async (path) => {
      expect((await fetch(`${url}/api/${path}`)).status).toBe(404);
    },
  );
});
