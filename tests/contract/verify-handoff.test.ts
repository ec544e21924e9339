import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Endpoints, endpointsOf } from '../../bin/verify/endpoints.ts';
import { verifyHandoff } from '../../bin/verify/handoff.ts';
import { createReporter } from '../../bin/verify/report.ts';
import type { Cloud } from '../../local/cloud.ts';
import { originsOf, startLaptopCloud, tokenOf } from './laptop-cloud.ts';

let cloud: Cloud;
let endpoints: Endpoints;
let tokens: string[];
beforeAll(async () => {
  cloud = await startLaptopCloud();
  endpoints = endpointsOf(cloud.outputs, 'stack outputs');
  tokens = [await tokenOf(cloud, 'asha'), await tokenOf(cloud, 'ravi')];
});
afterAll(() => cloud?.close());

it('passes every step against a cloud that works', async () => {
  const lines: string[] = [];
  const reporter = createReporter((line) => lines.push(line));

  await verifyHandoff({ endpoints, tokens, origins: originsOf(cloud) }, reporter);

  expect(lines).toHaveLength(12);
  expect(lines.every((line) => line.startsWith('✓'))).toBe(true);
}, 40_000);

it('fails at the first step that does, and says why', async () => {
  const lines: string[] = [];
  const reporter = createReporter((line) => lines.push(line));
  const origins = { customer: 'https://evil.example', agent: originsOf(cloud).agent };

  await expect(verifyHandoff({ endpoints, tokens, origins }, reporter)).rejects.toMatchObject({
    code: 'origin_not_allowed',
  });

  expect(lines.at(-1)).toMatch(/^✗ the customer connects .*origin_not_allowed/);
}, 40_000);
