import { Aws } from 'aws-cdk-lib';
import type { Config } from './config.ts';

/**
 * Prefix of the Cognito sign-in domain, unique in a Region across all accounts. Computed rather
 * than referenced, because the Web stack names the domain in its policy before the pool exists.
 */
export function signInPrefix(config: Config): string {
  if (config.signInPrefix !== undefined) return config.signInPrefix;
  return ['switchboard', config.stage, Aws.ACCOUNT_ID].filter(Boolean).join('-');
}

/** Origin of the Cognito sign-in pages. */
export function signInOrigin(config: Config): string {
  return `https://${signInPrefix(config)}.auth.${Aws.REGION}.amazoncognito.com`;
}
