import { handle } from 'hono/aws-lambda';
import { createApp } from '../http/app.ts';
import { setting, settingOr } from '../runtime/env.ts';
import { wirePorts } from '../runtime/wiring.ts';

/** The HTTP API behind one function. */
export const handler = handle(
  createApp(wirePorts(), {
    allowedOrigins: setting('ALLOWED_ORIGINS').split(','),
    groups: {
      claim: settingOr('GROUP_CLAIM', 'cognito:groups'),
      agent: settingOr('AGENT_GROUP', 'agent'),
      supervisor: settingOr('SUPERVISOR_GROUP', 'supervisor'),
    },
  }),
);
