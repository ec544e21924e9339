import type { DeployedResource } from './cfn/deployment.ts';

/** Where each part of the laptop cloud is served. URLs without a trailing slash. */
export interface LocalUrls {
  widget: string;
  dashboard: string;
  httpApi: string;
  socket: string;
  issuer: string;
  frontDoor: string;
}

/** Replaces AWS hosts by local ones in every string of a value. */
export type Localize = <T>(value: T) => T;

/**
 * The one table from AWS hosts to local URLs. Templates resolve to the names AWS would give, and
 * whatever leaves them (variables, outputs, site config, headers, CORS) passes through here.
 * `siteOf` gives the local URL of a distribution by its domain name.
 */
export function localizer(
  resources: DeployedResource[],
  urls: LocalUrls,
  siteOf: (domainName: string) => string | undefined,
): Localize {
  const rules: [pattern: RegExp, replacement: string][] = [];
  const add = (pattern: string, replacement: string): void => {
    rules.push([new RegExp(pattern, 'g'), replacement.replaceAll('$', '$$$$')]);
  };
  const executeApi = String.raw`\.execute-api\.[a-z0-9-]+\.amazonaws\.com`;

  for (const { type, ref, attributes, properties } of resources) {
    if (type === 'AWS::ApiGatewayV2::Api') {
      const socket = properties.ProtocolType === 'WEBSOCKET';
      add(`wss://${ref}${executeApi}`, urls.socket);
      // The https address of a WebSocket API is that of its @connections.
      add(`https://${ref}${executeApi}`, socket ? `${urls.frontDoor}/${ref}` : urls.httpApi);
    } else if (type === 'AWS::CloudFront::Distribution') {
      const domain = attributes.DomainName ?? '';
      const site = siteOf(domain);
      if (site) {
        add(`https://${escapeDots(domain)}`, site);
        add(escapeDots(domain), new URL(site).host);
      }
    } else if (type === 'AWS::Cognito::UserPool') {
      add(`https://${escapeDots(attributes.ProviderName ?? '')}`, urls.issuer);
    }
  }
  add(String.raw`https://\*${executeApi}`, urls.httpApi);
  add(String.raw`wss://\*${executeApi}`, urls.socket);
  add(String.raw`https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com`, urls.issuer);
  add(String.raw`https://[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com`, urls.issuer);
  add(String.raw`https://sqs\.[a-z0-9-]+\.amazonaws\.com`, urls.frontDoor);
  // The laptop serves plain http, so there is nothing to upgrade to.
  add(String.raw`;?\s*upgrade-insecure-requests`, '');

  const localizeText = (text: string): string =>
    rules.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text);
  const localize = (value: unknown): unknown => {
    if (typeof value === 'string') return localizeText(value);
    if (Array.isArray(value)) return value.map(localize);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localize(item)]));
  };
  return localize as Localize;
}

function escapeDots(host: string): string {
  return host.replaceAll('.', '\\.');
}
