import { describe, expect, it } from 'vitest';
import type { CloudLogEntry } from '../../../../local/cloud.ts';
import { type ConsoleLogOptions, createConsoleLog } from '../../../../local/console-log.ts';
import type { Invocation } from '../../../../local/functions.ts';

const run = { requestId: 'r1', durationMs: 2.5, memorySizeMb: 256, usedMemoryMb: 20.2 };
const call = { caller: 'api', service: 'dynamodb', operation: 'PutItem', ms: 1 } as const;

function invocation(changes: Partial<Invocation> = {}): CloudLogEntry {
  return {
    kind: 'invocation',
    functionName: 'api',
    trigger: 'GET /x',
    at: new Date(2026, 0, 2, 3, 4, 5, 67).getTime(),
    ms: 3.4,
    result: { ok: true, payload: { text: 'private' } },
    calls: [],
    run,
    ...changes,
  };
}

const line = (text: string, stream: 'stdout' | 'stderr' = 'stdout', requestId?: string) =>
  ({
    kind: 'line',
    functionName: 'api',
    stream,
    line: text,
    ...(requestId && { requestId }),
  }) as const;

/** What a log writes for these entries. */
function shown(
  options: Partial<ConsoleLogOptions>,
  ...entries: Parameters<ReturnType<typeof createConsoleLog>>[0][]
): string[] {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const log = createConsoleLog({ quiet: false, verbose: false, colours: false, write, ...options });
  for (const entry of entries) log(entry);
  return written;
}

describe('the log at the terminal', () => {
  it('shows an invocation on one line, without its result', () => {
    expect(shown({}, invocation())).toEqual([
      '03:04:05.067 api        GET /x                        3 ms',
    ]);
  });

  it('adds up what an invocation asked of AWS', () => {
    const calls = [
      { ...call, readUnits: 0.5, writeUnits: 0 },
      { ...call, readUnits: 1, writeUnits: 2 },
    ];
    expect(shown({}, invocation({ calls }))[0]).toContain('2 calls, 1.5 RCU, 2 WCU');
  });

  it('shows only failed invocations when quiet', () => {
    const failed = { ok: false, errorType: 'TypeError', errorMessage: 'no' } as const;
    const lines = shown({ quiet: true }, invocation(), invocation({ result: failed }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('FAILED TypeError: no');
  });

  it.each([
    ['routine structured lines', line('{"level":"INFO","message":"accepted"}'), []],
    ['metrics', line('{"_aws":{"Timestamp":1},"Messages":1}'), []],
    ['plain output', line('hello'), []],
    ['plain complaints', line('deprecated', 'stderr'), ['api        deprecated']],
    [
      'structured warnings, briefly',
      line(
        '{"level":"WARN","message":"late","timestamp":"t","service":"s","queue":"timers","error":{"name":"Gone","message":"410","stack":"at x"}}',
      ),
      ['api        WARN late queue=timers error=Gone: 410'],
    ],
  ])('treats %s as they deserve', (_name, entry, expected) => {
    expect(shown({}, entry)).toEqual(expected);
  });

  it('puts warnings below the event they belong to, whatever else ends first', () => {
    const lines = shown(
      {},
      line('of r1', 'stderr', 'r1'),
      invocation({ run: { ...run, requestId: 'r2' }, trigger: 'second' }),
      invocation({ trigger: 'first' }),
      line('late', 'stderr', 'r1'),
    );
    expect(lines.map((text) => text.trim().split(/\s+/).at(-1))).toEqual([
      'ms',
      'ms',
      'r1',
      'late',
    ]);
    expect(lines[1]).toContain('first');
    expect(lines[2]).toBe('  of r1');
  });

  it('tells START, END, REPORT and every line when asked to', () => {
    const event = invocation({ run: { ...run, initMs: 80.123 } });
    expect(shown({ verbose: true }, line('hello', 'stdout', 'r1'), event).slice(1)).toEqual([
      '  START RequestId: r1 Version: $LATEST',
      '  hello',
      '  END RequestId: r1',
      '  REPORT RequestId: r1  Duration: 2.50 ms  Billed Duration: 83 ms  Memory Size: 256 MB  Max Memory Used: 21 MB  Init Duration: 80.12 ms',
    ]);
  });

  it('uses colours only where it is told that they show', () => {
    const entry = { kind: 'watch', ok: false, text: 'a.ts:1:2: no' } as const;
    expect(shown({}, entry)).toEqual(['watch      a.ts:1:2: no']);
    expect(shown({ colours: true }, entry)[0]).toContain('\u001b[31ma.ts:1:2: no');
  });
});
