import { createApp } from '../../../lambdas/http/app.ts';
import type { World } from '../../simulation/memory/world.ts';

/** The one site from which agents may ask. */
export const SITE = 'https://desk.test';

/** Who calls, and with what. */
export interface Call {
  body?: string;
  who?: string;
  groups?: string;
  skills?: string;
}

/** Calls the API in a world, as the gateway does for a signed-in agent. */
export async function call(
  world: World,
  method: string,
  path: string,
  { body, who = 'asha', groups = '[agent]', skills }: Call = {},
) {
  const app = createApp(world.ports, {
    allowedOrigins: [SITE],
    groups: { claim: 'groups', agent: 'agent', supervisor: 'supervisor' },
  });
  const event = {
    requestContext: {
      requestId: 'ref-1',
      http: { sourceIp: '198.51.100.7' },
      authorizer: { jwt: { claims: { sub: who, name: who, groups, skills } } },
    },
  };
  const response = await app.request(path, { method, body, headers: { origin: SITE } }, { event });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: JSON.parse(text || 'null') as Record<string, unknown>,
  };
}
