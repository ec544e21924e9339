import type { Deployment } from '../deployment.ts';
import { TemplateError } from '../errors.ts';
import { ofType, propertiesOf } from './select.ts';

/** What the local issuer needs from the user pool. */
export interface IdentityPart {
  clientId: string;
  redirectUris: string[];
  logoutUris: string[];
  groups: string[];
}

interface ClientProperties {
  CallbackURLs?: string[];
  LogoutURLs?: string[];
  GenerateSecret?: boolean;
}

/** The user pool's one public client. Throws unless there is exactly one. */
export function identityPart(deployment: Deployment): IdentityPart {
  const clients = ofType(deployment, 'AWS::Cognito::UserPoolClient');
  const [client] = clients;
  if (!client || clients.length > 1) {
    const stack = client?.stack ?? 'the templates';
    throw new TemplateError({ stack }, `needs one user pool client, has ${clients.length}`);
  }
  const properties = propertiesOf<ClientProperties>(client);
  return {
    clientId: client.ref,
    redirectUris: properties.CallbackURLs ?? [],
    logoutUris: properties.LogoutURLs ?? [],
    groups: ofType(deployment, 'AWS::Cognito::UserPoolGroup').map(({ ref }) => ref),
  };
}
