import type { DeployedResource, Deployment } from '../deployment.ts';
import { ofType, problemWith } from './select.ts';

interface HeadersConfig {
  SecurityHeadersConfig?: {
    ContentSecurityPolicy?: { ContentSecurityPolicy: string };
    ContentTypeOptions?: object;
    FrameOptions?: { FrameOption: string };
    ReferrerPolicy?: { ReferrerPolicy: string };
    StrictTransportSecurity?: {
      AccessControlMaxAgeSec: number;
      IncludeSubdomains?: boolean;
      Preload?: boolean;
    };
    XSSProtection?: { Protection: boolean; ModeBlock?: boolean };
  };
  CorsConfig?: {
    AccessControlAllowOrigins: { Items: string[] };
    AccessControlAllowMethods: { Items: string[] };
    AccessControlAllowHeaders: { Items: string[] };
  };
  CustomHeadersConfig?: { Items: { Header: string; Value: string }[] };
}

/**
 * The headers a response headers policy adds, names in lower case. Throws for a policy that is
 * not in the template: AWS's managed ones would have to be copied here to be known.
 */
export function responseHeaders(
  deployment: Deployment,
  distribution: DeployedResource,
  policyId: string | undefined,
): Record<string, string> {
  if (policyId === undefined) return {};
  const policy = ofType(deployment, 'AWS::CloudFront::ResponseHeadersPolicy').find(
    ({ ref }) => ref === policyId,
  );
  if (!policy) throw problemWith(distribution, `unknown response headers policy ${policyId}`);
  const config = policy.properties.ResponseHeadersPolicyConfig as HeadersConfig;
  const custom = (config.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => [
    Header.toLowerCase(),
    Value,
  ]);
  return { ...securityHeaders(config), ...corsHeaders(config), ...Object.fromEntries(custom) };
}

function securityHeaders(config: HeadersConfig): Record<string, string> {
  const security = config.SecurityHeadersConfig ?? {};
  const headers: Record<string, string> = {};
  const csp = security.ContentSecurityPolicy?.ContentSecurityPolicy;
  if (csp !== undefined) headers['content-security-policy'] = csp;
  if (security.ContentTypeOptions) headers['x-content-type-options'] = 'nosniff';
  if (security.FrameOptions) headers['x-frame-options'] = security.FrameOptions.FrameOption;
  if (security.ReferrerPolicy) headers['referrer-policy'] = security.ReferrerPolicy.ReferrerPolicy;
  const hsts = security.StrictTransportSecurity;
  if (hsts) {
    headers['strict-transport-security'] = [
      `max-age=${hsts.AccessControlMaxAgeSec}`,
      ...(hsts.IncludeSubdomains ? ['includeSubDomains'] : []),
      ...(hsts.Preload ? ['preload'] : []),
    ].join('; ');
  }
  const xss = security.XSSProtection;
  if (xss) {
    const mode = xss.ModeBlock ? '; mode=block' : '';
    headers['x-xss-protection'] = xss.Protection ? `1${mode}` : '0';
  }
  return headers;
}

function corsHeaders(config: HeadersConfig): Record<string, string> {
  const cors = config.CorsConfig;
  if (!cors) return {};
  return {
    'access-control-allow-origin': cors.AccessControlAllowOrigins.Items.join(', '),
    'access-control-allow-methods': cors.AccessControlAllowMethods.Items.join(', '),
    'access-control-allow-headers': cors.AccessControlAllowHeaders.Items.join(', '),
  };
}
