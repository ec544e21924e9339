import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../local/options.ts';
import { writeOutputs } from '../../../../local/outputs-file.ts';
import { readPolicyFile } from '../../../../local/policy-file.ts';
import { choosePorts } from '../../../../local/ports.ts';
import { isStale } from '../../../../local/staleness.ts';
import { describeTrigger } from '../../../../local/trigger.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('readPolicyFile', () => {
  const written = (text: string): string => {
    const file = join(folder, 'policy.json');
    writeFileSync(file, text);
    return file;
  };

  it('gives the deviations', async () => {
    const file = written('{ "routing": "auto", "offerMs": 30000 }');
    expect(await readPolicyFile(file)).toEqual({ routing: 'auto' });
  });

  it.each([
    ['{ "offerMs": -1 }', 'policy.offerMs'],
    ['{ "ofrMs": 1 }', '"ofrMs"'],
    ['{ "offerMs": ', 'must be JSON'],
  ])('refuses %j with the file and the reason', async (text, reason) => {
    const file = written(text);
    const refused = await readPolicyFile(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as UsageError).message).toContain(`--policy ${file}: `);
    expect((refused as UsageError).message).toContain(reason);
  });

  it('refuses a file that is not there', async () => {
    await expect(readPolicyFile(join(folder, 'none.json'))).rejects.toThrow(UsageError);
  });
});

describe('npm start', () => {
  const main = fileURLToPath(new URL('../../../../local/main.ts', import.meta.url));
  const start = (...args: string[]): Promise<{ code: unknown; output: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', main, ...args], (error, stdout, stderr) =>
        resolve({ code: error ? error.code : 0, output: stdout + stderr }),
      );
    });

  it('exits with 2 and the usage for an option it does not know', async () => {
    const { code, output } = await start('--prot', '1');
    expect(code).toBe(2);
    expect(output).toContain('--prot');
    expect(output).toContain('Usage: npm start -- [options]');
  });

  it('exits with 1 and names the port and its purpose when one is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, output } = await start('--port', String(port));
    taken.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `Port ${port} (demo page and widget) is taken. Stop the program that uses it, or choose others with --port.\n`,
    );
  });
});

describe('choosePorts', () => {
  it('gives seven different free ports for 0', async () => {
    const ports = Object.values(await choosePorts(0));
    expect(new Set(ports).size).toBe(7);
    expect(ports.every((port) => port > 0)).toBe(true);
  });
});

describe('writeOutputs', () => {
  it('leaves the finished file and nothing else', async () => {
    const outputs = { SwitchboardBackend: { ApiUrl: 'http://localhost:4302' } };
    await writeOutputs(join(folder, 'outputs.json'), outputs);
    expect(readdirSync(folder)).toEqual(['outputs.json']);
    expect(JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8'))).toEqual(outputs);
  });
});

describe('isStale', () => {
  const at = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);
  let source: string;
  let output: string;
  beforeEach(() => {
    source = join(folder, 'src', 'deep', 'a.ts');
    output = join(folder, 'out.js');
    mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
    for (const file of [source, output]) writeFileSync(file, '');
    at(output, 2000);
    for (const path of [source, join(folder, 'src', 'deep'), join(folder, 'src')]) at(path, 1000);
  });
  const stale = (): boolean => isStale([join(folder, 'src')], [output]);

  it('is false while every output is newer than every source', () => {
    expect(stale()).toBe(false);
  });

  it('is true when a file deep inside changed', () => {
    at(source, 3000);
    expect(stale()).toBe(true);
  });

  it('is true when a file went away', () => {
    rmSync(source);
    expect(stale()).toBe(true);
  });

  it('is true when an output is missing', () => {
    expect(isStale([join(folder, 'src')], [output, join(folder, 'other.js')])).toBe(true);
  });

  it('does not look into installed packages', () => {
    mkdirSync(join(folder, 'src', 'node_modules'));
    at(join(folder, 'src'), 1000);
    expect(stale()).toBe(false);
  });
});

describe('describeTrigger', () => {
  it.each([
    [{ type: 'REQUEST', requestContext: { routeKey: '$connect' } }, '$connect authorizer'],
    [{ requestContext: { routeKey: '$default' } }, '$default'],
    [
      { requestContext: { routeKey: 'ANY /{proxy+}', http: { method: 'GET', path: '/queue' } } },
      'GET /queue',
    ],
    [{ Records: [{ eventSourceARN: 'arn:aws:sqs:r:1:timers' }, {}] }, 'timers x2'],
    [
      { Records: [{ eventSourceARN: 'arn:aws:sqs:r:1:Shop-CandidatesQueue12AB34CD' }] },
      'candidates x1',
    ],
    [{ source: 'aws.events' }, 'schedule'],
    [{}, 'direct'],
    [null, 'direct'],
  ])('tells of %j', (event, expected) => {
    expect(describeTrigger(event)).toBe(expected);
  });
});
