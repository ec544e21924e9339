import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  FunctionLogLine,
  FunctionOptions,
  ObserveRun,
  RunReport,
} from '../../../../local/lambda/options.ts';
import { type FunctionPool, functionPool } from '../../../../local/lambda/pool.ts';

const pools: FunctionPool[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function write(folder: string, source: string): void {
  writeFileSync(join(folder, 'index.mjs'), source);
}

function start(source: string, options: Partial<FunctionOptions> = {}): FunctionPool {
  const folder = mkdtempSync(join(tmpdir(), 'pool-'));
  folders.push(folder);
  write(folder, source);
  const pool = functionPool({
    name: 'echo',
    functionName: 'Shop-echo',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:Shop-echo',
    codeDirectory: folder,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 5,
    memorySize: 128,
    ...options,
  });
  pools.push(pool);
  return pool;
}

describe('functionPool', () => {
  it('hands the handler the event and a context as Lambda does', async () => {
    const pool = start(`export const handler = async (event, context) => ({
      event,
      name: context.functionName,
      arn: context.invokedFunctionArn,
      memory: context.memoryLimitInMB,
      id: context.awsRequestId,
      left: context.getRemainingTimeInMillis(),
    });`);

    const result = await pool.invoke({ a: [1, null] });

    expect(result).toEqual({
      ok: true,
      payload: {
        event: { a: [1, null] },
        name: 'Shop-echo',
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:Shop-echo',
        memory: '128',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        left: expect.any(Number),
      },
    });
    const { left } = (result as { payload: { left: number } }).payload;
    expect(left).toBeGreaterThan(4000);
    expect(left).toBeLessThanOrEqual(5000);
  });

  it('gives each function its own process.env and nothing of the host', async () => {
    const source = `export const handler = async (event) => {
      process.env.LEAK = 'from ' + event.name;
      return { ...process.env };
    };`;
    const first = start(source, { environment: { TABLE: 'one' } });
    const second = start(source, { environment: { TABLE: 'two' } });

    const results = [
      await first.invoke({ name: 'first' }),
      await second.invoke({ name: 'second' }),
    ];

    expect(results).toEqual([
      { ok: true, payload: { TABLE: 'one', LEAK: 'from first' } },
      { ok: true, payload: { TABLE: 'two', LEAK: 'from second' } },
    ]);
    expect(process.env.LEAK).toBeUndefined();
  });

  it('keeps an environment warm between events', async () => {
    const pool = start('let count = 0; export const handler = async () => ++count;');
    const results = [await pool.invoke({}), await pool.invoke({}), await pool.invoke({})];
    expect(results.map((result) => result.ok && result.payload)).toEqual([1, 2, 3]);
  });

  it('never gives an environment two events at a time, and makes the rest wait', async () => {
    const pool = start(
      `import { randomUUID } from 'node:crypto';
      const id = randomUUID();
      let running = 0;
      let most = 0;
      export const handler = async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return { id, most };
      };`,
      { environments: 2 },
    );

    const results = await Promise.all(Array.from({ length: 12 }, () => pool.invoke({})));

    const payloads = results.map(
      (result) => (result as { payload: { id: string; most: number } }).payload,
    );
    expect(payloads.map(({ most }) => most)).toEqual(Array(12).fill(1));
    expect(new Set(payloads.map(({ id }) => id)).size).toBe(2);
  });

  it('ends even an endless loop at the timeout and serves the next event afresh', async () => {
    const pool = start('export const handler = async (e) => { if (e.hang) for (;;); return 1; };', {
      timeoutSeconds: 1,
      environments: 1,
    });

    const [hung, next] = await Promise.all([pool.invoke({ hang: true }), pool.invoke({})]);

    expect(hung).toEqual({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 1.00 seconds',
    });
    expect(next).toEqual({ ok: true, payload: 1 });
  });

  it.each([
    [
      'a thrown error',
      'export const handler = async () => { throw new TypeError("no such thing"); };',
      { errorType: 'TypeError', errorMessage: 'no such thing' },
    ],
    [
      'an error while loading',
      'throw new Error("bad config"); export const handler = 1;',
      { errorType: 'Error', errorMessage: 'bad config' },
    ],
    [
      'a module without the handler',
      'export const other = 1;',
      {
        errorType: 'Runtime.HandlerNotFound',
        errorMessage: 'handler is undefined or not exported',
      },
    ],
    [
      'an exit',
      'export const handler = async () => process.exit(3);',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: 'Runtime exited with error: exit status 3',
      },
    ],
    [
      'a rejection nobody handles',
      `export const handler = () =>
        new Promise(() => { void Promise.reject(new Error("forgotten")); });`,
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: forgotten' },
    ],
    [
      'more memory than allowed',
      'export const handler = async () => { const a = []; for (;;) a.push(new Array(1e5).fill(1)); };',
      {
        errorType: 'Runtime.OutOfMemory',
        errorMessage: 'Runtime exited with error: signal: killed',
      },
    ],
    [
      'an answer over 6 MB',
      'export const handler = async () => "x".repeat(7 * 1024 * 1024);',
      { errorType: 'Function.ResponseSizeTooLarge', errorMessage: expect.any(String) },
    ],
    [
      'an answer that is no JSON',
      'export const handler = async () => { const a = {}; a.a = a; return a; };',
      { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body' },
    ],
    [
      'an answer that has no JSON at all',
      'export const handler = async () => () => 1;',
      { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body' },
    ],
    [
      'nothing thrown from a timer',
      'export const handler = () => new Promise(() => setTimeout(() => { throw null; }, 1));',
      { errorType: 'object', errorMessage: 'null' },
    ],
    [
      'something thrown that cannot be sent',
      'export const handler = () => new Promise(() => setTimeout(() => { throw { f() {} }; }, 1));',
      { errorType: 'object', errorMessage: '[object Object]' },
    ],
    [
      'something thrown that has no text',
      'export const handler = async () => { throw Object.create(null); };',
      { errorType: 'object', errorMessage: '[object Object]' },
    ],
    [
      'an error whose name is no text',
      'export const handler = async () => { throw Object.assign(new Error("m"), { name: () => 1 }); };',
      { errorType: '() => 1', errorMessage: 'm' },
    ],
    [
      'an exit without a code',
      'export const handler = async () => process.exit();',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: 'Runtime exited without providing a reason',
      },
    ],
    [
      'a handler that wants a callback',
      'export const handler = (event, context, callback) => callback(null, 1);',
      { errorType: 'Runtime.CallbackHandlerDeprecated', errorMessage: expect.any(String) },
    ],
  ])('reports %s as a result', async (_name, source, error) => {
    const pool = start(source, { memorySize: 32 });
    expect(await pool.invoke({})).toEqual({ ok: false, ...error });
  });

  it('heeds nothing that a function posts on the port of its thread', async () => {
    const pool = start(`import { parentPort } from 'node:worker_threads';
      export const handler = async () => {
        for (const message of [null, 1, { kind: 'end' }]) parentPort.postMessage(message);
        return 'done';
      };`);

    expect(await pool.invoke({})).toEqual({ ok: true, payload: 'done' });
  });

  it('fails at once when the handler has no file', () => {
    expect(() => start('', { handler: 'other.handler' })).toThrow(
      'echo: no module for handler other.handler',
    );
  });

  it('forwards what the function writes, line by line, before the event is over', async () => {
    const lines: FunctionLogLine[] = [];
    const pool = start(
      'export const handler = async (_, { awsRequestId }) => { console.log("one\\ntwo"); console.error("three"); process.stdout.write("end"); return awsRequestId; };',
      { onLog: (line) => lines.push(line) },
    );

    const result = await pool.invoke({});

    const requestId = (result as { payload: string }).payload;
    expect(lines).toEqual([
      { functionName: 'echo', stream: 'stdout', line: 'one', requestId },
      { functionName: 'echo', stream: 'stdout', line: 'two', requestId },
      { functionName: 'echo', stream: 'stderr', line: 'three', requestId },
      { functionName: 'echo', stream: 'stdout', line: 'end', requestId },
    ]);
  });

  it('tells what each event took, and loading only for the first', async () => {
    const reports: RunReport[] = [];
    const observe: ObserveRun = () => (report) => reports.push(report);
    const pool = start('export const handler = async () => 1;');
    await pool.invoke({}, observe);
    await pool.invoke({}, observe);
    expect(reports).toEqual([
      {
        durationMs: expect.any(Number),
        initMs: expect.any(Number),
        usedMemoryMb: expect.any(Number),
      },
      { durationMs: expect.any(Number), usedMemoryMb: expect.any(Number) },
    ]);
    expect(reports[0]?.usedMemoryMb).toBeGreaterThan(1);
  });

  it('gives each environment a session of its own', async () => {
    const sessions = new Set<string>();
    const observe: ObserveRun = ({ session }) => {
      sessions.add(session);
      return () => {};
    };
    const source = `export const handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return process.env.AWS_SESSION_TOKEN;
    };`;
    const pool = start(source, { environments: 2, environment: { AWS_SESSION_TOKEN: 'role' } });
    const results = await Promise.all([pool.invoke({}, observe), pool.invoke({}, observe)]);
    expect(sessions.size).toBe(2);
    expect(new Set(results.map((result) => result.ok && result.payload))).toEqual(sessions);
  });

  it('fails the event of an environment that is killed, and goes on with another', async () => {
    const pool = start('export const handler = async (e) => e.hang ? new Promise(() => {}) : 1;');
    const killed = pool.invoke({ hang: true }, (run) => {
      run.kill();
      return () => {};
    });
    expect(await killed).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    expect(await pool.invoke({})).toEqual({ ok: true, payload: 1 });
  });

  it('runs new code after a reload', async () => {
    const pool = start('export const handler = async () => "old";');
    await pool.invoke({});
    write(folders.at(-1) ?? '', 'export const handler = async () => "new";');

    const before = await pool.invoke({});
    pool.reload();
    const after = await pool.invoke({});

    expect([before, after]).toEqual([
      { ok: true, payload: 'old' },
      { ok: true, payload: 'new' },
    ]);
  });

  it('lets a busy environment finish with the old code', async () => {
    const pool = start(`export const handler = async ({ until }) => {
      while (Date.now() < until) await new Promise(setImmediate);
      return 'old';
    };`);
    let begun = () => {};
    const began = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const busy = pool.invoke({ until: Date.now() + 300 }, () => {
      begun();
      return () => {};
    });
    await began;
    write(folders.at(-1) ?? '', 'export const handler = async () => "new";');

    pool.reload();

    expect(await pool.invoke({})).toEqual({ ok: true, payload: 'new' });
    expect(await busy).toEqual({ ok: true, payload: 'old' });
    expect(await pool.invoke({})).toEqual({ ok: true, payload: 'new' });
  });

  it('keeps the old code when the new folder has no handler', async () => {
    const pool = start('export const handler = async () => "old";');
    const empty = mkdtempSync(join(tmpdir(), 'pool-'));
    folders.push(empty);
    expect(() => pool.reload({ codeDirectory: empty, environment: {} })).toThrow('no module');
    expect(await pool.invoke({})).toEqual({ ok: true, payload: 'old' });
  });

  it('loads ahead of the first event when asked to', async () => {
    const pool = start('const loadedAt = Date.now(); export const handler = async () => loadedAt;');
    await pool.warm();
    const warmAt = Date.now();
    const result = await pool.invoke({});
    expect(result).toEqual({ ok: true, payload: expect.any(Number) });
    expect((result as { payload: number }).payload).toBeLessThanOrEqual(warmAt);
  });

  it('answers running, waiting and later events when it closes', async () => {
    const pool = start('export const handler = () => new Promise(() => {});', { environments: 1 });
    await pool.warm();
    const running = pool.invoke({});
    const waiting = pool.invoke({});

    await pool.close();

    expect(await running).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    const closed = { ok: false, errorType: 'Runtime.Closed', errorMessage: 'echo is closed' };
    expect(await waiting).toEqual(closed);
    expect(await pool.invoke({})).toEqual(closed);
  });
});
