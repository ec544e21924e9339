import { randomBytes } from 'node:crypto';
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
import { mergePolicy } from '../../protocol/merge-policy.ts';
import { readPolicySetting } from '../../protocol/policy-setting.ts';
import { type Assembly, ensureAssets, resource, synthesize } from './assembly.ts';

const read = (policy: unknown) => readConfig(new App({ context: { policy } }).node).policy;

/** Texts that name nothing, in other words. */
function textsOf(words: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(DEFAULT_POLICY.texts).flatMap(([field, text]) =>
      typeof text === 'string' && !text.includes('{') ? [[field, words(text)]] : [],
    ),
  );
}

describe('the context policy', () => {
  it('is an object, or the same as the text of the command line', () => {
    const policy = { routing: 'auto', offerMs: 45_000 };

    expect(read(policy)).toEqual(policy);
    expect(read(JSON.stringify(policy))).toEqual(policy);
  });

  it.each([undefined, '', {}, '{}'])('%j deviates in nothing', (policy) => {
    expect(read(policy)).toEqual({});
  });

  it('leaves out what repeats a default, at every level', () => {
    const { offerMs, headStartMs, texts } = DEFAULT_POLICY;

    expect(
      read({
        offerMs,
        headStartMs: { ...headStartMs, low: 1 },
        capacity: 2,
        texts: { ...texts, teams: { ...texts.teams } },
        analysis: { reasons: { 'topic.legal': {} } },
      }),
    ).toEqual({ headStartMs: { low: 1 }, capacity: 2 });
  });

  it('gives changed rules a version, the same for the same rules', () => {
    const versionOf = (analysis: object) => read({ analysis }).analysis?.version;
    const first = versionOf({ handOverFrom: 0.6, offerFrom: 0.5 });

    expect(first).toMatch(new RegExp(`^${DEFAULT_POLICY.analysis.version}\\+[0-9a-f]{8}$`));
    expect(versionOf({ offerFrom: 0.5, handOverFrom: 0.6 })).toBe(first);
    expect(versionOf({ handOverFrom: 0.61, offerFrom: 0.5 })).not.toBe(first);
    expect(versionOf({ handOverFrom: 0.6, version: 'spring' })).toBe('spring');
    expect(read({ texts: { held: 'One moment.' } })).not.toHaveProperty('analysis');
  });

  it('is read again as it was read: the laptop passes it on as a deployment does', () => {
    const once = read({ analysis: { handOverFrom: 0.6 }, texts: { held: 'One moment.' } });

    expect(read(once)).toEqual(once);
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
    [{ headStartMs: { urgent: '1' } }, /^policy\.headStartMs\.urgent: .*expected number/],
    [
      { analysis: { reasons: { 'topic.legal': { weight: 1.5 } } } },
      /^policy\.analysis\.reasons\.topic\.legal\.weight: Too big/,
    ],
    [
      { analysis: { raises: [{ when: 'topic.legal', from: 0, beside: [], priority: 'high' }] } },
      /^policy\.analysis\.raises\.0\.beside: Too small/,
    ],
    [{ texts: { joined: '{nme} joined' } }, /^policy\.texts\.joined: \{nme\} is unknown here/],
    [{ idleEndMs: 60_000 }, /^policy\.idleWarningMs must be less than policy\.idleEndMs/],
    [[], /^policy: .*expected object/],
    ['offer', /^policy must be JSON: /],
    ['{"offerMs": ', /^policy must be JSON: /],
    ['null', /^policy: .*expected object/],
  ])('refuses %j by name', (policy, message) => {
    expect(() => read(policy)).toThrow(ConfigError);
    expect(() => read(policy)).toThrow(message);
  });

  it.each([
    ['a limit', { offerMs: -1 }, /^policy\.offerMs/],
    ['a rule', { analysis: { handOverFrom: 0.2 } }, /^policy\.analysis\.offerFrom: /],
    [
      'a text',
      { texts: { trouble: { max_wait: 'Sorry.' } } },
      /^policy\.texts\.trouble\.max_wait: Must contain \{choices\}/,
    ],
    [
      'more than a function can be told',
      { texts: textsOf(() => randomBytes(300).toString('base64')) },
      /^policy is too large: it takes \d+ bytes of the environment of \w+, .* of 4096 that Lambda/,
    ],
  ])('stops the synth if wrong: %s', async (_, policy, message) => {
    await ensureAssets();
    const outdir = await mkdtemp(join(tmpdir(), 'switchboard-policy-'));
    try {
      expect(() => buildApp({ context: { policy }, outdir })).toThrow(ConfigError);
      expect(() => buildApp({ context: { policy }, outdir })).toThrow(message);
    } finally {
      await rm(outdir, { recursive: true });
    }
  });
});

