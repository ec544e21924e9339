import { parseArgs } from 'node:util';
import { readEndpoints } from './verify/endpoints.ts';
import { verifyHandoff } from './verify/handoff.ts';
import { createReporter } from './verify/report.ts';
import { agentTokens } from './verify/tokens.ts';

const USAGE = `Usage: npm run verify-handoff -- --outputs FILE [--origin URL] [--json FILE]

Plays a customer and two agents against a deployment, through its public endpoints only.

  --outputs FILE  stack outputs, as npm start -- --outputs or cdk deploy --outputs-file write them
  --origin URL    Origin to show; by default the sites of the deployment
  --json FILE     write the time of each step

Agent ID tokens come from SWITCHBOARD_AGENT_TOKENS (two, separated by a comma) or, on the laptop
cloud, from its issuer.`;

const { values } = parseArgs({
  options: {
    outputs: { type: 'string' },
    origin: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});

if (values.help || !values.outputs) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const reporter = createReporter();
try {
  const endpoints = await readEndpoints(values.outputs);
  const origins = {
    customer: values.origin ?? new URL(endpoints.widgetUrl).origin,
    agent: values.origin ?? new URL(endpoints.dashboardUrl).origin,
  };
  const tokens = await agentTokens(endpoints);
  await verifyHandoff({ endpoints, tokens, origins }, reporter);
  console.log('\nThe handoff works.');
} catch (error) {
  console.error(`\nThe handoff failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  if (values.json) await reporter.write(values.json);
}
