import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { NagPack } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../lib/app.ts';
import { readConfig } from '../../lib/config.ts';
import { acknowledgements } from '../../lib/nag-acknowledgements.ts';
import { rulePacks } from '../../lib/rule-packs.ts';
import { ensureAssets } from './assembly.ts';

let outdir: string;
beforeAll(async () => {
  await ensureAssets();
  outdir = await mkdtemp(join(tmpdir(), 'switchboard-nag-'));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

const CONTEXTS = {
  'no context': {},
  'another identity provider': { oidcIssuer: 'https://id.example', oidcClientId: 'desk' },
  'a model': { bedrock: { modelId: 'vendor.model-v1:0' } },
  'every switch': {
    ephemeral: true,
    stage: 'dev',
    apiGatewayAccount: true,
    accessLogs: true,
    tracing: true,
    tableEncryption: 'managed',
    widgetDomain: 'chat.example',
    dashboardDomain: 'desk.example',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/one',
    bedrock: { modelId: 'eu.vendor.model-v1:0' },
  },
};

describe.each(Object.entries(CONTEXTS))('with %s', (_, context) => {
  it('acknowledges exactly what the rule packs find: nothing hidden, nothing stale', () => {
    const app = buildApp({ context, outdir, builtinValidation: false });

    const findings = rulePacks(app)
      .flatMap((pack) => (pack as NagPack).validateScope(app).violations)
      .flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      );

    const accepted = acknowledgements(readConfig(app.node)).flatMap(({ id, paths }) =>
      paths.map((path) => `${id} at ${path}`),
    );
    expect(accepted.sort()).toEqual(findings.sort());
  });

  it('gives a reason that a reader can judge for each acknowledgement', () => {
    const app = buildApp({ context, outdir, builtinValidation: false });

    for (const { id, paths, reason } of acknowledgements(readConfig(app.node))) {
      expect(reason.length, id).toBeGreaterThan(40);
      expect(paths.length, id).toBeGreaterThan(0);
    }
  });
});

it('passes the rule packs and the template validation of a real synth', async () => {
  buildApp({ outdir, builtinValidation: true, rulePacks }).synth();

  const report = JSON.parse(await readFile(join(outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations: unknown[] }[];
  };
  expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
}, 60_000);

it('stops a synth with a finding that nobody acknowledged', () => {
  const app = buildApp({ outdir, builtinValidation: false, rulePacks });
  new Queue(app.node.findChild('SwitchboardBackend'), 'Careless');

  expect(() => app.synth()).toThrow(/AwsSolutions-SQS3.*Serverless-SQSRedrivePolicy/s);
});