describe('a deployment with a policy', () => {
  const policy = {
    routing: 'manual',
    offerMs: 45_000,
    analysis: { version: 'spring', reasons: { 'topic.legal': { queue: 'billing' } } },
    texts: { joined: '{name} is here.' },
  } as const;
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

it('a deployment may change every text and rule at once', async () => {
  const { analysis } = DEFAULT_POLICY;
  const policy = {
    analysis: { ...analysis, version: 'spring', defaultQueue: 'billing' },
    texts: textsOf((text) => `${text} — ${text.toUpperCase()}`),
  };
  const assembly = await synthesize({ policy, extraOrigins: 'https://shop.example' });
  try {
    const { Properties } = resource(
      assembly.backend,
      'AWS::Lambda::Function',
      functionConstructId('message'),
    );
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };

    expect(mergePolicy(readPolicySetting(String(Variables.HANDOFF_POLICY)))).toEqual(
      mergePolicy(policy),
    );
  } finally {
    await assembly.remove();
  }
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

  it.each([
    ['short', {}],
    ['too long to be left readable', { texts: textsOf((text) => `${text} ${text.toUpperCase()}`) }],
  ])('runs by it, %s: the functions have taken it over', async (_, more) => {
    const cloud = await startCloud({ basePort: 0, policy: { ticketMs: 7000, ...more } });
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

  const [, section = ''] = /^### Policy\n(.*?)^### /ms.exec(page) ?? [];
  const rowsUnder = (heading: string): string[][] => {
    const [, after = ''] = section.split(`#### ${heading}\n`);
    const [part = ''] = after.split('\n#### ');
    return [...part.matchAll(/^\| `([\w.]+)` \| (.+?) \| .+ \|$/gm)].map(([, ...cells]) => cells);
  };

  it('lists every duration and limit with its default, in the order of the schema', () => {
    const { analysis: _, texts: __, ...listed } = DEFAULT_POLICY;
    const rows = rowsUnder('Durations and limits');

    expect(rows.map(([field, value = '']) => [field, amountOf(value)])).toEqual(
      Object.entries(listed),
    );
  });

  it('lists every field of the rules', () => {
    const fields = rowsUnder('Rules: `analysis`').map(([field]) => field);

    expect(fields).toEqual(Object.keys(DEFAULT_POLICY.analysis));
  });

  it('lists every text with its default', () => {
    const rows = rowsUnder('Texts: `texts`').map(([field = '', text = '']) => [
      field,
      text.replaceAll('<br>', '\n'),
    ]);

    expect(rows).toEqual(leavesOf(DEFAULT_POLICY.texts));
  });

  it('shows a policy that would be taken', () => {
    const [, example] = /^```json\n(.*?)^```/ms.exec(section) ?? [];

    expect(Object.keys(read(example))).toEqual([
      'businessHours',
      'agentReplyMs',
      'analysis',
      'texts',
    ]);
  });
});

/** The texts in an object, by their paths; `none` for a text that there is not. */
function leavesOf(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([field, text]): [string, string][] =>
    typeof text === 'object' && text !== null
      ? leavesOf(text, `${path}${field}.`)
      : [[`${path}${field}`, text ?? 'none']],
  );
}
