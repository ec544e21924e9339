import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../lib/app.ts';
import { readConfig } from '../../lib/config.ts';
import { ConfigError } from '../../lib/config-error.ts';
import { FUNCTION_NAMES, type FunctionName, functionConstructId } from '../../lib/functions.ts';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { startCloud } from '../../local/cloud.ts';
import { DEFAULT_POLICY } from '../../protocol/default-policy.ts';
import type { CustomerTicket } from '../../protocol/http.ts';
import { type Assembly, resource, synthesize } from './assembly.ts';

const read = (policy: unknown) => readConfig(new App({ context: { policy } }).node).policy;

describe('the context policy', () => {
  it('is an object, or the same as the text of the command line', () => {
    const policy = { routing: 'auto', offerMs: 45_000 };

    expect(read(policy)).toEqual(policy);
    expect(read(JSON.stringify(policy))).toEqual(policy);
  });

  it.each([undefined, '', {}, '{}'])('%j deviates in nothing', (policy) => {
    expect(read(policy)).toEqual({});
  });

  it('leaves out what repeats a default, parts of an object included', () => {
    const { offerMs, headStartMs } = DEFAULT_POLICY;

    expect(read({ offerMs, headStartMs: { ...headStartMs }, capacity: 2 })).toEqual({
      capacity: 2,
    });
  });

  it.each([
    [{ offerMs: 0 }, /^policy\.offerMs: Too small/],
    [{ offerMs: '30s' }, /^policy\.offerMs: .*expected number/],
    [{ ofrMs: 30_000 }, /^policy\.ofrMs: .*"ofrMs"/],
    [{ routing: 'fair' }, /^policy\.routing: .*"offer"/],
    [
      { businessHours: { timeZone: 'Mars/Olympus', days: {} } },
      /^policy\.businessHours\.timeZone:/,
    ],
    [{ headStartMs: { urgent: 1 } }, /^policy\.headStartMs\.high:/],
    [{ idleEndMs: 60_000 }, /^policy\.idleWarningMs must be less than policy\.idleEndMs/],
    [[], /^policy: .*expected object/],
    ['offer', /^policy must be JSON: /],
    ['{"offerMs": ', /^policy must be JSON: /],
    ['null', /^policy: .*expected object/],
  ])('refuses %j by name', (policy, message) => {
    expect(() => read(policy)).toThrow(ConfigError);
    expect(() => read(policy)).toThrow(message);
  });

  it('that is wrong stops the synth', async () => {
    const outdir = await mkdtemp(join(tmpdir(), 'switchboard-policy-'));
    try {
      expect(() => buildApp({ context: { policy: { offerMs: -1 } }, outdir })).toThrow(
        /^policy\.offerMs/,
      );
    } finally {
      await rm(outdir, { recursive: true });
    }
  });
});

describe('a deployment with a policy', () => {
  const policy = { routing: 'manual', offerMs: 45_000 } as const;
  let assembly: Assembly;
  beforeAll(async () => {
    assembly = await synthesize({ policy });
  });
  afterAll(() => assembly.remove());

  const told = (name: FunctionName) => {
    const { Properties } = resource(
      assembly.backend,
      'AWS::Lambda::Function',
      functionConstructId(name),
    );
    return (Properties.Environment as { Variables: Record<string, unknown> }).Variables
      .HANDOFF_POLICY;
  };

  it.each(FUNCTION_NAMES.filter((name) => name !== 'authorize'))('tells it to %s', (name) => {
    expect(JSON.parse(String(told(name)))).toEqual(policy);
  });

  it('does not tell authorize, which decides nothing by it', () => {
    expect(told('authorize')).toBeUndefined();
  });
});

describe('the laptop cloud with a policy', () => {
  it('has an assembly of its own for each policy, and one for the same', async () => {
    const prepare = (policy?: object) => prepareAssembly(() => {}, policy);
    const [plain, two, twoAgain, three] = [
      await prepare(),
      await prepare({ capacity: 2, offerMs: 5000 }),
      await prepare({ offerMs: 5000, capacity: 2 }),
      await prepare({ capacity: 3 }),
    ];

    expect(twoAgain).toBe(two);
    expect(new Set([plain, two, three]).size).toBe(3);
    const template = readFileSync(join(three, 'SwitchboardBackend.template.json'), 'utf8');
    expect(template).toContain('{\\"capacity\\":3}');
    expect(readFileSync(join(plain, 'SwitchboardBackend.template.json'), 'utf8')).not.toContain(
      'HANDOFF_POLICY',
    );
  });

  it('runs by it: the functions have taken it over', async () => {
    const cloud = await startCloud({ basePort: 0, policy: { ticketMs: 7000 } });
    try {
      const response = await fetch(`${cloud.urls.httpApi}/tickets`, {
        method: 'POST',
        headers: { origin: new URL(cloud.urls.widget).origin, 'content-type': 'application/json' },
        body: '{}',
      });

      expect(((await response.json()) as CustomerTicket).expiresInSeconds).toBe(7);
    } finally {
      await cloud.close();
    }
  });

  it('refuses a policy beside an assembly that has one already', async () => {
    await expect(
      startCloud({ assemblyDir: 'cdk.out', basePort: 0, policy: { capacity: 2 } }),
    ).rejects.toThrow(TypeError);
  });
});

describe('the operations page', () => {
  const page = readFileSync(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');
  const UNITS = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

  const amountOf = (cell: string): unknown => {
    if (cell.startsWith('`')) return cell === '`null`' ? null : cell.slice(1, -1);
    if (cell.includes(',')) {
      return Object.fromEntries(
        cell.split(', ').map((part) => {
          const [name = '', ...amount] = part.split(' ');
          return [name, amountOf(amount.join(' '))];
        }),
      );
    }
    const [amount, unit] = cell.split(' ');
    return Number(amount) * (unit ? UNITS[unit as keyof typeof UNITS] : 1);
  };

  it('lists every field with its default, in the order of the schema', () => {
    const [, section = ''] = /^### Policy\n(.*?)^### /ms.exec(page) ?? [];
    const rows = [...section.matchAll(/^\| `(\w+)` \| (.+?) \| .+ \|$/gm)];

    expect(rows.map(([, field, value = '']) => [field, amountOf(value)])).toEqual(
      Object.entries(DEFAULT_POLICY),
    );
  });
});
