import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { QueueName } from '../../protocol/vocabulary.ts';
import { NotAllowedError } from '../domain/errors.ts';
import type { AgentProfile } from '../ports.ts';

/** Where group membership stands in the token, and what the groups are called. */
export interface GroupRule {
  claim: string;
  agent: string;
  supervisor: string;
}

type Claims =
  APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']['authorizer']['jwt']['claims'];

/**
 * Who calls, by the claims that the gateway has verified.
 *
 * @throws NotAllowedError `unauthenticated` without the claims of an ID token, `not_an_agent`
 *   outside the groups.
 */
export function profileOf(claims: Claims | undefined, rule: GroupRule): AgentProfile {
  const agentId = textOf(claims?.sub);
  // An access token passes the gateway too, but knows neither name nor skills.
  const isIdToken = (textOf(claims?.token_use) || 'id') === 'id';
  if (!claims || !agentId || !isIdToken) throw new NotAllowedError('unauthenticated');
  const groups = listOf(claims[rule.claim]);
  const supervisor = groups.includes(rule.supervisor);
  if (!supervisor && !groups.includes(rule.agent)) throw new NotAllowedError('not_an_agent');
  const skills = listOf(claims['custom:skills'] ?? claims.skills);
  const queues = QueueName.options.filter((queue) => skills.includes(queue));
  return {
    agentId,
    name: textOf(claims.name) || textOf(claims.given_name) || 'Agent',
    team: textOf(claims['custom:team'] ?? claims.team) || 'Support',
    supervisor,
    // Somebody without listed skills takes whatever waits.
    queues: supervisor || queues.length === 0 ? [...QueueName.options] : queues,
  };
}

/** A list claim arrives as an array, as `"[a b]"` from the gateway, or as `"a,b"`. */
function listOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return textOf(claim)
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter(Boolean);
}

function textOf(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}
