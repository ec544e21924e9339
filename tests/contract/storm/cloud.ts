import { rm } from 'node:fs/promises';
import { type Cloud, type CloudLogEntry, startCloud } from '../../../local/cloud.ts';
import type { Persona } from '../../../local/oidc/personas.ts';
import type { PolicyOverrides } from '../../../protocol/parse-policy.ts';
import { writePolicySetting } from '../../../protocol/policy-setting.ts';
import { assemblyWith, type Resources } from '../grants/templates.ts';

/** The deployed templates in a hurry: what AWS tries again after minutes comes in seconds. */
const POLICY: PolicyOverrides = {
  // Fifty chats come from one address, to a handful of agents.
  ticketsPerMinute: 100_000,
  capacity: 100,
  unassessedMs: 6000,
};
/** Of a failed batch, which comes back no sooner than its function may run. */
const BATCH_SECONDS = 6;
/** The minute schedule. */
const SWEEP_EVERY_MS = 2000;

/** A laptop cloud in which time is short. Closing it ends its sweeps too. */
export async function startStormCloud(options: {
  personas: readonly Persona[];
  onLog: (entry: CloudLogEntry) => void;
}): Promise<Cloud> {
  const assemblyDir = await assemblyWith(hurry);
  const cloud = await startCloud({ assemblyDir, basePort: 0, environments: 6, ...options }).catch(
    async (error) => {
      await rm(assemblyDir, { recursive: true });
      throw error;
    },
  );
  await cloud.warm();
  const sweeps = setInterval(() => void cloud.fireSchedule(), SWEEP_EVERY_MS);
  return {
    ...cloud,
    async close() {
      clearInterval(sweeps);
      await cloud.close();
      await rm(assemblyDir, { recursive: true });
    },
  };
}

function hurry(resources: Resources): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === 'AWS::SQS::Queue' && Properties.RedrivePolicy) {
      Properties.VisibilityTimeout = BATCH_SECONDS;
    }
    if (Type === 'AWS::Lambda::EventSourceMapping') {
      const consumer = resources[(Properties.FunctionName as { Ref: string }).Ref];
      if (consumer) consumer.Properties.Timeout = BATCH_SECONDS;
    }
    const { Variables } = (Properties?.Environment ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    if (Variables?.TABLE_NAME) Variables.HANDOFF_POLICY = writePolicySetting(POLICY);
  }
}
