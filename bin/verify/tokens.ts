import { DEFAULT_PERSONAS } from '../../local/oidc/personas.ts';
import { signInAs } from '../../local/oidc/sign-in.ts';
import type { Endpoints } from './endpoints.ts';

/** Agents the run needs: one to win the session, one to be refused. */
const AGENTS = 2;

/**
 * ID tokens of two agents: from `SWITCHBOARD_AGENT_TOKENS` (separated by commas or white space)
 * or, on the laptop cloud, from its issuer by the same code flow that the dashboard uses.
 *
 * @throws Error saying what to set when there are none.
 */
export async function agentTokens(endpoints: Endpoints): Promise<string[]> {
  const given = process.env.SWITCHBOARD_AGENT_TOKENS?.split(/[\s,]+/).filter(Boolean) ?? [];
  if (given.length >= AGENTS) return given.slice(0, AGENTS);
  if (given.length > 0 || !/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(endpoints.issuer)) {
    throw new Error(
      'Set SWITCHBOARD_AGENT_TOKENS to the ID tokens of two different agents, separated by a comma.',
    );
  }
  const agents = DEFAULT_PERSONAS.filter(({ groups }) => groups.includes('agent'));
  return Promise.all(
    agents.slice(0, AGENTS).map(async ({ sub }) => {
      const { idToken } = await signInAs({
        issuer: endpoints.issuer,
        clientId: endpoints.clientId,
        redirectUri: new URL('/', endpoints.dashboardUrl).href,
        personaSub: sub,
      });
      return idToken;
    }),
  );
}
